"""How much is taken: bytes, pixels, frames. A file is held on disk while it is counted, never whole in memory."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from postorders.errors import InputError, refuse
from postorders.posts.fields import shown
from postorders.words import _

MIB = 1 << 20
BYTES = {"photo": 64 * MIB, "video": 1024 * MIB, "audio": 256 * MIB, "document": 64 * MIB}
PIXELS = 100_000_000
MOVING = 150_000_000  # pixels of all frames together
FRAMES = 600
UNPACKED = MIB  # bytes that one compressed note in a picture may unpack to
HEAD = 64 * 1024
_IN_MEMORY = 4 * MIB


def head(stream: IO[bytes], name: str) -> bytes:
    """The first bytes of a stream, `HEAD` of them unless it is shorter."""
    parts = bytearray()
    while len(parts) < HEAD and (part := _some(stream, HEAD - len(parts), name)):
        parts += part
    return bytes(parts)


def hold(stream: IO[bytes], first: bytes, kind: str, name: str) -> tuple[IO[bytes], int, str]:
    """A private copy of a stream whose `first` bytes were read, its size, and its SHA-256.

    A stream that knows its size is refused before more is read, any other once it passes the limit of its kind.
    """
    most = BYTES[kind]
    if (size := _size(stream, len(first))) and size > most:
        raise _too_large(kind, name)
    held, digest, count, part = room(), sha256(), 0, first
    while part:
        count += len(part)
        if count > most:
            held.close()
            raise _too_large(kind, name)
        digest.update(part)
        held.write(part)
        part = _some(stream, min(MIB, most - count + 1), name)
    return held, count, digest.hexdigest()


def room() -> IO[bytes]:
    """A temporary file that stays in memory while it is small."""
    return SpooledTemporaryFile(max_size=_IN_MEMORY)


def windows(file: IO[bytes], start: int, end: int, overlap: int = 0) -> Iterator[bytes]:
    """A stretch of a file in pieces of a mebibyte, each with the last bytes of the one before it."""
    kept = b""
    file.seek(start)
    while start < end and (part := file.read(min(MIB, end - start))):
        start += len(part)
        yield kept + part
        kept = part[-overlap:] if overlap else b""
        file.seek(start)


def opened(path: Path, name: str) -> IO[bytes]:
    """A file opened to be read; a folder, a pipe or nothing is refused."""
    try:
        if not path.is_file():
            raise refuse(_("There is no such file."), _("Choose a photo, a video, a sound or a PDF."), name)
        return path.open("rb")
    except (OSError, ValueError):
        raise _unread(name) from None


def check_pixels(width: int, height: int, frames: int, name: str) -> None:
    """Refuses a picture before it is unpacked, if it has no size, too many pixels or too many frames."""
    if width < 1 or height < 1:
        raise refuse(_("The picture has no size."), _("Save it again as JPEG or PNG."), name)
    if width * height > PIXELS:
        what = _("The picture has {count} megapixels; no more than {most} are taken.")
        mend = _("Make it smaller: a post shows no more than a few megapixels.")
        raise refuse(what.format(count=width * height // 10**6, most=PIXELS // 10**6), mend, name)
    if frames > FRAMES or (frames > 1 and width * height * frames > MOVING):
        what = _("The animation is too long: {count} frames of {width} by {height} pixels.")
        raise refuse(
            what.format(count=frames, width=width, height=height), _("Make it shorter or smaller, or a video."), name
        )


def damaged(name: str) -> InputError:
    """The refusal of a file that is not what it begins as."""
    mend = _("Open it in the program that made it and save it again; if it came by download, fetch it once more.")
    return refuse(_("The file is damaged or cut off."), mend, name)


def _size(stream: IO[bytes], at: int) -> int:
    try:
        size = stream.seek(0, 2)
        stream.seek(at)
        return size
    except (OSError, ValueError, AttributeError):
        return 0


def _some(stream: IO[bytes], count: int, name: str) -> bytes:
    try:
        return stream.read(count) or b""
    except (OSError, ValueError):
        raise _unread(name) from None


def _unread(name: str) -> InputError:
    return refuse(_("The file cannot be read."), _("Choose it again."), name)


def _too_large(kind: str, name: str) -> InputError:
    what = _("The file is larger than {most} MB, the most for its kind ({kind}).")
    mend = _("Make it smaller or shorter; {name} stays as it is.")
    return refuse(what.format(most=BYTES[kind] // MIB, kind=kind), mend.format(name=shown(name)), name)
