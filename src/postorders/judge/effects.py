"""How strong a flag may be: the clause's effect, and everything that caps it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from postorders.capability import capability
from postorders.judge.conditions import Situation, holds
from postorders.judge.judgment import Cap
from postorders.plain import to_plain
from postorders.policy.clause import Clause, Risk
from postorders.policy.policy import Policy
from postorders.policy.vocabulary import EFFECTS, Effect

ADVISORY_RISK = 3
READINGS = capability(
    "readings", "Shows each proposed reading, and lets an attorney's signed one lift or limit a clause from its date."
)


def capped(
    policy: Policy, clause: Clause, known: Situation, as_of: str
) -> tuple[Effect, tuple[Cap, ...], tuple[Mapping[str, Any], ...]]:
    """The effect of a clause in a situation, the caps that made it weaker, and the legal risks that hold there."""
    risks = [risk for risk in clause.law if risk.risk and holds(risk.when, known)]
    effect, caps = weakened(clause.effect, _caps(policy, clause, known, as_of, risks))
    return effect, caps, tuple(to_plain(risk) for risk in risks)


def weakened(effect: Effect, caps: Iterable[Cap]) -> tuple[Effect, tuple[Cap, ...]]:
    """The effect under some caps, and those of them that made it weaker."""
    kept: list[Cap] = []
    for cap in caps:
        if EFFECTS.index(cap.to) < EFFECTS.index(effect):
            effect = cap.to
            kept.append(cap)
    return effect, tuple(kept)


def lift_stands(clause: Clause, known: Situation) -> bool:
    """Whether leave can be had at all in this situation."""
    return clause.lifted_by.obtainable and holds(clause.lifted_by.when, known)


def _caps(policy: Policy, clause: Clause, known: Situation, as_of: str, risks: list[Risk]) -> Iterator[Cap]:
    if clause.advisory:
        yield Cap("advise", f"A clause of values or of kind {clause.kind} is never more than advice.")
    if known.get("account") == ("personal",):
        yield Cap("ask" if lift_stands(clause, known) else "advise", "Nothing holds a post on a personal account.")
    signed = [reading for reading in policy.readings_of(clause.clause) if READINGS.on and reading.in_force(as_of)]
    if any(risk.risk >= ADVISORY_RISK for risk in risks) and not signed:
        yield Cap("advise", "The law makes this clause advisory here until the department's attorney signs a reading.")
    for reading in signed:
        if reading.effect:
            yield Cap(reading.effect, f"The reading {reading.reading!r}, signed {reading.signed_on}, limits it.")
