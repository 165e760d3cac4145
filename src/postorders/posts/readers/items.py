"""Items one after another: the values of a JSON file, and the lines of JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from postorders.errors import InputError, Problem
from postorders.posts.readers.guess import read_item
from postorders.posts.readers.results import Place, Read
from postorders.posts.readers.source import LINE, Source, size, utf8, wide
from postorders.posts.readers.strict import values

_GULP = 64 * 1024


def each_value(source: Source, item: Callable[[object, Place], Iterator[Read]]) -> Iterator[Read]:
    """What `item` reads in the one value of a JSON file, or in each value of its list."""
    count, text = 0, source.text()
    many = text.lstrip().startswith("[")
    for count, (line, value) in enumerate(values(text, source.name), 1):
        label = f"Item {count}: " if many else ""
        yield from item(value, Place(source.name, source.account, line, str(count), label))
    if not count:
        raise InputError(Problem("The list is empty.", "Put a post in it.", source.name))


def read_lines(lines: BinaryIO, name: str, account: str = "") -> Iterator[Read]:
    """Each line's post. A bad line is one problem, and the next one is read; no more than a line is held."""
    offset, number, count = 0, 0, 0
    while line := lines.readline(LINE + 1):
        number += 1
        start, offset = offset, offset + len(line)
        place = Place(name, account, number, str(count + 1))
        if start == 0 and wide(line):
            yield from _line(line, start, place)
            return
        if len(line) > LINE and not line.endswith(b"\n"):
            offset += _pass_over(lines)
            what = f"The line is {size(offset - start)} long; at most {size(LINE)} can be read."
            yield place.failed(what, "Shorten the post. The lines after it are read.")
        elif line.strip(b" \t\r\n\xef\xbb\xbf" if start == 0 else b" \t\r\n"):
            yield from _line(line, start, place)
        else:
            continue
        count += 1
    if not count:
        yield Read(problem=Problem("The file is empty.", "Put a post in it.", name))


def _line(line: bytes, offset: int, place: Place) -> Iterator[Read]:
    try:
        text = utf8(line.rstrip(b"\r\n"), place.file, place.line, offset)
        for _, value in _one(text, place):
            yield from read_item(value, place)
    except InputError as error:
        yield Read(problem=error.problems[0], line=place.line)


def _one(text: str, place: Place) -> Iterator[tuple[int, object]]:
    """The one value that a line may hold. Raises `InputError` for a list."""
    if text.lstrip().startswith("["):
        what = "A line must hold one object, not a list."
        raise InputError(place.problem(what, "Put each post on its own line."))
    return values(text, place.file, place.line)


def _pass_over(lines: BinaryIO) -> int:
    passed = 0
    while more := lines.readline(_GULP):
        passed += len(more)
        if more.endswith(b"\n"):
            break
    return passed
