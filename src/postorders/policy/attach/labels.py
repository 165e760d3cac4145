"""Places in a text that might be the label of an item: "A.", "(1)", "Section 8.03"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?<!\S)(?:"
    r"(?P<word>(?:Section|SECTION|Sec\.|Article|ARTICLE|§)\s{0,3})"
    r"(?P<number>\d{1,4}(?:\.\d{1,3}){0,5}|[IVXL]{1,6})(?=[\s.:–—-])[.:]?"
    r"|(?P<dotted>\d{1,4}(?:\.\d{1,3}){1,5})(?=[\s.:–—-])[.:]?(?=[\s–—-])"
    r"|\((?P<inner>\d{1,2}|[a-z]{1,4}|[A-Z])\)(?=\s)"
    r"|(?P<plain>\d{1,2}|[a-z]|[ivx]{2,4}|[A-Z]|[IVXL]{2,6})(?P<mark>[.)])(?=\s)"
    r")"
)
_LEAD = re.compile(r"(?:^|(?<=\n))[ \t\f\xa0>]*(?:(?:[-*+•·◦▪–]|#{1,6})[ \t]+)?$")
_BULLET = re.compile(r"(?<=\s)[-•·◦▪–]\s+$")
_DASH = re.compile(r"[ \t]*[–—-]?\s*")
_SHORT = re.compile(r"\W*(?:(?:[A-Za-z]\.)+|(?:Mr|Mrs|Ms|Dr|Sgt|Lt|Capt|Cpl|Col|Maj|St|No|Rev|Hon|Jr|Sr|vs)\.)")
_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})", re.I)
_WORTH = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_BEFORE = """
a an and the of in to by under see per or than for with from on at as is section sections sec paragraph
paragraphs subsection subsections item items part parts chapter no number figure appendix form rule title
article step level exhibit table policy order directive page pages class january february march april may
june july august september october november december one two three four five six seven eight nine ten
twelve fifteen twenty thirty
"""
_REFERENCE = frozenset(_BEFORE.split())

# From the outermost to the innermost, as most documents nest them.
RANK = {
    "dotted": 0,
    "I.": 1,
    "A.": 2,
    "1.": 3,
    "a.": 4,
    "1)": 5,
    "(1)": 5,
    "a)": 6,
    "(a)": 6,
    "(A)": 6,
    "A)": 6,
}
INNERMOST = 7


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that may be a label.

    `head` is where its line mark or label begins and `end` where its own words begin. `readings` are the ways
    to read it, as (kind, number). `weight` is how much the place looks like a label, in tenths; `opens` says
    that it opens a line.
    """

    head: int
    end: int
    printed: str
    readings: tuple[tuple[str, tuple[int, ...]], ...]
    weight: int
    opens: bool


def candidates(text: str) -> list[Candidate]:
    """Every place in `text` that could be a label, in order."""
    return [candidate for found in _TOKEN.finditer(text) if (candidate := _candidate(text, found))]


def _candidate(text: str, found: re.Match[str]) -> Candidate | None:
    printed = next(found[name] for name in ("number", "dotted", "inner", "plain") if found[name])
    readings = _readings(found, printed)
    if not readings:
        return None
    near = max(0, found.start() - 80)
    lead = _LEAD.search(text, near, found.start())
    mark = lead or _BULLET.search(text, near, found.start())
    head = mark.start() if mark else found.start()
    end = found.end()
    if "dotted" in readings[0]:
        end = _DASH.match(text, end).end()  # type: ignore[union-attr]  # matches the empty string
    else:
        end += len(text[end : end + 80]) - len(text[end : end + 80].lstrip())
    if end >= len(text):
        return None
    weight = _weight(text[near:head].split(), found, lead is not None, "dotted" in readings[0], text[end])
    if "dotted" in readings[0] and lead is None and not found["word"]:
        weight -= 10
    return Candidate(head, end, printed, readings, weight, lead is not None)


def _readings(found: re.Match[str], printed: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    if found["number"] and not printed[0].isdigit():
        value = roman(printed)
        return (("dotted", (value,)),) if value else ()
    if found["number"] or found["dotted"]:
        return (("dotted", tuple(int(part) for part in printed.split("."))),)
    shape = "({})" if found["inner"] else "{}" + found["mark"]
    if printed.isdigit():
        return ((shape.format("1"), (int(printed),)),)
    ways: list[tuple[str, tuple[int, ...]]] = []
    if len(printed) == 1:
        ways.append((shape.format("A" if printed.isupper() else "a"), (ord(printed.lower()) - 96,)))
    if value := roman(printed):
        ways.append((shape.format("I" if printed.isupper() else "i"), (value,)))
    return tuple(ways)


def roman(printed: str) -> int:
    """The number that Roman numerals stand for, or 0 where they stand for none."""
    if not _ROMAN.fullmatch(printed):
        return 0
    worth = [_WORTH[letter] for letter in printed.lower()]
    return sum(-one if one < after else one for one, after in zip(worth, [*worth[1:], 0], strict=True))


def _weight(before: list[str], found: re.Match[str], opens: bool, dotted: bool, following: str) -> int:
    """How much a place looks like a label, by the words around it alone."""
    last = before[-1] if before else ""
    weight = -25 if last.strip("(“\"'").lower() in _REFERENCE else 0
    if following.islower() or following in ",;)":
        weight -= 25 if dotted else 0 if opens else 8
    if opens:
        return weight + 30
    name = found["plain"] and len(found["plain"]) == 1 and found["plain"].isupper() and found["plain"] != "A"
    return weight + _lead(last, before, bool(name) and following.isupper())


def _lead(last: str, before: list[str], name: bool) -> int:
    """What the word before a label inside a line says for it; `name` says that it could be an initial."""
    plain = 2 if last[:1].isupper() else -2
    leads = (
        (last.endswith(":"), 15),
        (_SHORT.fullmatch(last) is not None, -9 if name else -2),
        (last.endswith((".", ";", "?", "!", ")", "”", '"')), 12),
        (last.endswith(","), 0),
        (last.isupper() and len(last) > 2, 12),
        (last in ("and", "or") and before[-2:-1] != [] and before[-2].endswith((";", ",")), 35),
        (name and last[:1].isupper(), -9),
    )
    return next((worth for holds, worth in leads if holds), plain)
