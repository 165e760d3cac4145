"""Refuses regular expressions that can run away (catastrophic backtracking)."""

from __future__ import annotations

import re._constants as constants  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

MAX_REPEAT = 256
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)


def unsafe(regex: str) -> str:
    """What is unsafe about an expression, or "" when every repetition is bounded and none is nested in another.

    Raises re.error for what is not an expression.
    """
    return _walk(parser.parse(regex), False)


def _walk(tree: Any, inside: bool) -> str:
    for operation, argument in tree:
        if operation in _REPEATS:
            low, high, body = argument
            if high is constants.MAXREPEAT or high > MAX_REPEAT:
                return f"A repetition without a bound can run away. Write {{{low},60}} for * or +."
            if inside and high > 12:
                return "A long repetition inside a repetition can run away. Give the inner one at most 12."
            if found := _walk(body, inside or high > 12):
                return found
        elif found := _children(operation, argument, inside):
            return found
    return ""


def _children(operation: Any, argument: Any, inside: bool) -> str:
    if operation is constants.BRANCH:
        return next((found for body in argument[1] if (found := _walk(body, inside))), "")
    if operation is constants.SUBPATTERN:
        return _walk(argument[-1], inside)
    if operation in (constants.ASSERT, constants.ASSERT_NOT):
        return _walk(argument[1], inside)
    return ""
