"""Sights concepts in a post by pattern. Pure, bounded, standard library alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from postorders.plain import EMPTY
from postorders.posts.post import Post
from postorders.signals.concept import Pattern, Ready
from postorders.signals.lowering import lower
from postorders.signals.normalize import readings
from postorders.signals.scan import Matcher, Scan
from postorders.signals.signal import Signal

MAX_WORDS = 50_000  # characters examined in one field; the rest is named as not checked
MAX_SIGHTINGS = 20  # of one concept in one field; more would say nothing new
_DOT = r"(?:\.| ?[\[({] ?dot ?[\])}] ?)"  # of a domain, disguised or not
MAX_REMEMBERED = 50_000  # words whose patterns are remembered

Entry = tuple[str, Pattern]


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
        self._made: dict[str, Matcher | None] = {}
        self._remembered: dict[str, tuple[Matcher, ...]] = {}
        self._idle: set[str] = set()
        self._neighbors: dict[str, tuple[tuple[Matcher, ...], tuple[Matcher, ...]]] = {}
        for concept in self.concepts.values():
            for pattern in concept.patterns:
                self._index((concept.concept, pattern))
        self._evasive = {
            name: frozenset(c.concept for c in self.concepts.values() if c.evasion == name)
            for name in ("letters", "digits")
        }
        self._wanted = tuple(name for name, some in self._evasive.items() if some)

    def detect(self, post: Post) -> tuple[Signal, ...]:
        """Every sighting in the post, in a fixed order: by field, place and concept."""
        return self.sight(post.passages())

    def sight(self, passages: Iterable[tuple[str, str]]) -> tuple[Signal, ...]:
        """Every sighting in some (field, words), each field once."""
        found: list[Signal] = []
        for field, words in passages:
            found += self._field(field, words[:MAX_WORDS])
        return tuple(found)

    def _index(self, entry: Entry) -> None:
        for key in entry[1].keys:
            if key.endswith("*") and len(key) > 1:
                self._begins.setdefault(key[: min(4, len(key) - 1)], []).append(entry)
            else:
                self._exact.setdefault(key, []).append(entry)

    def _set_off(self, word: str) -> tuple[Matcher, ...]:
        """The patterns that a word sets off, remembered because posts share most of their words."""
        if (matchers := self._remembered.get(word)) is not None:
            return matchers
        starts = (word[:length] for length in (3, 4) if len(word) >= length)
        entries = (*self._exact.get(word, ()), *(one for start in starts for one in self._begins.get(start, ())))
        matchers = tuple(matcher for entry in entries if (matcher := self._matcher(entry)))
        if matchers and len(self._remembered) < MAX_REMEMBERED:
            self._remembered[word] = matchers
        if not matchers and len(self._idle) < MAX_REMEMBERED:
            self._idle.add(word)
        return matchers

    def _matcher(self, entry: Entry) -> Matcher | None:
        """The pattern ready to run, made when first set off; None when a setting that it needs is empty."""
        concept, pattern = entry
        if pattern.how not in self._made:
            regex = _fill(pattern.regex, self._settings)
            made = None if regex is None else Matcher(concept, replace(pattern, regex=regex))
            self._made[pattern.how] = made
        return self._made[pattern.how]

    def _field(self, field: str, words: str) -> list[Signal]:
        scans = [Scan(reading) for reading in readings(words, self._wanted)]
        found: dict[str, list[Signal]] = {}
        for scan in scans:
            for matcher in self._candidates(scan):
                for start, end in scan.find(matcher):
                    if start < end:
                        one = Signal(matcher.concept, field, start, end, words[start:end], matcher.how, matcher.sure)
                        found.setdefault(matcher.concept, []).append(one)
        kept = (_distinct(self._fitting(concept, scans, some)) for concept, some in found.items())
        signals = [signal for some in kept for signal in some]
        lowered = lower(signals, words, self.concepts) if signals else []
        return sorted(lowered, key=lambda s: (s.start, s.end, s.concept, s.how))

    def _candidates(self, scan: Scan) -> Iterable[Matcher]:
        """The patterns that may match in a reading, by the words in it."""
        matchers = {matcher for word in scan.words - self._idle for matcher in self._set_off(word)}
        if scan.reading.name == "plain":
            return matchers
        evasive = self._evasive[scan.reading.name]
        return (matcher for matcher in matchers if matcher.concept in evasive)

    def _fitting(self, concept: str, scans: Sequence[Scan], signals: list[Signal]) -> list[Signal]:
        """Sightings that no exclusion overlaps and that have a context word near, where one is asked for."""
        near, barred = self._beside(concept)
        walls = [span for scan in scans for matcher in barred for span in scan.find(matcher)]
        kept = [s for s in signals if not any(s.start < end and start < s.end for start, end in walls)]
        if not near:
            return kept
        within = self.concepts[concept].within
        spots = [span for scan in scans for matcher in near for span in scan.find(matcher)]
        return [s for s in kept if any(s.start - within < b and a < s.end + within for a, b in spots)]

    def _beside(self, concept: str) -> tuple[tuple[Matcher, ...], tuple[Matcher, ...]]:
        """What must stand near a sighting of the concept, and what bars it; made ready when first asked for."""
        if concept not in self._neighbors:
            ready = self.concepts[concept]
            near, barred = (tuple(Matcher(concept, one) for one in some) for some in (ready.near, ready.exclude))
            self._neighbors[concept] = near, barred
        return self._neighbors[concept]


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
        options = "|".join(re.escape(value.lower()).replace(r"\.", _DOT) for value in sorted(settings[name]))
        regex = regex.replace(f"{{{{{name}}}}}", f"(?:{options})")
    return regex
