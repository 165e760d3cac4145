"""JSON Lines. A part is a stretch of the file, which the process that screens it reads for itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from postorders.errors import InputError, refuse
from postorders.posts.readers import LINE, Read
from postorders.posts.readers.guess import read_item
from postorders.posts.readers.results import Place
from postorders.posts.readers.source import size, utf8
from postorders.posts.readers.strict import values
from postorders.screening.bulk.sources.part import BYTES, Given, placed, refuse_wide

_BLANKS = b" \t\r\n"
_BLANK_FIRST = _BLANKS + b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Stretch:
    """`size` bytes of a file from `offset`: whole lines, the first of them number `line`, after `before` posts."""

    given: Given
    offset: int
    size: int
    line: int
    before: int

    def reads(self) -> Iterator[Read]:
        """Each line's post. A bad line is one problem, and the next one is read."""
        number, count = self.line - 1, self.before
        with self.given.path.open("rb") as file:
            offset = file.seek(self.offset)
            while offset < self.offset + self.size and (line := file.readline(LINE + 1)):
                number += 1
                if line.strip(_BLANK_FIRST if offset == 0 else _BLANKS):
                    count += 1
                    yield from self._line(line, offset, Place(self.given.name, self.given.account, number, str(count)))
                if not line.endswith(b"\n"):
                    _pass_over(file)
                offset = file.tell()

    def _line(self, line: bytes, offset: int, place: Place) -> Iterator[Read]:
        if len(line) > LINE:
            what = f"The line is longer than {size(LINE)}, which is the most that can be read."
            yield place.failed(what, "Shorten the post. The lines after it are read.")
            return
        try:
            text = utf8(line.rstrip(b"\r\n"), place.file, place.line, offset)
            if text.lstrip().startswith("["):
                raise refuse("A line must hold one object, not a list.", "Put each post on its own line.")
            for _line, value in values(text, place.file, place.line):
                yield from read_item(value, place)
        except InputError as error:
            yield placed(error, place.line)


def cut(given: Given) -> Iterator[Stretch]:
    """The parts of a file. Raises InputError for one that is not UTF-8 from its first bytes on."""
    refuse_wide(given)
    with given.path.open("rb") as file:
        first, line, count = 0, 1, 0  # where the part begins: its offset, its line, the posts before it
        at, lines, posts, filled = 0, 0, 0, False
        while piece := file.readline(LINE):
            filled = filled or bool(piece.strip(_BLANK_FIRST if at == 0 else _BLANKS))
            at += len(piece)
            if not piece.endswith(b"\n"):
                continue
            lines, posts, filled = lines + 1, posts + filled, False
            if posts >= given.rows or at - first >= BYTES:
                yield Stretch(given, first, at - first, line, count)
                first, line, count = at, line + lines, count + posts
                lines = posts = 0
        if at > first:
            yield Stretch(given, first, at - first, line, count)


def _pass_over(file: BinaryIO) -> None:
    while more := file.readline(LINE):
        if more.endswith(b"\n"):
            return
