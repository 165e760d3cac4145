"""Protective words near a sighting take its force, and say so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from postorders.signals.concept import Reach, Ready
from postorders.signals.signal import Lowering, Signal

NEAR = 60  # characters
BEFORE = 25  # characters
_STOP = re.compile(r"[.!?](?=\s|$)|\n")


def lower(signals: Sequence[Signal], words: str, concepts: Mapping[str, Ready]) -> list[Signal]:
    """The signals of one field, each with the protective sightings that take its force."""
    protective = (signal for signal in signals if concepts[signal.concept].group == "protective")
    shields = sorted(protective, key=lambda s: (s.start, s.end, s.concept, s.how))
    if not shields:
        return list(signals)
    stops = [0, *(match.end() for match in _STOP.finditer(words)), len(words)]
    return [_lowered(signal, shields, concepts[signal.concept].yields_to, stops) for signal in signals]


def _lowered(signal: Signal, shields: list[Signal], yields: Mapping[str, Reach], stops: list[int]) -> Signal:
    by = [
        Lowering(shield.concept, shield.start, shield.end, shield.text)
        for shield in shields
        if shield.concept in yields and _reaches(shield, signal, yields[shield.concept], stops)
    ]
    return replace(signal, lowered=tuple(by)) if by else signal


def _reaches(shield: Signal, signal: Signal, reach: Reach, stops: list[int]) -> bool:
    if reach == "post":
        return True
    if reach == "around":
        return shield.start <= signal.start and signal.end <= shield.end
    if reach == "near":
        return shield.start - NEAR < signal.end and signal.start < shield.end + NEAR
    same = _sentence(shield.start, stops) == _sentence(signal.start, stops)
    if reach == "before":
        return same and shield.start <= signal.start and signal.start - shield.end <= BEFORE
    return same


def _sentence(at: int, stops: list[int]) -> int:
    return sum(stop <= at for stop in stops)
