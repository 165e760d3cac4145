"""Words made comparable against evasion, with every character's place in the original kept.

Three readings of the same words come from here: `plain` (look-alike letters and invisible characters
undone), and, only where they differ, `letters` (leet, spacing and repeated letters undone) and `digits`
(look-alike digits undone).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from postorders.signals.lookalikes import DIGITS, LEET, LETTERS

_ODD = re.compile(r"[^\t\n\r\x20-\x7e]")
_LEET_WORD = re.compile(r"(?<![\w@$!|+])(?=[\w@$!|+*]*[A-Za-z])(?=[\w@$!|+]*[0-9@$!|+])[\w@$!|+]{3,}")
_KEEP_LEET = re.compile(
    r"(?:[@#$]\w+|\d+(?:st|nd|rd|th|am|pm|k|mm|x|yo|hrs?|mph|s|m|v|ft)?|[\w]+[!+]+|[A-Z]{1,4}\d+)", re.I
)
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*·]{1,2}[^\W\d_]){2,}(?![^\W_])")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_DIGIT_RUN = re.compile(r"(?<![A-Za-z])(?=[0-9OoIlSBZ|]*\d)[0-9OoIlSBZ|]{2,}(?:[-. ][0-9OoIlSBZ|]{2,})+(?![A-Za-z])")
# Quick looks, each true wherever the slower expression could lead to a change; most posts end there.
_MAY_LEET = re.compile(
    r"[0-9@$!|+](?:[^\W0-9]|\*|(?<=[^\W0-9][0-9@$|])|(?<=[^\W0-9][!+])[!+]*[\w@$|])"  # not 'word!' nor '2+'
)
_MAY_SPACED = re.compile(r"[ .\-_*·][^\W\d_][ .\-_*·]{1,2}[^\W\d_](?![^\W_])")
_MAY_REPEAT = re.compile(r"(.)\1\1")
_MAY_DIGITS = re.compile(r"[0-9][-. ]?[OoIlSBZ|]|[OoIlSBZ|][-. ]?[0-9]")
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of some words. `places` gives the original index of each character, None when unchanged;
    its last entry is the length of the original."""

    name: str
    text: str
    places: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original [start, end) of a stretch of this reading."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def readings(text: str, wanted: Collection[str] = ("letters", "digits")) -> tuple[Reading, ...]:
    """The plain reading first, then those of the wanted ones that differ from it."""
    plain = Reading("plain", text) if text.isascii() and not _has_control(text) else _fold(text)
    extra = []
    for name, spots in (("letters", _undo_letters), ("digits", _undo_digits)):
        if name in wanted:
            extra += [reading for reading in spots(name, plain) if reading.text != plain.text]
    return (plain, *extra)


def _has_control(text: str) -> bool:
    return not text.isprintable() and any(ord(c) < 32 and c not in "\t\n\r" for c in text)


def _fold(text: str) -> Reading:
    """Undoes look-alike letters, compatibility forms, accents and invisible characters, one by one."""
    folded = {ord(char): _fold_char(char) for char in set(_ODD.findall(text))}
    if all(len(new) == 1 for new in folded.values()):
        return Reading("plain", text.translate(folded))
    out = [folded.get(ord(char), char) for char in text]
    places = [index for index, new in enumerate(out) for _ in new]
    return Reading("plain", "".join(out), (*places, len(text)))


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in LETTERS:
        return LETTERS[char]
    if unicodedata.category(char) in _INVISIBLE:
        return ""
    parts = unicodedata.normalize("NFKD", char)
    kept = "".join(LETTERS.get(c, c) for c in parts if unicodedata.category(c) not in _INVISIBLE)
    return kept if len(kept) <= 4 else char


def _undo_letters(name: str, plain: Reading) -> list[Reading]:
    """Leet, spaced and stretched words undone; stretched letters once as one letter and once as two."""
    text = plain.text
    edits: list[tuple[int, int, str]] = []
    for match in _LEET_WORD.finditer(text) if _MAY_LEET.search(text) else ():
        if not _KEEP_LEET.fullmatch(match.group()):
            edits += [(i, i + 1, LEET[text[i]]) for i in range(*match.span()) if text[i] in LEET]
    for match in _SPACED.finditer(text) if _MAY_SPACED.search(text) else ():
        edits += [(i, i + 1, "") for i in range(*match.span()) if not text[i].isalnum()]
    stretched = [match.span() for match in _REPEATED.finditer(text)] if _MAY_REPEAT.search(text) else []
    if not edits and not stretched:
        return []
    versions = (1, 2) if stretched else (1,)
    return [_edit(name, plain, edits + [(start + keep, end, "") for start, end in stretched]) for keep in versions]


def _undo_digits(name: str, plain: Reading) -> list[Reading]:
    if not _MAY_DIGITS.search(plain.text):
        return []
    edits = [
        (i, i + 1, DIGITS[plain.text[i]])
        for match in _DIGIT_RUN.finditer(plain.text)
        for i in range(*match.span())
        if plain.text[i] in DIGITS
    ]
    return [_edit(name, plain, edits)] if edits else []


def _edit(name: str, base: Reading, edits: list[tuple[int, int, str]]) -> Reading:
    """`base` with single characters replaced or removed; places go through to the original."""
    change: dict[int, str] = {i: new if i == start else "" for start, end, new in edits for i in range(start, end)}
    length = base.places[-1] if base.places else len(base.text)
    out: list[str] = []
    places: list[int] = []
    for index, char in enumerate(base.text):
        new = change.get(index, char)
        out.append(new)
        places += [base.places[index] if base.places else index] * len(new)
    return Reading(name, "".join(out), (*places, length))
