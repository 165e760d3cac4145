"""Files turned into posts: each item of a file becomes a post, or one problem that says how to mend it.

A format is a module in `formats/`; adding one touches nothing else.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from postorders.errors import InputError, Problem
from postorders.posts.readers.guess import guess, known, named
from postorders.posts.readers.items import read_lines
from postorders.posts.readers.results import Read
from postorders.posts.readers.shapes import account_problem
from postorders.posts.readers.source import LINE, WHOLE, Source

_BLANKS = b" \t\r\n"

__all__ = ["LINE", "WHOLE", "Read", "format_names", "read", "read_stream"]


def format_names() -> tuple[str, ...]:
    """The names that `format` may have."""
    return tuple(known())


def read(source: bytes, name: str, *, account: str = "", format: str = "", id: str = "") -> Iterator[Read]:
    """Every item of a file, in order, each a post or a problem.

    `name` is the file's name, for messages and for its ending; `account` (official or personal) is for posts
    that do not say theirs; `format` forces a format; `id` is for a post of plain text. Never raises for what
    is in the file or in the options. A whole file has at most `WHOLE` bytes, a line of JSON Lines `LINE`.
    """
    try:
        _refuse_account(account, name)
        chosen = named(format) if format else guess(name, source)
        given = Source(name, source, account, id)
        if chosen.whole:
            given.refuse_size()
        if _is_blank(source):
            raise InputError(Problem("The file is empty.", "Put a post in it.", name))
        yield from chosen.read(given)
    except InputError as error:
        for problem in error.problems:
            yield Read(problem=replace(problem, file=problem.file or name), line=problem.line or 1)


def read_stream(lines: BinaryIO, name: str, *, account: str = "") -> Iterator[Read]:
    """Every line of JSON Lines, as `read` does, in the memory of one line however long the stream is."""
    try:
        _refuse_account(account, name)
    except InputError as error:
        yield Read(problem=error.problems[0])
        return
    yield from read_lines(lines, name, account)


def _is_blank(source: bytes) -> bool:
    head = source[:LINE].removeprefix(BOM_UTF8)
    return not head.strip(_BLANKS) and not source[LINE:].strip(_BLANKS)


def _refuse_account(account: str, name: str) -> None:
    if problem := account_problem(account):
        raise InputError(Problem(problem.what, problem.mend, name))
