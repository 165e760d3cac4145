"""MP3 and WAV: the tags go, the sound stays as it is."""

from __future__ import annotations

import re
import struct
from typing import IO

from postorders.posts.media.limits import MIB, damaged, room, windows
from postorders.posts.media.note import Note, removed
from postorders.posts.media.type import is_frame
from postorders.words import _

_FRAMES = {
    "author": (b"TPE1", b"TPE2", b"TCOM", b"TOPE", b"TCOP", b"TP1"),
    "software": (b"TSSE", b"TENC", b"TSS"),
    "time": (b"TDRC", b"TYER", b"TDAT", b"TDEN", b"TYE"),
    "comment": (b"TIT2", b"COMM", b"TALB", b"USLT", b"TT2", b"COM"),
    "preview": (b"APIC", b"PIC"),
    "metadata": (b"GEOB", b"PRIV", b"TXXX", b"WXXX", b"UFID"),
}
_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ = (44100, 48000, 32000)
_TAGS = 16
_NEEDED = (b"fmt ", b"data", b"fact", b"cue ", b"smpl")
_CHUNKS = 10_000


def mp3(file: IO[bytes], size: int, name: str) -> tuple[IO[bytes], int, float, list[Note]]:
    """The frames of an MP3 alone, without ID3, APE and lyrics: a new file, its size, its seconds, what was found."""
    start, notes = _front(file, name)
    end = _back(file, start, size, notes)
    file.seek(start)
    first = file.read(200)
    if not is_frame(first):
        raise damaged(name)
    out = room()
    for part in windows(file, start, end):
        out.write(part)
    return out, end - start, _seconds(first, end - start), notes


def wav(file: IO[bytes], size: int, name: str) -> tuple[int, float, list[Note]]:
    """Blanks in place every chunk of a WAV that is not sound; its size without what stood behind it, its seconds, and
    what was found."""
    file.seek(4)
    end = 8 + struct.unpack("<I", file.read(4))[0]
    at, rate, sound, notes = 12, 0, -1, list[Note]()
    if end > size:
        raise damaged(name)
    for _count in range(_CHUNKS):
        file.seek(at)
        if len(head := file.read(20)) < 8 or at + 8 > end:
            break
        chunk, length = struct.unpack_from("<4sI", head)
        if at + 8 + length > end:
            raise damaged(name)
        if chunk == b"fmt " and len(head) == 20:
            rate = struct.unpack_from("<I", head, 16)[0]
        elif chunk == b"data":
            sound = length
        elif chunk not in _NEEDED:
            notes += _blank(file, at, chunk, length)
        at += 8 + length + length % 2
    if not rate or sound < 0:
        raise damaged(name)
    return end, round(sound / rate, 3), notes + _behind(size - end)


def _blank(file: IO[bytes], at: int, chunk: bytes, length: int) -> list[Note]:
    file.seek(at + 8)
    words = file.read(min(length, 4096))
    file.seek(at)
    file.write(b"JUNK")
    file.seek(at + 8)
    for done in range(0, length, MIB):
        file.write(bytes(min(MIB, length - done)))
    if chunk in (b"JUNK", b"PAD ") or not words.strip(b"\0"):
        return []
    notes = [removed("metadata", [chunk.decode("latin-1")])]
    for about, key in (("author", b"IART"), ("software", b"ISFT"), ("time", b"ICRD"), ("comment", b"ICMT")):
        if match := re.search(key + rb"(....)", words, re.DOTALL):
            count = struct.unpack("<I", match[1])[0]
            notes.append(removed(about, [words[match.end() : match.end() + min(count, 200)]]))
    return [*notes, removed("author", [words[256:288]])] if chunk == b"bext" else notes


def _behind(count: int) -> list[Note]:
    if count <= 0:
        return []
    text = _("Behind the end of the sound stood {count} bytes. The copy does not have them.")
    return [Note("warning", "tail", text.format(count=count))]


def _front(file: IO[bytes], name: str) -> tuple[int, list[Note]]:
    """Where the sound begins, behind every ID3 tag, and what the tags told."""
    at, notes = 0, list[Note]()
    for _count in range(_TAGS):
        file.seek(at)
        head = file.read(10)
        if head[:3] != b"ID3" or len(head) < 10:
            return at, notes
        length = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        notes += _tag(file.read(min(length, MIB)))
        at += 10 + length + (10 if head[5] & 0x10 else 0)
    raise damaged(name)


def _tag(data: bytes) -> list[Note]:
    notes = [removed("metadata", ["ID3"])]
    for about, frames in _FRAMES.items():
        values = []
        for frame in frames:
            for match in re.finditer(re.escape(frame) + rb"(....)..(.)", data, re.DOTALL):
                count = min(int.from_bytes(match[1], "big") - 1, 200)
                raw = data[match.end() : match.end() + max(count, 0)]
                values.append(raw.decode("utf-16" if match[2] in b"\1\2" else "utf-8", "replace"))
        if values:
            notes.append(removed(about, values if about not in ("preview", "metadata") else ()))
    return notes


def _back(file: IO[bytes], start: int, size: int, notes: list[Note]) -> int:
    """Where the sound ends, before ID3v1, APE and lyrics."""
    for _count in range(_TAGS):
        file.seek(max(start, size - 128))
        tail = file.read(size - file.tell())
        if len(tail) == 128 and tail[:3] == b"TAG":
            notes += [removed("metadata", ["ID3"]), removed("author", [tail[33:63]]), removed("comment", [tail[3:33]])]
            size -= 128
        elif tail[-32:-24] == b"APETAGEX":
            length = int.from_bytes(tail[-20:-16], "little") + (32 if tail[-9] & 0x80 else 0)
            notes.append(removed("metadata", ["APE"]))
            size = max(start, size - max(length, 32))
        elif tail[-9:] == b"LYRICS200" and tail[-15:-9].isdigit():
            notes.append(removed("metadata", ["Lyrics"]))
            size = max(start, size - int(tail[-15:-9]) - 15)
        else:
            break
    return size


def _seconds(first: bytes, size: int) -> float:
    """How long frames run, by the count that the first may hold, else by its rate; near enough where that varies."""
    low = first[1] >> 3 & 1 == 0
    hertz = _HERTZ[first[2] >> 2 & 3] >> (0 if first[1] >> 3 & 3 == 3 else 1 if first[1] >> 3 & 3 == 2 else 2)
    if (match := re.search(rb"(?:Xing|Info)...(.)(....)", first, re.DOTALL)) and match[1][0] & 1:
        return round(int.from_bytes(match[2], "big") * (576 if low else 1152) / hertz, 3)
    rate = (_RATES_2 if low else _RATES)[first[2] >> 4]
    return round(size * 8 / (rate * 1000), 3)
