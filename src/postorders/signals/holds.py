"""What letters a text must hold before an expression can match: read from the expression itself."""

from __future__ import annotations

import re._constants as constants  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

LEAST = 3  # letters; shorter stretches are in most texts
MOST = 40  # stretches; more cost as much as the expression
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)


def holds(regex: str) -> tuple[str, ...]:
    """Stretches of lower-case letters of which every match has at least one; empty where none can be told."""
    found = _sequence(parser.parse(regex))
    return tuple(sorted(found)) if found and len(found) <= MOST else ()


def _sequence(tree: Any) -> frozenset[str] | None:
    """The best set for items that must all match: a run of letters, or what one of the items holds."""
    sets, run = [], ""
    for operation, argument in (*tree, (None, None)):
        if operation is constants.LITERAL:
            run += chr(argument)
            continue
        if len(run) >= LEAST and run.isascii():
            sets.append(frozenset({run.lower()}))
        run = ""
        if inner := _item(operation, argument):
            sets.append(inner)
    return max(sets, key=lambda some: (min(map(len, some)) - len(some) / 10, sorted(some)), default=None)


def _item(operation: Any, argument: Any) -> frozenset[str] | None:
    if operation is constants.SUBPATTERN:
        return _sequence(argument[-1])
    if operation in _REPEATS and argument[0] >= 1:
        return _sequence(argument[2])
    if operation is constants.BRANCH:
        options = [_sequence(body) for body in argument[1]]
        return None if None in options else frozenset().union(*(some for some in options if some))
    return None
