"""Sights concepts in a post by pattern. Pure, bounded, standard library alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from postorders.plain import EMPTY
from postorders.posts.post import Post
from postorders.signals.concept import Pattern, Ready
from postorders.signals.lowering import lower
from postorders.signals.normalize import Reading, readings
from postorders.signals.signal import Signal

MAX_WORDS = 50_000  # characters examined in one field; the rest is named as not checked
MAX_SIGHTINGS = 20  # of one concept in one field; more would say nothing new
MAX_REMEMBERED = 50_000  # words whose patterns are remembered
Entry = tuple[str, Pattern]
_WORD = re.compile(r"[a-z0-9]+")
_DIGIT = re.compile(r"[0-9]")
_CASE = re.compile(r"\(\?-i|(?<!\\)[A-Z]|[^\x00-\x7f]")
_BEFORE = re.compile(r"\A(?:\(\?<!(?:\\[dws]|\[(?:[^\[\]\\]|\\[dws])+\])\))+")
_MARKS = "@#$/*"


class Detector:
    """Patterns of some concepts, indexed by the words that must be present before one can match.

    `settings` fills `{{name}}` in expressions (the department's e-mail domains, say); an expression whose
    setting is empty is left out.
    """

    def __init__(self, concepts: Iterable[Ready], settings: Mapping[str, Sequence[str]] = EMPTY) -> None:
        self.concepts = {concept.concept: concept for concept in concepts}
        self._settings = settings
        self._exact: dict[str, list[Entry]] = {}
        self._begins: dict[str, list[Entry]] = {}
        self._remembered: dict[str, tuple[Entry, ...]] = {}
        self._idle: set[str] = set()
        for concept in self.concepts.values():
            for pattern in concept.patterns:
                self._index(concept.concept, pattern)
        self._evasive = {
            name: frozenset(c.concept for c in self.concepts.values() if c.evasion == name)
            for name in ("letters", "digits")
        }

    def detect(self, post: Post) -> tuple[Signal, ...]:
        """Every sighting in the post, in a fixed order: by field, place and concept."""
        found: list[Signal] = []
        for field, words in post.passages():
            found += self._field(field, words[:MAX_WORDS])
        return tuple(found)

    def _index(self, concept: str, pattern: Pattern) -> None:
        regex = _fill(pattern.regex, self._settings)
        if regex is None:
            return
        entry = (concept, replace(pattern, regex=regex))
        for key in pattern.keys:
            if key.endswith("*") and len(key) > 1:
                self._begins.setdefault(key[: min(4, len(key) - 1)], []).append(entry)
            else:
                self._exact.setdefault(key, []).append(entry)

    def _set_off(self, token: str) -> tuple[Entry, ...]:
        """The patterns that a word sets off, remembered because posts share most of their words."""
        if (entries := self._remembered.get(token)) is not None:
            return entries
        starts = (token[:length] for length in (3, 4) if len(token) >= length)
        entries = (*self._exact.get(token, ()), *(one for start in starts for one in self._begins.get(start, ())))
        if entries and len(self._remembered) < MAX_REMEMBERED:
            self._remembered[token] = entries
        if not entries and len(self._idle) < MAX_REMEMBERED:
            self._idle.add(token)
        return entries

    def _field(self, field: str, words: str) -> list[Signal]:
        found: dict[str, list[Signal]] = {}
        plain, *others = readings(words)
        for reading in (plain, *others):
            for signal in self._reading(field, words, reading):
                found.setdefault(signal.concept, []).append(signal)
        kept = {concept: _distinct(self._fitting(concept, plain, some)) for concept, some in found.items()}
        signals = [signal for some in kept.values() for signal in some]
        lowered = lower(signals, words, self.concepts) if signals else []
        return sorted(lowered, key=lambda s: (s.start, s.end, s.concept, s.how))

    def _reading(self, field: str, words: str, reading: Reading) -> Iterable[Signal]:
        text, lowered = reading.text, reading.lowered
        tokens = _tokens(lowered or text.lower())
        entries = {id(entry): entry for token in tokens - self._idle for entry in self._set_off(token)}
        only = None if reading.name == "plain" else self._evasive[reading.name]
        for concept, pattern in entries.values():
            if only is not None and concept not in only:
                continue
            if pattern.also and any(map(tokens.isdisjoint, pattern.also)):
                continue
            for match in _matches(pattern.regex, text, lowered):
                start, end = reading.span(*match.span())
                if start < end:
                    yield Signal(concept, field, start, end, words[start:end], pattern.how, pattern.sure)

    def _fitting(self, concept: str, plain: Reading, signals: list[Signal]) -> list[Signal]:
        """Sightings that no exclusion overlaps and that have a context word near, where one is asked for."""
        ready = self.concepts[concept]
        barred = [span for regex in ready.exclude for span in _spans(regex, plain)]
        kept = [s for s in signals if not any(s.start < end and start < s.end for start, end in barred)]
        if not ready.near:
            return kept
        spots = [span for regex in ready.near for span in _spans(regex, plain)]
        return [s for s in kept if any(s.start - ready.within < b and a < s.end + ready.within for a, b in spots)]


def _tokens(lowered: str) -> set[str]:
    tokens = set(_WORD.findall(lowered))
    if "'" in lowered:
        tokens.update(_WORD.findall(lowered.replace("'", "")))
    tokens.update(mark for mark in _MARKS if mark in lowered)
    if _DIGIT.search(lowered) and any(token[0].isdigit() or token[-1].isdigit() for token in tokens):
        tokens.add("0")
    return tokens


def _distinct(signals: list[Signal]) -> list[Signal]:
    """Of sightings that overlap, the longest; of equal ones, the surest, then the first by name."""
    order = {"certain": 0, "likely": 1, "possible": 2}
    starts: list[int] = []  # of those kept, which never overlap, so that a look at two neighbors is enough
    kept: dict[int, Signal] = {}
    for signal in sorted(signals, key=lambda s: (s.start - s.end, order[s.sure], s.start, s.how)):
        at = bisect_left(starts, signal.end)
        if not at or kept[starts[at - 1]].end <= signal.start:
            starts.insert(at, signal.start)
            kept[signal.start] = signal
    return [kept[start] for start in starts[:MAX_SIGHTINGS]]


def _fill(regex: str, settings: Mapping[str, Sequence[str]]) -> str | None:
    for name in re.findall(r"\{\{(\w+)\}\}", regex):
        if not settings.get(name):
            return None
        options = "|".join(re.escape(value.lower()) for value in sorted(settings[name]))
        regex = regex.replace(f"{{{{{name}}}}}", f"(?:{options})")
    return regex


def _spans(regex: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """The original [start, end) of every match."""
    return (reading.span(*match.span()) for match in _matches(regex, reading.text, reading.lowered))


def _matches(regex: str, text: str, lowered: str) -> Iterable[re.Match[str]]:
    """Every match, upper or lower case; `lowered` is the text in lower case, or "" if it cannot stand for it."""
    loose = _loose(regex) if lowered else None
    if loose is None:
        return _compiled(regex).finditer(text)
    return _exact(regex).finditer(lowered) if loose.search(lowered) else ()


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE)


@cache
def _exact(regex: str) -> re.Pattern[str]:
    """The expression for words already in lower case, which is twice as fast."""
    return re.compile(regex)


@cache
def _loose(regex: str) -> re.Pattern[str] | None:
    """An expression that finds something wherever the exact one does, and sooner finds that there is nothing:
    it does not look at what stands before. None if the expression tells upper case from lower."""
    return None if _CASE.search(regex) else re.compile(_BEFORE.sub("", regex, count=1))
