"""The boxes of an MP4 or QuickTime file, one at a time from disk: name, place, and the way down to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from postorders.errors import refuse
from postorders.posts.media.limits import MIB, damaged
from postorders.words import _

_HOLDS = frozenset(b"moov trak mdia minf dinf stbl edts mvex moof traf".split())
_MOST = 100_000
_DEEP = 12


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its four letters, where it starts, where its content starts and ends, and the names of those around it.

    `track` counts the tracks before it, from 1 within the first.
    """

    name: bytes
    start: int
    body: int
    end: int
    way: tuple[bytes, ...]
    track: int = 0


class Boxes:
    """Every box of a file, those that hold others before what they hold. Raises InputError where one claims more than
    there is, where they nest too deep, or where there are too many."""

    def __init__(self, file: IO[bytes], size: int, name: str) -> None:
        self.file, self.size, self.name = file, size, name
        self._count = self._tracks = 0

    def __iter__(self) -> Iterator[Box]:
        return self._inside(0, self.size, ())

    def read(self, box: Box, count: int = MIB, skip: int = 0) -> bytes:
        """The first bytes of a box's content, behind `skip` of them."""
        self.file.seek(box.body + skip)
        return self.file.read(max(0, min(count, box.end - box.body - skip)))

    def blank(self, box: Box) -> None:
        """Makes a box into free room of the same size, and its content zeros."""
        self.file.seek(box.start + 4)
        self.file.write(b"free")
        self.file.seek(box.body)
        left = box.end - box.body
        while left > 0:
            left -= self.file.write(bytes(min(left, MIB)))

    def _inside(self, start: int, end: int, way: tuple[bytes, ...]) -> Iterator[Box]:
        if len(way) > _DEEP:
            raise refuse(_("The video nests its parts too deep."), _("Export it anew as MP4."), self.name)
        while start < end:
            if (box := self._at(start, end, way)) is None:
                return
            yield box
            if box.name in _HOLDS:
                yield from self._inside(box.body, box.end, (*way, box.name))
            start = box.end

    def _at(self, start: int, end: int, way: tuple[bytes, ...]) -> Box | None:
        self._count += 1
        if self._count > _MOST:
            raise refuse(_("The video is built of too many parts."), _("Export it anew as MP4."), self.name)
        self.file.seek(start)
        head = self.file.read(min(16, end - start))
        if len(head) < 8 and not head.strip(b"\0"):
            return None
        size, name, body = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        if size == 1 and len(head) == 16:
            size, body = int.from_bytes(head[8:16], "big"), start + 16
        elif size == 0 and not way:
            size = end - start
        if len(head) < 8 or size < body - start or start + size > end:
            raise damaged(self.name)
        self._tracks += name == b"trak"
        return Box(name, start, body, start + size, way, self._tracks)
