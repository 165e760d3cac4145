"""JSON Lines: an object on each line, read in the memory of one line."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from io import BytesIO

from postorders.errors import InputError
from postorders.posts.readers.guess import Format
from postorders.posts.readers.items import read_lines
from postorders.posts.readers.results import Read
from postorders.posts.readers.source import LINE, Source
from postorders.posts.readers.strict import values


def read(source: Source) -> Iterator[Read]:
    """Every post of the file."""
    return read_lines(BytesIO(source.data), source.name, source.account)


def fits(data: bytes) -> int:
    """Sure if the first line is an object of its own and the next one begins another."""
    lines = BytesIO(data)
    first = _next(lines).removeprefix(BOM_UTF8)
    return 4 if first.startswith(b"{") and _whole(first) and _next(lines).startswith(b"{") else 0


def _next(lines: BytesIO) -> bytes:
    while line := lines.readline(LINE + 1):
        if line.strip():
            return line.strip()
    return b""


def _whole(line: bytes) -> bool:
    try:
        return len(list(values(line.decode("utf-8"), ""))) == 1
    except (UnicodeDecodeError, InputError):
        return False


FORMAT = Format("jsonl", read, endings=(".jsonl", ".ndjson", ".json"), fits=fits, whole=False)
