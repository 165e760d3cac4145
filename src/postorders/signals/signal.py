"""One sighting of a concept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sure = Literal["certain", "likely", "possible"]


@dataclass(frozen=True, slots=True)
class Lowering:
    """A protective concept that stands near a sighting and takes its force."""

    concept: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One sighting: `text` at [`start`, `end`), in code points of the original words of `field`.

    `how` names the pattern (`threat/3`) or `fact`; a fact has no span and start = end = 0.
    `sure` is a word, never a number. `lowered` lists what stands near and takes its force.
    """

    concept: str
    field: str = "text"
    start: int = 0
    end: int = 0
    text: str = ""
    how: str = ""
    sure: Sure = "likely"
    lowered: tuple[Lowering, ...] = ()
