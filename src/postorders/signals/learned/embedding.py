"""Texts as the encoder's numbers, for what is taught by example."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from postorders.signals.learned.reader import FIRST, LAST
from postorders.signals.learned.reading import Reading, installed
from postorders.signals.learned.taught import Embed
from postorders.signals.learned.windows import windows

AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Embedder:
    """Gives texts their numbers; `weights` is the hash of what does."""

    embed: Embed
    weights: str


def embedder() -> Embedder | None:
    """That of the weights of this installation; None where there are none. Raises InputError where they are damaged."""
    reading = installed()
    return _by(reading) if reading else None


@lru_cache(maxsize=2)
def _by(reading: Reading) -> Embedder:
    reader = reading.reader

    def ids(text: str) -> list[int]:
        """The text's first window, with the encoder's own marks."""
        cut = reader.pieces.cut(text)
        first, last = next(iter(windows(cut, reader.weights.length, text)), (0, 0))
        return [FIRST, *(piece.id for piece in cut[first:last]), LAST]

    def embed(texts: Sequence[str]) -> list[list[float]]:
        rows = [ids(text) for text in texts]
        parts = (reading.run(rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE))
        return [[float(number) for number in one.pooled] for part in parts for one in part]

    return Embedder(embed, reader.weights.hash)
