"""What a pack has taught, looked for in the encoder's numbers for a text. Standard library alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, sqrt
from operator import mul
from typing import NamedTuple

from postorders.signals.concept import Ready
from postorders.signals.signal import Signal


class Window(NamedTuple):
    """A stretch [`start`, `end`) of a text, in code points of the original, and the encoder's numbers for it."""

    start: int
    end: int
    pooled: Sequence[float]


def taught_scores(pooled: Sequence[float], concepts: Iterable[Ready]) -> dict[str, float]:
    """The probability that a window shows each concept that was taught by example, from the encoder's 384 numbers.

    Raises ValueError when a concept was taught on another count of numbers.
    """
    taught = [concept for concept in concepts if concept.taught]
    size = sqrt(sum(map(mul, pooled, pooled))) if taught else 0
    return {concept.concept: _probability(pooled, size or 1, concept) for concept in taught}


def taught_signals(
    field: str, words: str, windows: Sequence[Window], concepts: Iterable[Ready], how: str = "taught"
) -> list[Signal]:
    """A sighting of each taught concept that one of a field's windows shows: in the window that shows it best."""
    found: list[Signal] = []
    taught = [concept for concept in concepts if concept.taught]
    scores = [taught_scores(window.pooled, taught) for window in windows] if taught else []
    for concept in taught if scores else ():
        name = concept.concept
        best = max(range(len(windows)), key=lambda at: scores[at][name])
        if scores[best][name] >= concept.at:
            start, end = windows[best].start, windows[best].end
            found.append(Signal(name, field, start, end, words[start:end], f"{name}/{how}", "possible"))
    return found


def untaught(concepts: Iterable[Ready], reads: bool) -> tuple[Ready, ...]:
    """The concepts that nothing can see: they were to be taught, and were not, or nothing reads (`reads`) here."""
    return tuple(concept for concept in concepts if concept.by_example and not (reads and concept.taught))


def _probability(pooled: Sequence[float], size: float, concept: Ready) -> float:
    *weights, bias = concept.taught
    if len(weights) != len(pooled):
        raise ValueError(f"{concept.concept} was taught on {len(weights)} numbers; these are {len(pooled)}.")
    return 1 / (1 + exp(-max(-60.0, min(60.0, sum(map(mul, weights, pooled)) / size + bias))))
