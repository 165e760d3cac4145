"""Blocks of a document that carry no number (its head, a list, signatures), found by words from the pack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postorders.errors import InputError, Problem

_KEYS = ("from_start", "heading", "start_words", "end_words", "whole_sentence")
_STOP = re.compile(r"(?:(?:(?<![A-Za-z])[a-z]{2,}|[a-z]{5}|[\d)_])[.!?:]|[.!?][”\")])\s+")
_FAR = 200


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the text of one unnumbered clause lies, in a few words.

    `heading` opens a line (where no line opens with it: stands anywhere), and its last place counts, since a
    contents list comes first; `start_words` may stand anywhere, and their first place counts. Case matters in
    both. The block runs to the end of `end_words`, or to the next block, or to the end. `from_start` keeps to
    what comes before the first item. `whole_sentence` begins it where the sentence with the words begins (a
    name above a signature line).
    """

    clause: str
    from_start: bool = False
    heading: str = ""
    start_words: str = ""
    end_words: str = ""
    whole_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One anchored block: the text [start, end) is the clause's own."""

    clause: str
    start: int
    end: int


def anchors(data: Mapping[str, object], file: str = "") -> tuple[Anchor, ...]:
    """The anchors under `attach:` in a pack. Raises InputError with every entry that cannot be used."""
    problems = [Problem(*fault, file) for clause, entry in data.items() for fault in _faults(clause, entry)]
    if problems:
        raise InputError(*problems)
    return tuple(Anchor(clause, **entry) for clause, entry in data.items() if isinstance(entry, Mapping))


def _faults(clause: str, entry: object) -> list[tuple[str, str]]:
    where = f"attach, {clause}:"
    if not isinstance(entry, Mapping):
        return [(f"{where} this is not a map.", 'Write for example {heading: "DISTRIBUTION"}.')]
    faults = [(f"{where} {key} is unknown.", f"Use {', '.join(_KEYS)}.") for key in entry if key not in _KEYS]
    for key, value in entry.items():
        wanted = bool if key in ("from_start", "whole_sentence") else str
        if key in _KEYS and not (isinstance(value, wanted) and value):
            faults.append((f"{where} {key} has to be {'true' if wanted is bool else 'words'}.", ""))
    if not any(entry.get(key) for key in ("from_start", "heading", "start_words")):
        faults.append((f"{where} nothing says where it starts.", "Give from_start, heading or start_words."))
    return faults


def blocks(text: str, given: Sequence[Anchor]) -> list[Block]:
    """The blocks after the front of the document, in order, none reaching into the next."""
    return _cut(text, [anchor for anchor in given if not anchor.from_start])


def fronts(text: str, given: Sequence[Anchor], first: int) -> list[Block]:
    """The blocks in what comes before the first item, whose head is at `first`."""
    return _cut(text[:first], [anchor for anchor in given if anchor.from_start])


def _cut(text: str, given: Sequence[Anchor]) -> list[Block]:
    found = [(at, anchor) for anchor in given if (at := _start(text, anchor)) is not None]
    found.sort(key=lambda pair: (pair[0], pair[1].clause))
    ends = [*(at for at, _ in found[1:]), len(text)]
    return [
        _block(text, anchor, at, end) for (at, anchor), end in zip(found, ends, strict=False) if text[at:end].strip()
    ]


def _block(text: str, anchor: Anchor, start: int, end: int) -> Block:
    if anchor.end_words:
        last = _words(anchor.end_words).search(text, start, end)
        end = last.end() if last else end
    inner = text[start:end]
    return Block(anchor.clause, start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip()))


def _start(text: str, anchor: Anchor) -> int | None:
    if not (anchor.heading or anchor.start_words):
        return 0
    at = _heading(text, anchor.heading) if anchor.heading else None
    if at is None and anchor.start_words:
        found = _words(anchor.start_words).search(text)
        at = found.start() if found else None
    if at is None or not anchor.whole_sentence:
        return at
    return max((stop.end() for stop in _STOP.finditer(text, max(0, at - _FAR), at)), default=at)


def _heading(text: str, words: str) -> int | None:
    places = [found.start() for found in _words(words).finditer(text)]
    opening = [at for at in places if not text[text.rfind("\n", 0, at) + 1 : at].strip("#*- \t\f")]
    return max(opening or places, default=None)


def _words(words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words.split()) + r"(?!\w)")
