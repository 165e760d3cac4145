"""Patterns and encoder together: what each sees of some words, and what one says against the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Generator, Iterable, Sequence
from dataclasses import replace

from postorders.signals.detect import Detector
from postorders.signals.learned.applied import taught_signals
from postorders.signals.learned.reader import NOTHING, Read, Reader, Told
from postorders.signals.learned.sighting import doubted, sighted
from postorders.signals.lowering import lower
from postorders.signals.signal import Signal

_BEGINS = re.compile(r"(?:(?<![\w'’])|(?<=\w['’])(?=\w\w))\w")

Worth = Callable[[Sequence[str]], Sequence[bool]]
Looked = Generator[list[list[int]], Sequence[Told], list[list[Signal]]]


class Combined:
    """A detector's patterns and a reader's heads, for the concepts of the detector. `shields` names those that nobody
    asks for and that only lower others."""

    def __init__(self, detector: Detector, reader: Reader, shields: Collection[str] = ()) -> None:
        self._detector, self._reader = detector, reader
        self._concepts = detector.concepts
        self._heads = reader.weights.by_name
        self._people = frozenset(c.concept for c in self._concepts.values() if c.group == "people")
        self._taught = any(concept.taught for concept in self._concepts.values())
        idle = {name for name in self._heads if name not in self._concepts}
        self._beside = idle if self._taught else idle | {*shields}  # what is taught is lowered by words that stand near

    def look(self, passages: Sequence[tuple[str, str]], worth: Worth | None = None) -> Looked:
        """The signals of each (field, words), in the order of places. `worth` chooses what the encoder reads; what a
        pattern sees it always reads."""
        by_pattern = [list(self._detector.sight([one])) for one in passages]
        chosen = self._chosen(passages, by_pattern, worth)
        texts = [passages[at][1] for at in chosen]
        seen = [{signal.concept for signal in by_pattern[at] if not signal.lowered} for at in chosen]
        reads = yield from self._reader.look(texts, seen, beside=self._beside)
        found = dict(zip(chosen, reads, strict=True))
        return [
            self._together(field, words, by_pattern[at], found.get(at, NOTHING))
            for at, (field, words) in enumerate(passages)
        ]

    def _chosen(
        self, passages: Sequence[tuple[str, str]], seen: Sequence[list[Signal]], worth: Worth | None
    ) -> list[int]:
        if worth is None or self._taught:
            return list(range(len(passages)))
        return candidates(worth([words for _, words in passages]), seen, self._heads)

    def _together(self, field: str, words: str, by_pattern: list[Signal], read: Read) -> list[Signal]:
        if read is NOTHING:
            return by_pattern
        kept = doubted(
            [*by_pattern, *self._named(field, words, by_pattern, read)], words, read, self._concepts, self._heads
        )
        learned = [one for one in sighted(field, words, read, self._concepts, self._heads) if not _covered(one, kept)]
        kept, taught = self._weighed(field, words, kept, learned, read)
        return sorted([*kept, *learned, *taught], key=lambda s: (s.start, s.end, s.concept, s.how))

    def _weighed(
        self, field: str, words: str, kept: list[Signal], learned: Sequence[Signal], read: Read
    ) -> tuple[list[Signal], list[Signal]]:
        """What patterns see and what the pack has taught, each lowered by what the pack says takes its force."""
        taught = taught_signals(field, words, read.windows, self._concepts.values())
        surer = [one for one in learned if one.sure != "possible"]
        shields = [one for one in (*kept, *surer) if self._concepts[one.concept].group == "protective"]
        lowered = lower([*taught, *shields], words, self._concepts)[: len(taught)] if taught else []
        shields = [one for one in taught if self._concepts[one.concept].group == "protective"]
        if shields:
            again = lower([*kept, *shields], words, self._concepts)
            kept = [one if one.sure == "certain" else new for one, new in zip(kept, again, strict=False)]
        return kept, lowered

    def _named(self, field: str, words: str, by_pattern: Sequence[Signal], read: Read) -> list[Signal]:
        """What the patterns for people in cases see once names that the tagger found are written as names."""
        titled = words
        for start, end, kind in read.names:
            if kind == "person":
                name = _titled(titled[start:end])
                titled = titled[:start] + name + titled[end:] if len(name) == end - start else titled
        if titled == words:
            return []
        have = {(signal.concept, signal.start, signal.end) for signal in by_pattern}
        again = (one for one in self._detector.sight([(field, titled)]) if one.concept in self._people)
        fresh = (one for one in again if (one.concept, one.start, one.end) not in have)
        return [replace(one, text=words[one.start : one.end], how=f"{one.how}+name") for one in fresh]


def candidates(worth: Sequence[bool], seen: Sequence[Iterable[Signal]], heads: Container[str]) -> list[int]:
    """The places of the texts that the encoder reads behind a quick look: those it finds `worth` it, and those in which
    a pattern sees what a head is for."""
    return [at for at, one in enumerate(worth) if one or any(signal.concept in heads for signal in seen[at])]


def _titled(name: str) -> str:
    """A name with capitals: O'Hara, and Oakes's; one that has them already keeps its own (McKay)."""
    return _BEGINS.sub(lambda letter: letter[0].upper(), name.lower() if name.isupper() else name)


def _covered(signal: Signal, others: Sequence[Signal]) -> bool:
    """Whether a pattern saw the same there, and nothing speaks against it."""
    return any(
        one.concept == signal.concept and not one.lowered and one.start < signal.end and signal.start < one.end
        for one in others
    )
