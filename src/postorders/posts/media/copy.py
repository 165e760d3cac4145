"""The copy of a file that goes out: what it is by content, without metadata, with everything found in it told."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

from postorders.posts.media import sound, video
from postorders.posts.media.hidden import refuse_second
from postorders.posts.media.limits import MIB, damaged, head, hold, opened, room, windows
from postorders.posts.media.note import Note, distinct
from postorders.posts.media.picture import draw
from postorders.posts.media.type import M4A, MOV, MP3, MP4, PDF, WAV, Type, differs, look
from postorders.words import _

_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A copy without metadata, and what was found.

    `kind` is photo, video, audio or document; `type` the media type by content; `width` and `height` in pixels as shown
    and `seconds`, 0 where unknown; `size` in bytes; the hashes are SHA-256 in hexadecimal of the copy and of what was
    given. `file` is a temporary file with the copy, gone when closed; small copies never touch the disk.
    """

    kind: str
    type: str
    size: int
    sha256: str
    original_sha256: str
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    found: tuple[Note, ...] = ()
    file: IO[bytes] = field(default_factory=room, compare=False, repr=False)

    def read(self) -> bytes:
        """The bytes of the copy."""
        self.file.seek(0)
        return self.file.read()


@dataclass(slots=True)
class _Copy:
    """A copy while it is made: first what was held of the original, in the end what goes out."""

    type: Type
    file: IO[bytes]
    size: int
    name: str
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    notes: list[Note] = field(default_factory=list)


def clean(source: IO[bytes] | Path, name: str, claimed: str = "") -> Cleaned:
    """A copy of a file without metadata.

    `source` is a path, or a stream read from where it stands; neither is changed. `name` and the `claimed` media type
    are what the sender says, and are only compared. Equal bytes give equal copies under one version of Pillow. Raises
    InputError for what is not taken, is damaged, is too large, or hides a second file.
    """
    with ExitStack() as stack:
        stream = stack.enter_context(opened(source, name)) if isinstance(source, Path) else source
        first = head(stream, name)
        found = look(first, name)
        held, size, original = hold(stream, first, found.kind, name)
    copy = _Copy(found, held, size, name)
    try:
        _WAYS.get(found.type, _as_it_is)(copy)
    except BaseException:
        held.close()
        raise
    notes = distinct([*differs(copy.type, name, claimed), *copy.notes])
    kind, type = copy.type.kind, copy.type.type
    digest = _digest(copy)
    return Cleaned(kind, type, copy.size, digest, original, copy.width, copy.height, copy.seconds, notes, copy.file)


def _photo(copy: _Copy) -> None:
    copy.file.seek(0)
    drawn = draw(copy.file.read(), copy.type.type, copy.name)
    copy.file.close()
    copy.file, copy.size = room(), len(drawn.data)
    copy.file.write(drawn.data)
    copy.width, copy.height, copy.seconds, copy.notes = drawn.width, drawn.height, drawn.seconds, drawn.notes


def _film(copy: _Copy) -> None:
    seen = video.blank(copy.file, copy.size, copy.name)
    if seen.kind == "audio":
        copy.type = M4A
    elif copy.type == M4A:
        copy.type = MP4
    copy.width, copy.height, copy.seconds, copy.notes = seen.width, seen.height, seen.seconds, seen.notes
    refuse_second(copy.file, copy.size, copy.name)


def _mp3(copy: _Copy) -> None:
    out, copy.size, copy.seconds, copy.notes = sound.mp3(copy.file, copy.size, copy.name)
    copy.file.close()
    copy.file = out
    refuse_second(copy.file, copy.size, copy.name)


def _wav(copy: _Copy) -> None:
    copy.size, copy.seconds, copy.notes = sound.wav(copy.file, copy.size, copy.name)
    copy.file.truncate(copy.size)
    refuse_second(copy.file, copy.size, copy.name)


def _pdf(copy: _Copy) -> None:
    if not any(b"%%EOF" in part for part in windows(copy.file, max(0, copy.size - MIB // 16), copy.size)):
        raise damaged(copy.name)
    if any(_ACTIVE.search(part) for part in windows(copy.file, 0, copy.size, 16)):
        text = _("The PDF has scripts, forms or attached files in it. Print it to a new PDF before it goes out.")
        copy.notes.append(Note("warning", "script", text))
    _as_it_is(copy)


def _as_it_is(copy: _Copy) -> None:
    refuse_second(copy.file, copy.size, copy.name)
    text = _("Not checked: {type} files go out as they are, with the author, the software and the times they may note.")
    copy.notes.append(Note("unchecked", "metadata", text.format(type=copy.type.word)))


def _digest(copy: _Copy) -> str:
    digest = sha256()
    for part in windows(copy.file, 0, copy.size):
        digest.update(part)
    copy.file.seek(0)
    return digest.hexdigest()


_WAYS: dict[str, Callable[[_Copy], None]] = {
    **dict.fromkeys(("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"), _photo),
    **dict.fromkeys((MP4.type, MOV.type, M4A.type), _film),
    MP3.type: _mp3,
    WAV.type: _wav,
    PDF.type: _pdf,
}
