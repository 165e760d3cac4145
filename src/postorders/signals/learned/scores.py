"""Every concept's probability in many texts, for evaluation and research: patterns and encoder together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postorders.signals.detect import MAX_WORDS, Detector
from postorders.signals.learned.combined import candidates
from postorders.signals.learned.reader import NOTHING, Read
from postorders.signals.learned.reading import Reading
from postorders.signals.learned.sureness import DEGREES
from postorders.signals.signal import Signal


@dataclass(frozen=True, slots=True)
class Scored:
    """`scores` has every concept; `spans` the stretches, in code points, of those that are seen."""

    scores: dict[str, float]
    spans: dict[str, list[tuple[int, int]]]


class Scorer:
    """Scores texts by a detector's patterns and, where there are weights, by the encoder."""

    def __init__(self, detector: Detector, reading: Reading | None, cascade: bool = False) -> None:
        self._detector, self._reading, self._cascade = detector, reading, cascade
        self._names = sorted(name for name, one in detector.concepts.items() if one.group != "fact")

    def score(self, texts: Sequence[str]) -> list[Scored]:
        """The scores of each text, the same in whatever company it comes. With `cascade`, a text that the quick look
        passes over has the scores that its patterns give."""
        texts = [text[:MAX_WORDS] for text in texts]
        seen = [self._detector.sight([("text", text)]) for text in texts]
        reads = self._reads(texts, seen)
        return [self._scored(some, read) for some, read in zip(seen, reads, strict=True)]

    def _reads(self, texts: Sequence[str], seen: Sequence[tuple[Signal, ...]]) -> list[Read]:
        if self._reading is None:
            return [NOTHING] * len(texts)
        known = [{signal.concept for signal in some if not signal.lowered} for some in seen]
        if not self._cascade:
            return self._reading.read(texts, known)
        chosen = candidates(self._reading.worth_reading(texts), seen, self._reading.reader.weights.by_name)
        read = self._reading.read([texts[at] for at in chosen], [known[at] for at in chosen])
        by_place = dict(zip(chosen, read, strict=True))
        return [by_place.get(at, NOTHING) for at in range(len(texts))]

    def _scored(self, seen: Sequence[Signal], read: Read) -> Scored:
        scores = dict.fromkeys(self._names, 0.0)
        spans: dict[str, list[tuple[int, int]]] = {}
        for signal in seen:
            if not signal.lowered:
                scores[signal.concept] = max(scores[signal.concept], DEGREES[signal.sure])
                spans.setdefault(signal.concept, []).append((signal.start, signal.end))
        for name, probability in read.scores.items():
            scores[name] = probability
        for one in read.seen:
            spans.setdefault(one.head, []).extend(one.spans)
        rounded = {name: round(score, 4) for name, score in scores.items()}
        return Scored(rounded, {name: sorted(set(some)) for name, some in sorted(spans.items())})
