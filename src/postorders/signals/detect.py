"""Sights concepts in a post by pattern. Pure, bounded, standard library alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
_WORD = re.compile(r"[a-z0-9]+")
_MARKS = "@#$/*"


class Detector:
    """Patterns of some concepts, indexed by the words that must be present before one can match.

    `settings` fills `{{name}}` in expressions (the department's e-mail domains, say); an expression whose
    setting is empty is left out.
    """

    def __init__(self, concepts: Iterable[Ready], settings: Mapping[str, Sequence[str]] = EMPTY) -> None:
        self.concepts = {concept.concept: concept for concept in concepts}
        self._settings = settings
        self._exact: dict[str, list[tuple[str, Pattern]]] = {}
        self._begins: dict[str, list[tuple[str, Pattern]]] = {}
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

    def _field(self, field: str, words: str) -> list[Signal]:
        found: dict[str, list[Signal]] = {}
        for reading in readings(words):
            for signal in self._reading(field, words, reading):
                found.setdefault(signal.concept, []).append(signal)
        kept = {concept: _distinct(self._fitting(concept, words, some)) for concept, some in found.items()}
        signals = [signal for some in kept.values() for signal in some]
        lowered = lower(signals, words, self.concepts) if signals else []
        return sorted(lowered, key=lambda s: (s.start, s.end, s.concept, s.how))

    def _reading(self, field: str, words: str, reading: Reading) -> Iterable[Signal]:
        text = reading.text
        tokens = _tokens(text.lower())
        entries = [entry for key in tokens & self._exact.keys() for entry in self._exact[key]]
        for length in (3, 4):
            starts = {token[:length] for token in tokens}
            entries += [
                entry for key in starts & self._begins.keys() if len(key) == length for entry in self._begins[key]
            ]
        only = None if reading.name == "plain" else self._evasive[reading.name]
        for concept, pattern in entries:
            if only is not None and concept not in only:
                continue
            if any(tokens.isdisjoint(keys) for keys in pattern.also):
                continue
            for match in _compiled(pattern.regex).finditer(text):
                start, end = reading.span(*match.span())
                if start < end:
                    yield Signal(concept, field, start, end, words[start:end], pattern.how, pattern.sure)

    def _fitting(self, concept: str, words: str, signals: list[Signal]) -> list[Signal]:
        """Sightings that no exclusion overlaps and that have a context word near, where one is asked for."""
        ready = self.concepts[concept]
        text = readings(words)[0]
        barred = [text.span(*m.span()) for regex in ready.exclude for m in _compiled(regex).finditer(text.text)]
        kept = [s for s in signals if not any(s.start < end and start < s.end for start, end in barred)]
        if not ready.near:
            return kept
        spots = [text.span(*m.span()) for regex in ready.near for m in _compiled(regex).finditer(text.text)]
        return [s for s in kept if any(s.start - ready.within < b and a < s.end + ready.within for a, b in spots)]


def _tokens(lowered: str) -> set[str]:
    tokens = set(_WORD.findall(lowered))
    if "'" in lowered:
        tokens.update(_WORD.findall(lowered.replace("'", "")))
    tokens.update(mark for mark in _MARKS if mark in lowered)
    if any(token[0].isdigit() or token[-1].isdigit() for token in tokens):
        tokens.add("0")
    return tokens


def _distinct(signals: list[Signal]) -> list[Signal]:
    """Of sightings that overlap, the longest; of equal ones, the surest, then the first by name."""
    order = {"certain": 0, "likely": 1, "possible": 2}
    kept: list[Signal] = []
    for signal in sorted(signals, key=lambda s: (s.start - s.end, order[s.sure], s.start, s.how)):
        if not any(signal.start < other.end and other.start < signal.end for other in kept):
            kept.append(signal)
    return sorted(kept, key=lambda s: s.start)[:MAX_SIGHTINGS]


def _fill(regex: str, settings: Mapping[str, Sequence[str]]) -> str | None:
    for name in re.findall(r"\{\{(\w+)\}\}", regex):
        if not settings.get(name):
            return None
        options = "|".join(re.escape(value.lower()) for value in sorted(settings[name]))
        regex = regex.replace(f"{{{{{name}}}}}", f"(?:{options})")
    return regex


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE)
