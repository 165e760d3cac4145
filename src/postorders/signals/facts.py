"""Facts that the author answers, until pictures can be read, and the questions that ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postorders.signals.concept import Ready
from postorders.signals.signal import Signal


def facts_seen(facts: Mapping[str, str], concepts: Iterable[Ready]) -> tuple[Signal, ...]:
    """A signal for each fact that the author answered with yes."""
    known = sorted(concept.concept for concept in concepts if concept.group == "fact")
    answered = (name for name in known if facts.get(name) == "yes")
    return tuple(Signal(name, "author's answer", how="fact", sure="certain") for name in answered)
