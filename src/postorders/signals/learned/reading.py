"""The reader of this installation: its weights, the encoder that runs them here, and the gate before it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from postorders.signals.learned import weights
from postorders.signals.learned.encoder import Encoder, Output
from postorders.signals.learned.gate import Gate
from postorders.signals.learned.reader import LEARNED, Read, Reader, driven


class Reading:
    """A reader whose encoder runs in this process, on one core unless `threads` says more."""

    def __init__(self, place: Path, threads: int = 1) -> None:
        self.reader = Reader(weights.load(place))
        self._encoder = Encoder(place, threads)
        self._gate = Gate(place, self.reader.pieces)

    def run(self, batch: Sequence[Sequence[int]]) -> list[Output]:
        """The encoder's outputs for a batch of ids."""
        return self._encoder.run(batch)

    def worth_reading(self, texts: Sequence[str]) -> Sequence[bool]:
        """Which of many texts the encoder should read."""
        return self._gate.worth(texts)

    def read(self, texts: Sequence[str], seen: Sequence[set[str]] = (), explain: bool = True) -> list[Read]:
        """Each text as it reads."""
        return driven(self.reader.look(texts, seen, explain), self.run)


@cache
def installed() -> Reading | None:
    """The reading of this installation; None where no weights are, or learned signals are switched off."""
    place = weights.folder()
    return Reading(place) if place is not None and LEARNED.on else None
