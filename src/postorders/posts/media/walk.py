"""A picture's own structure, read without unpacking it: its size, its frames, and where it ends."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from postorders.errors import refuse
from postorders.posts.media.limits import UNPACKED, check_pixels, damaged
from postorders.words import _

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PARTS = 100_000
_SCANS = 200


@dataclass(slots=True)
class Walk:
    """What was found: pixels, frames, the offset behind the picture, and the names of its parts."""

    width: int = 0
    height: int = 0
    frames: int = 1
    end: int = 0
    scans: int = 0
    parts: set[str] = field(default_factory=set)

    def size(self, width: int, height: int) -> None:
        self.width, self.height = max(self.width, width), max(self.height, height)


def walk(type: str, data: bytes, name: str) -> Walk:
    """The structure of a picture of this media type. Raises InputError where it is broken or unpacks to too much."""
    found = Walk(end=len(data))
    if type not in _WALKS:
        return found
    try:
        _WALKS[type](data, found, name)
    except (IndexError, struct.error):
        raise damaged(name) from None
    check_pixels(found.width, found.height, found.frames, name)
    return found


def _jpeg(data: bytes, found: Walk, name: str) -> None:
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            raise damaged(name)
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        at += 2
        if marker == 0xD9:
            found.end = at
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD7:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        if marker in _SIZES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            found.size(width, height)
        found.parts.add(f"{marker:02x}")
        at += max(length, 2)
        if marker == 0xDA:
            at = _behind_scan(data, at, found, name)


def _behind_scan(data: bytes, at: int, found: Walk, name: str) -> int:
    found.scans += 1
    if found.scans > _SCANS:
        raise refuse(_("The picture is built of too many layers."), _("Save it again as JPEG or PNG."), name)
    marker = _MARKER.search(data, at)
    return marker.start() if marker else len(data)


def _png(data: bytes, found: Walk, name: str) -> None:
    at = 8
    for _count in range(_PARTS):
        length, chunk = struct.unpack_from(">I4s", data, at)
        body = at + 8
        at = body + length + 4
        if at > len(data):
            raise damaged(name)
        found.parts.add(chunk.decode("latin-1"))
        if chunk == b"IHDR":
            found.size(*struct.unpack_from(">II", data, body))
        elif chunk in (b"zTXt", b"iTXt", b"iCCP"):
            _refuse_bomb(chunk, data[body : body + length], name)
        elif chunk == b"IEND":
            found.end = at
            return
    raise damaged(name)


def _refuse_bomb(chunk: bytes, body: bytes, name: str) -> None:
    _keyword, _zero, rest = body.partition(b"\0")
    if chunk == b"iTXt":
        if rest[:1] != b"\1":
            return
        rest = b"\0" + rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    try:
        unpacked = zlib.decompressobj().decompress(rest[1:], UNPACKED + 1)
    except zlib.error:
        return
    if len(unpacked) > UNPACKED:
        what = _("A note in the picture unpacks to more than {most} kB.").format(most=UNPACKED // 1024)
        raise refuse(what, _("Save the picture again as JPEG or PNG."), name)


def _gif(data: bytes, found: Walk, name: str) -> None:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    found.size(width, height)
    found.frames, at = 0, 13 + _table(flags)
    while data[at] != 0x3B:
        if data[at] == 0x2C:
            left, top, width, height, flags = struct.unpack_from("<HHHHB", data, at + 1)
            found.size(left + width, top + height)
            found.frames += 1
            at += 11 + _table(flags)
        elif data[at] == 0x21:
            found.parts.add(f"{data[at + 1]:02x}")
            at += 2
        else:
            raise damaged(name)
        while data[at]:
            at += data[at] + 1
        at += 1
        check_pixels(found.width, found.height, found.frames, name)
    found.end = at + 1


def _table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes, found: Walk, name: str) -> None:
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    at, frames = 12, 0
    if end > len(data):
        raise damaged(name)
    while at + 8 <= end:
        chunk, length = struct.unpack_from("<4sI", data, at)
        body, at = at + 8, at + 8 + length + length % 2
        if body + length > end:
            raise damaged(name)
        found.parts.add(chunk.decode("latin-1"))
        if chunk == b"VP8X":
            found.size(_three(data, body + 4) + 1, _three(data, body + 7) + 1)
        elif chunk == b"VP8 ":
            width, height = struct.unpack_from("<HH", data, body + 6)
            found.size(width & 0x3FFF, height & 0x3FFF)
        elif chunk == b"VP8L":
            bits = struct.unpack_from("<I", data, body + 1)[0]
            found.size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        frames += chunk == b"ANMF"
    found.frames, found.end = max(frames, 1), min(end + end % 2, len(data))


def _three(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "little")


_WALKS: dict[str, Callable[[bytes, Walk, str], None]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/gif": _gif,
    "image/webp": _webp,
}
