"""A text as the encoder reads it, with every character's place in the original kept.

Look-alike letters are undone and accents, control and invisible characters removed (`signals.normalize`), letters
are lowered, a web address becomes `url`, an @name `user`, and an emoji the words of its Unicode name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from postorders.signals.learned.emoji import SKIN, named
from postorders.signals.normalize import readings

_ODD = re.compile(r"[^\t\n\r\x20-\x7e]")
_FLAG = "[\U0001f1e6-\U0001f1ff]"
_SPOT = re.compile(rf"{_FLAG}{{1,2}}|([^\t\n\r\x20-\x7e])[{SKIN}]*(?:\1[{SKIN}]*)*")
_MASKED = re.compile(
    r"(?P<url>(?<!\w)(?:https?://|www\.)\S*[\w/])"
    r"|(?P<user>(?<![\w+])@\w+(?:\.[\w-]+\.\w+|@[\w-]+(?:\.[\w-]+)+)?)"
)
_MAY_MASK = re.compile(r"@|://|www\.")


class Prepared(NamedTuple):
    """`places[i]` is the index in the original of character i, its last entry the original's length; None when
    every character stands where it stood."""

    text: str
    places: tuple[int, ...] | None


def prepare(text: str) -> Prepared:
    """The text as the encoder reads it: lower case, most of it ASCII, emoji in words."""
    if text.isascii() and not _ODD.search(text):
        ready = Prepared(text.lower(), None)
    else:
        plain = readings(text, ())[0]
        ready = _simplify(plain.text, plain.places)
    return _mask(ready) if _MAY_MASK.search(ready.text) else ready


def _simplify(text: str, places: tuple[int, ...] | None) -> Prepared:
    """Whatever folding left that is not plain ASCII: lowered, named or removed."""
    odd = set(_ODD.findall(text))
    if all(len(_simple(char)) == 1 and not named(char) for char in odd):
        return Prepared(text.translate({ord(char): _simple(char) for char in odd}).lower(), places)
    edits = [(*spot.span(), _spell(spot)) for spot in _SPOT.finditer(text)]
    ready = _replace(Prepared(text, places), edits)
    return Prepared(ready.text.lower(), ready.places)


def _spell(spot: re.Match[str]) -> str:
    """A run of one character: an emoji is named once however often it stands there."""
    char = spot[1]
    if char is None:
        return " flag "
    return f" {name} " if (name := named(char)) else _simple(char) * spot[0].count(char)


@lru_cache(maxsize=4096)
def _simple(char: str) -> str:
    """One character in lower case; nothing where it is a mark, a modifier or no character at all."""
    kept = (c for c in unicodedata.normalize("NFD", char.lower()) if unicodedata.category(c) not in _DROPPED)
    return "" if char in _NOTHING else "".join(kept)


_DROPPED = frozenset({"Cc", "Cf", "Co", "Cs", "Mn", "Me"})
_NOTHING = frozenset(("\ufffd", *map(chr, range(0x1F3FB, 0x1F400))))


def _mask(ready: Prepared) -> Prepared:
    edits = [(*found.span(), f" {found.lastgroup} ") for found in _MASKED.finditer(ready.text)]
    return _replace(ready, edits) if edits else ready


def _replace(ready: Prepared, edits: list[tuple[int, int, str]]) -> Prepared:
    """Stretches put in other words. A new word stands where the old stretch began; the space after it, where it
    ended, so that the place after a word is always the end of what the word came from."""
    text, before = ready
    out: list[str] = []
    places: list[range | tuple[int, ...] | list[int]] = []
    at = 0
    for start, end, new in edits:
        out += (text[at:start], new)
        places += (_between(before, at, start), _stand(before, start, end, new))
        at = end
    out.append(text[at:])
    places.append(_between(before, at, len(text) + 1))
    return Prepared("".join(out), tuple(chain.from_iterable(places)))


def _between(before: tuple[int, ...] | None, start: int, end: int) -> range | tuple[int, ...]:
    return range(start, end) if before is None else before[start:end]


def _stand(before: tuple[int, ...] | None, start: int, end: int, new: str) -> list[int]:
    first, last = (start, end) if before is None else (before[start], before[end])
    if new.endswith(" "):
        return [first] * (len(new) - 1) + [last]
    if len(new) == end - start:
        return list(_between(before, start, end))
    return [first] * len(new)
