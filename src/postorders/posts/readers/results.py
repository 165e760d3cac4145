"""What comes out of a file: one `Read` for each item in it, good or bad."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from postorders.errors import InputError, Problem
from postorders.posts.post import Post

_TOLD = 5


@dataclass(frozen=True, slots=True)
class Read:
    """One item: a `post`, or the `problem` that kept it from being one; never both, never neither.

    `context` is what the item said about the person and the moment (`posts.given.read_context` checks it),
    `line` where the item starts, from 1. `note` is something to know that stopped nothing.
    """

    post: Post | None = None
    context: dict[str, Any] = field(default_factory=dict)
    problem: Problem | None = None
    line: int = 1
    note: Problem | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands, and the account that it has if it says none.

    `number` tells the items of a file apart ("3"; within a collection "1.3"); `label` begins messages
    where a line cannot say which item is meant.
    """

    file: str
    account: str = ""
    line: int = 1
    number: str = "1"
    label: str = ""

    def problem(self, what: str, mend: str = "") -> Problem:
        """A problem here."""
        return Problem(f"{self.label}{what}", mend, self.file, self.line)

    def failed(self, what: str, mend: str = "") -> Read:
        """The item that could not be read."""
        return Read(problem=self.problem(what, mend), line=self.line)


def attempt(make: Callable[[], tuple[Post, dict[str, Any]]], place: Place) -> Read:
    """The item that `make` gives, or one problem that tells everything `make` found wrong."""
    try:
        post, context = make()
    except InputError as error:
        return Read(problem=joined(error.problems, place), line=place.line)
    return Read(post, context, line=place.line)


def joined(problems: Iterable[Problem], place: Place) -> Problem:
    """Several problems of one item as one, in order; a single problem stays as it is."""
    first, *more = dict.fromkeys(problems)
    if not more:
        placed = place.problem(first.what, first.mend)
        return replace(placed, line=first.line or place.line, column=first.column)
    told = [f"({number}) {problem}" for number, problem in enumerate([first, *more][:_TOLD], 1)]
    if (rest := len(more) + 1 - _TOLD) > 0:
        told.append(f"And {rest} more.")
    return place.problem(f"This post has {len(more) + 1} problems. {' '.join(told)}", "Mend each of them.")
