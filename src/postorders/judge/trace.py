"""The trace: each clause, each condition, its value, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from postorders.judge.docket import Docket, Entry
from postorders.judge.judgment import Flag, Lifted, Pointer, Sightings, Step


def trace(
    docket: Docket, sightings: Sightings, flags: Sequence[Flag], lifted: Sequence[Lifted], pointers: Sequence[Pointer]
) -> tuple[Step, ...]:
    """A step for every clause that can flag or point, in the policy's order."""
    came = {one.clause: f"lifted by {one.permission}" for one in lifted}
    came |= {one.clause: "a pointer for a person" for one in pointers}
    came |= {one.clause: f"flagged: {one.effect}" for one in flags}
    seen = {signal.concept for signal in sightings.signals}
    live = {signal.concept for signal in sightings.signals if not signal.lowered}
    return tuple(
        Step(entry.clause.clause, entry.conditions, came.get(entry.clause.clause) or _silence(entry, seen, live))
        for entry in docket.entries
        if entry.clause.can_flag or entry.clause.for_a_person
    )


def _silence(entry: Entry, seen: set[str], live: set[str]) -> str:
    if entry.held == "not held":
        names = [condition.name for condition in entry.conditions if condition.result == "not held"]
        return f"does not apply: {', '.join(names)} not held"
    wanted = {*entry.clause.looks_for, *entry.clause.for_a_person}
    if wanted & live:
        return f"waits for: {', '.join(entry.unknown)}" if entry.held == "unknown" else "a note"
    if wanted & seen:
        return f"seen and lowered: {', '.join(sorted(wanted & seen))}"
    return "nothing seen" if wanted else f"waits for: {', '.join(entry.unknown)}"
