"""How platforms count a text, and how a long one becomes a thread."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate, count

from postorders.platforms.can import Can, Unit
from postorders.platforms.links import spans

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))  # code points that X counts once; all others count twice
_JOINS = "\u200d"
_DIGITS = 2  # of the number of pieces, unless there are more
_PLACES = (r"(?=\n\s*\n)", r"[.!?][\"”’)]*(?=\s)", r"(?=\s)")  # where a text is best cut


def length(text: str, can: Can) -> int:
    """How long the platform finds a text, in its own unit, addresses counted as it counts them."""
    if not can.url_counts:
        return _counted(text, can.unit)
    total = at = 0
    for start, end in spans(text):
        total += _counted(text[at:start], can.unit) + can.url_counts
        at = end
    return total + _counted(text[at:], can.unit)


def _counted(text: str, unit: Unit) -> int:
    if unit == "characters":
        return len(text)
    if text.isascii():
        return len(text) - (text.count("\r\n") if unit == "graphemes" else 0)
    if unit == "graphemes":
        return sum(1 for _ in graphemes(text))
    return sum(map(_weight, graphemes(unicodedata.normalize("NFC", text))))


@lru_cache(maxsize=2048)
def _weight(cluster: str) -> int:
    return 2 if _emoji(cluster) else sum(1 if any(a <= ord(c) <= z for a, z in _LIGHT) else 2 for c in cluster)


def _emoji(cluster: str) -> bool:
    return any(0x1F1E6 <= ord(c) <= 0x1FAFF or 0x2600 <= ord(c) <= 0x27BF or c in "\u20e3\ufe0f" for c in cluster)


def graphemes(text: str) -> Iterator[str]:
    """What a reader takes for one character each: a letter with its marks, an emoji with its tone, a joined family, a
    flag. Source: Unicode Standard Annex 29, without Hangul jamo and Indic conjuncts, which are counted apart."""
    start, flags = 0, 0
    for at in range(1, len(text)):
        flags = flags + 1 if _flag(text[at - 1]) else 0
        if not _goes_on(text[at - 1], text[at], flags):
            yield text[start:at]
            start, flags = at, 0
    if text:
        yield text[start:]


def _goes_on(before: str, c: str, flags: int = 0) -> bool:
    """Whether a character belongs to the one before it; `flags` is how many halves of a flag stand before."""
    if c < "\u0300":
        return c == "\n" and before == "\r"
    if before in "\r\n":
        return False
    if c == _JOINS or 0x1F3FB <= ord(c) <= 0x1F3FF or unicodedata.category(c) in ("Mn", "Me", "Mc"):
        return True
    if 0xE0020 <= ord(c) <= 0xE007F:
        return True
    if before == _JOINS:
        return _emoji(c)
    return flags == 1 and _flag(c)


def _flag(c: str) -> bool:
    return 0x1F1E6 <= ord(c) <= 0x1F1FF


def thread(text: str, can: Can, measure: Callable[[str, Can], int] = length) -> tuple[str, ...]:
    """The text in pieces that fit, each with its number, "(2/3)": cut between paragraphs, else sentences, words, or
    characters. A text that fits stands alone and as it is. Nothing but white space at a cut is lost, and what a reader
    takes for one character is cut only where it fits in no post. `measure` says how long the platform finds a text."""
    if not can.text or measure(text, can) <= can.text:
        return (text,)
    digits = _DIGITS
    while True:
        pieces = tuple(_pieces(text, max(can.text - len(" (/)") - 2 * digits, 1), can, measure))
        if len(str(len(pieces))) <= digits:
            break
        digits = len(str(len(pieces)))
    if len(pieces) < 2:
        return pieces or ("",)
    return tuple(f"{piece} ({number}/{len(pieces)})" for number, piece in enumerate(pieces, 1))


def _pieces(text: str, room: int, can: Can, measure: Callable[[str, Can], int]) -> Iterator[str]:
    rest = _from(text)
    while rest:
        most = _fitting(rest, room, can, measure)
        at = most if most == len(rest) else _cut(rest, most)
        if piece := rest[:at].rstrip():
            yield piece
        rest = _from(rest[at:])


def _from(text: str) -> str:
    """The text without the white space before it; a blank that carries a mark stays."""
    rest = text.lstrip()
    at = len(text) - len(rest)
    return text[at - 1 :] if rest and at and _goes_on(text[at - 1], rest[0]) else rest


def _cut(text: str, most: int) -> int:
    """The best place to cut the text, at `most` or before it."""
    for place in _PLACES:
        ends = [found.end() for found in re.finditer(place, text[: most + 1])]
        if ends and ends[-1] > most // 3:
            return ends[-1]
    return most


def _fitting(text: str, room: int, can: Can, measure: Callable[[str, Can], int]) -> int:
    """How long the longest beginning that fits is: in whole graphemes, unless the first is too long. Only as much of
    the text is measured as may fit."""
    reach = 2 * room
    while reach < len(text) and measure(text[:reach], can) <= room:
        reach *= 2
    ends = [0, *accumulate(map(len, graphemes(text[:reach])))]
    if reach < len(text):
        ends.pop()
    if len(ends) < 2 or measure(text[: ends[1]], can) > room:
        ends = list(range(reach + 1))
    low, high, middle = 1, len(ends) - 1, room  # mostly a grapheme counts one
    for tried in count():
        if low >= high:
            break
        middle = min(max(middle, low + 1), high)
        found = measure(text[: ends[middle]], can)
        low, high = (middle, high) if found <= room else (low, middle - 1)
        middle = (low + high + 1) // 2 if tried > 2 else middle * room // max(found, 1)
    return ends[low]
