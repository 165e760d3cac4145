"""What an adopted policy demands that an official page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postorders.policy.clause import Clause
from postorders.policy.policy import Policy
from postorders.signals.concept import Ready

LINK_BACK = "link-back"


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a page has to show, under one or more clauses.

    `demand` is the concept looked for, or `link-back`, which another page has to show. `practical` says that the
    policy demands it where practical only; `excuse` is the kind of permission under which it need not be shown.
    `suggests` is wording for a page that lacks it, with `{department}`, `{contact}` and `{website}` to fill in.
    """

    demand: str
    clauses: tuple[str, ...]
    label: str
    practical: bool = False
    excuse: str = ""
    suggests: str = ""


def demands(policy: Policy, concepts: Iterable[Ready]) -> tuple[Demand, ...]:
    """What the policy demands of each official page, in the order of its clauses."""
    known = {concept.concept: concept for concept in concepts}
    asked: dict[str, list[Clause]] = {}
    for clause in policy.clauses:
        for name in clause.page_shows:
            asked.setdefault(name, []).append(clause)
        if clause.duty == LINK_BACK:
            asked.setdefault(LINK_BACK, []).append(clause)
    return tuple(_demand(policy, name, some, known.get(name)) for name, some in asked.items())


def _demand(policy: Policy, name: str, clauses: list[Clause], concept: Ready | None) -> Demand:
    ids = tuple(clause.clause for clause in clauses)
    eased = {one for clause in policy.ordering("practical") for one in clause.refers_to}
    kinds = policy.manifest.permissions
    return Demand(
        name,
        ids,
        concept.label if concept else clauses[0].label,
        all(one in eased for one in ids),
        next((kind.kind for kind in kinds if kind.excuses == name and kind.clause in policy.by_id), ""),
        concept.suggests if concept else "",
    )
