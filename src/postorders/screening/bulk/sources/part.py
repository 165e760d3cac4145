"""A part of a file: what one process reads and screens at a time, and how large it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from postorders.errors import InputError, refuse
from postorders.posts.readers import Read
from postorders.posts.readers.source import MEGABYTE, SAVE, wide

BYTES = 4 * MEGABYTE


class Part(Protocol):
    """Some rows of a file. It can be pickled, and is small: at most about `BYTES`, or a place in a file."""

    @property
    def size(self) -> int:
        """Bytes of the file that this part is, about; all parts of a file come to its size."""

    def reads(self) -> Iterator[Read]:
        """Each row as a post or a problem; a read's `line` is the number of its row."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file of a run: where it is, the account of posts that do not say theirs, how many posts make a part."""

    path: Path
    account: str
    rows: int

    @property
    def name(self) -> str:
        """The file as the user wrote it."""
        return str(self.path)


def refuse_wide(given: Given) -> None:
    """Raises InputError for a text file that is UTF-16 or UTF-32."""
    with given.path.open("rb") as file:
        kind = wide(file.read(64))
    if kind:
        raise refuse(f"The file is {kind}, not UTF-8.", SAVE, given.name)


def placed(error: InputError, line: int) -> Read:
    """The first problem of a row as a `Read`."""
    return Read(problem=error.problems[0], line=line)
