"""The clauses of a policy that can speak in one situation, prepared once for every post in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from postorders.judge.conditions import Situation, verdict, weigh, weigh_parties
from postorders.judge.effects import capped, lift_stands
from postorders.judge.judgment import Cap, Condition, Held
from postorders.plain import to_plain
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy
from postorders.policy.vocabulary import Effect


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause in the situation: its conditions, its effect there and why it is weaker than written."""

    clause: Clause
    conditions: tuple[Condition, ...]
    held: Held
    effect: Effect
    caps: tuple[Cap, ...]
    law: tuple[Mapping[str, Any], ...]
    lifted_by: Any

    @property
    def unknown(self) -> tuple[str, ...]:
        """The facts that nobody gave."""
        return tuple(condition.name for condition in self.conditions if condition.result == "unknown")


@dataclass(frozen=True, slots=True)
class Docket:
    """Entries in the policy's order, and those that each concept calls up."""

    entries: tuple[Entry, ...]
    flags: Mapping[str, tuple[int, ...]]
    points: Mapping[str, tuple[int, ...]]
    by_conditions: tuple[int, ...]
    later: tuple[int, ...]


@lru_cache(maxsize=256)
def docket(policy: Policy, known: tuple[tuple[str, tuple[str, ...]], ...], as_of: str) -> Docket:
    """The docket of a policy for one situation on one date."""
    entries = tuple(_entry(policy, clause, dict(known), as_of) for clause in policy.clauses)
    flags: dict[str, list[int]] = {}
    points: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        if entry.held == "not held":
            continue
        for concept in entry.clause.looks_for:
            flags.setdefault(concept, []).append(index)
        for concept in entry.clause.for_a_person:
            points.setdefault(concept, []).append(index)
    bare = [i for i, entry in enumerate(entries) if entry.clause.flags_on == "conditions"]
    return Docket(
        entries,
        {concept: tuple(some) for concept, some in flags.items()},
        {concept: tuple(some) for concept, some in points.items()},
        tuple(i for i in bare if entries[i].held != "not held"),
        tuple(i for i in bare if _only_later(entries[i])),
    )


def _entry(policy: Policy, clause: Clause, known: Situation, as_of: str) -> Entry:
    parties = weigh_parties(clause.binds, policy.manifest.who, known)
    own = weigh(clause.when, known)
    names = {condition.name for condition in own}
    conditions = (*own, *(condition for condition in parties if condition.name not in names))
    effect, caps, law = capped(policy, clause, known, as_of)
    lift = _lift(policy, clause) if lift_stands(clause, known) else "nobody"
    return Entry(clause, conditions, verdict(conditions), effect, caps, law, lift)


def _lift(policy: Policy, clause: Clause) -> dict[str, Any]:
    """What lifts the clause, with the names that a person reads beside the ids."""
    labels = {kind.kind: kind.label for kind in policy.manifest.permissions}
    data: dict[str, Any] = to_plain(clause.lifted_by)
    data["label"] = labels.get(clause.lifted_by.permission, clause.lifted_by.permission)
    data["approvers"] = [policy.manifest.approvers[name].label for name in clause.lifted_by.by]
    return data


def _only_later(entry: Entry) -> bool:
    """Whether nothing but the moment keeps the clause from speaking."""
    not_held = [condition.name for condition in entry.conditions if condition.result == "not held"]
    return not_held == ["moment"]
