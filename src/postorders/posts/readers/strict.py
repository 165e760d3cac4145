"""JSON read strictly: what other readers let pass in silence is a problem with a place.

Repeated keys, NaN and Infinity leave a `Flaw` where the value would stand, so that the item which
holds them is refused and its neighbors are still read.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from postorders.errors import InputError, Problem
from postorders.posts.fields import SHOWN, flaw, shown

DEPTH = 64
_DIGITS = 400
_BLANK = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in the JSON that is not a value."""

    what: str
    mend: str


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Flaw:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    counts = Counter(key for key, _ in pairs)
    twice = next(key for key, count in counts.items() if count > 1)
    return Flaw(f"The key {shown(twice)} is given more than once.", "Keep one of them.")


def _constant(name: str) -> Flaw:
    return Flaw(f"{name} is not a value in JSON.", "Write a number, or null.")


def _whole(digits: str) -> int | Flaw:
    if len(digits) <= _DIGITS:
        return int(digits)
    return Flaw(f"A number of {len(digits)} digits is too long.", "Put it in quotes if it is text.")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole)


def values(text: str, file: str, line: int = 1) -> Iterator[tuple[int, object]]:
    """Every item of a list, or the only value, each with the line that it starts on.

    Raises `InputError` at the place where the text stops being JSON; items before it have been given.
    """
    _refuse_deep(text, file, line)
    known, here = 0, line
    try:
        for start, value in _values(text):
            here += text.count("\n", known, start)
            known = start
            yield here, value
    except json.JSONDecodeError as error:
        what = f"This is not JSON: {error.msg[:1].lower()}{error.msg[1:]}."
        place = (file, line + error.lineno - 1, error.colno)
        raise InputError(Problem(what, "Mend the JSON here.", *place)) from None
    except RecursionError:
        raise InputError(_deep(file, line)) from None


def _values(text: str) -> Iterator[tuple[int, object]]:
    at = _skip(text, 0)
    if not text.startswith("[", at):
        value, end = _DECODER.raw_decode(text, at)
        yield at, value
    else:
        at = _skip(text, at + 1)
        more = not text.startswith("]", at)
        while more:
            value, end = _DECODER.raw_decode(text, at)
            yield at, value
            at = _skip(text, end)
            if more := text.startswith(",", at):
                at = _skip(text, at + 1)
            elif not text.startswith("]", at):
                raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
        end = at + 1
    if (at := _skip(text, end)) < len(text):
        raise json.JSONDecodeError("Extra data", text, at)


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _refuse_deep(text: str, file: str, line: int) -> None:
    if text.count("[") + text.count("{") <= DEPTH:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = text[token.start()]
        depth += (mark in "[{") - (mark in "]}")
        if depth > DEPTH:
            start = text.rfind("\n", 0, token.start()) + 1
            place = (line + text.count("\n", 0, start), token.start() - start + 1)
            raise InputError(_deep(file, *place))


def _deep(file: str, line: int, column: int | None = None) -> Problem:
    what = f"The JSON is nested more than {DEPTH} levels deep."
    return Problem(what, "Flatten it: a post needs three levels.", file, line, column)


def refuse_flaws(value: object) -> None:
    """Raise `InputError` with the first unsound thing in a parsed item: a flaw, half a character, a NUL."""
    for steps, found in _flaws(value, ()):
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)[: SHOWN + 2]
        path = path.removeprefix(".")
        if isinstance(found, Flaw):
            raise InputError(Problem(f"{f'In {shown(path)}: ' if path else ''}{found.what}", found.mend))
        what, mend = found
        raise InputError(Problem(f"{f'The field {shown(path)}' if path else 'The text'} {what}.", mend))


_Steps = tuple[str | int, ...]


def _flaws(value: object, steps: _Steps) -> Iterator[tuple[_Steps, Flaw | tuple[str, str]]]:
    if isinstance(value, Flaw):
        yield steps, value
    elif isinstance(value, str):
        if wrong := flaw(value):
            yield steps, wrong
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _flaws(each, (*steps, number))
    elif isinstance(value, dict):
        for key, each in value.items():
            if wrong := flaw(key):
                yield (*steps, key), (f"has a name that {wrong[0]}", wrong[1])
            yield from _flaws(each, (*steps, key))
