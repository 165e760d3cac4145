"""CSV: a header, then a post in each row. A part carries its rows, since only a whole read finds where a row ends."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

from postorders.errors import Problem, refuse
from postorders.posts.fields import safe
from postorders.posts.readers import LINE, WHOLE, Read
from postorders.posts.readers.formats import table
from postorders.posts.readers.results import Place
from postorders.posts.readers.source import SAVE, Source, size
from postorders.screening.bulk.sources.part import BYTES, Given, refuse_wide

_HEAD = 64 * 1024
_STRAY = re.compile("[\udc80-\udcff]")
_MEND = 'Inside a quoted field write each quotation mark twice (""), and close the field with one.'


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was cut: its line, its number among the posts, its cells or what kept them from being read."""

    line: int
    number: int
    cells: tuple[str, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a CSV file with its header; `size` is how many bytes of the file they took, about."""

    given: Given
    header: list[str]
    columns: dict[str, int]
    rows: list[Row]
    size: int

    def reads(self) -> Iterator[Read]:
        """Each row's post."""
        for row in self.rows:
            place = Place(self.given.name, self.given.account, row.line, str(row.number))
            if row.problem:
                yield place.failed(row.problem.what, row.problem.mend)
            elif stray := _STRAY.search("\n".join(row.cells)):
                what = f"Not UTF-8: the byte 0x{ord(stray[0]) - 0xDC00:02X} does not fit."
                yield place.failed(what, SAVE)
            else:
                yield table.post_of(list(row.cells), self.header, self.columns, place)


class _Endless(Exception):
    """A line that does not end within what can be held."""


def cut(given: Given) -> Iterator[Rows]:
    """The parts of a file. Raises InputError for a header without a column of text."""
    refuse_wide(given)
    csv.field_size_limit(max(csv.field_size_limit(), WHOLE))
    with given.path.open("rb") as file:
        text = TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
        rows = csv.reader(_lines(text), delimiter=_delimiter(given), strict=True)
        header, columns = _header(rows, given)
        yield from _parts(_rows(rows), file, given, header, columns)


def _parts(
    rows: Iterator[Row], file: BinaryIO, given: Given, header: list[str], columns: dict[str, int]
) -> Iterator[Rows]:
    held: list[Row] = []
    letters, done = 0, 0
    for row in rows:
        held.append(row)
        letters += sum(map(len, row.cells))
        if len(held) >= given.rows or letters >= BYTES:
            now = file.tell()
            yield Rows(given, header, columns, held, now - done)
            held, letters, done = [], 0, now
    if held:
        yield Rows(given, header, columns, held, file.tell() - done)


def _rows(rows: Iterator[list[str]]) -> Iterator[Row]:
    """Every row that is not blank. One that cannot be read is a problem; after one without an end nothing is read."""
    number = 0
    while True:
        line = rows.line_num + 1  # type: ignore[attr-defined]
        try:
            cells = next(rows)
        except StopIteration:
            return
        except (csv.Error, _Endless) as error:
            number += 1
            endless = isinstance(error, _Endless) or "field limit" in str(error)
            yield Row(line, number, problem=_endless() if endless else _not_csv(error))
            if endless:
                return
            continue
        if any(cell.strip() for cell in cells):
            number += 1
            yield _row(line, number, cells)


def _row(line: int, number: int, cells: list[str]) -> Row:
    if (letters := sum(map(len, cells))) > LINE:
        what = f"The row is {size(letters)} long; at most {size(LINE)} can be read."
        return Row(line, number, problem=Problem(what, "Shorten the post. The rows after it are read."))
    return Row(line, number, tuple(cells))


def _not_csv(error: Exception) -> Problem:
    return Problem(f"This row is not CSV: {safe(str(error))}.", _MEND)


def _endless() -> Problem:
    what = f"A row that begins here does not end within {size(WHOLE)}. Nothing after it was read."
    return Problem(what, f"A quotation mark may be open. {_MEND}")


def _lines(text: TextIOWrapper) -> Iterator[str]:
    while line := text.readline(WHOLE + 1):
        if len(line) > WHOLE:
            raise _Endless
        yield line


def _delimiter(given: Given) -> str:
    """The mark that gives the header the most known names; a comma where none does."""
    with given.path.open("rb") as file:
        return table.delimiter_of(file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))


def _header(rows: Iterator[list[str]], given: Given) -> tuple[list[str], dict[str, int]]:
    source = Source(given.name, b"")
    try:
        header = table.header_of(rows, source)
    except _Endless:
        raise refuse("This is not CSV: its first line does not end.", "Check the file.", given.name, 1) from None
    columns = table.columns_of(header, source)
    if "text" not in columns:
        raise refuse("No column holds the text of a post.", 'Name one "text".', given.name, 1)
    return header, columns
