"""What a careful policy manager would mend in a pack that loads: one function per rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from postorders.errors import Problem
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy
from postorders.policy.vocabulary import EFFECTS

ENOUGH = 3
Rule = Callable[[Policy, Clause], Iterator[Problem]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Adds a rule."""
    RULES.append(function)
    return function


def lint(policy: Policy) -> list[Problem]:
    """Every finding, in the policy's order."""
    return [found for clause in policy.clauses for check in RULES for found in check(policy, clause)]


@rule
def has_examples(policy: Policy, clause: Clause) -> Iterator[Problem]:
    """A clause that looks for something shows at least three posts that it catches and three that it passes."""
    wanted = [("flags", clause.can_flag), ("points", bool(clause.for_a_person))]
    for name, needed in wanted:
        if needed and len(getattr(clause.examples, name)) < ENOUGH:
            yield _found(clause, f"has fewer than {ENOUGH} examples under '{name}'.", "Write some.")
    if (clause.can_flag or clause.for_a_person) and len(clause.examples.passes) < ENOUGH:
        yield _found(clause, f"has fewer than {ENOUGH} examples under 'passes'.", "Write near misses.")


@rule
def has_remedy(policy: Policy, clause: Clause) -> Iterator[Problem]:
    """A clause that can flag says what helps."""
    if clause.can_flag and not clause.remedy:
        yield _found(clause, "can flag and has no remedy.", "Say what the author can do, under 'remedy'.")


@rule
def effect_fits_kind(policy: Policy, clause: Clause) -> Iterator[Problem]:
    """Cautions, statements, definitions and values are never more than advice."""
    if clause.advisory and EFFECTS.index(clause.effect) > EFFECTS.index("advise"):
        yield _found(clause, f"is of kind {clause.kind} and has the effect {clause.effect!r}.", "Use inform or advise.")


@rule
def effect_fits_account(policy: Policy, clause: Clause) -> Iterator[Problem]:
    """Only official accounts have a gate that can hold a post."""
    if clause.effect == "hold" and clause.when.get("account") == ("personal",):
        yield _found(clause, "would hold a post on a personal account.", "Use ask or advise.")


@rule
def asks_somebody(policy: Policy, clause: Clause) -> Iterator[Problem]:
    """A clause that tells its author to ask names whom."""
    if clause.effect == "ask" and not clause.lifted_by.obtainable:
        yield _found(clause, "asks for leave that nobody can give.", "Name a permission under 'lifted_by', or advise.")


@rule
def risk_is_explained(policy: Policy, clause: Clause) -> Iterator[Problem]:
    """A legal risk says why, and the highest cites something and has a reading proposed."""
    for risk in clause.law:
        if risk.risk and not risk.why:
            yield _found(clause, f"has a legal risk of {risk.risk} without 'why'.", "Say why in a sentence.")
        if risk.risk == 3 and not risk.cites:
            yield _found(clause, "has a legal risk of 3 that cites nothing.", "Name an entry of the law pack.")
    if any(risk.risk == 3 for risk in clause.law) and not policy.readings_of(clause.clause):
        yield _found(
            clause, "is advisory until a reading is signed, and none is proposed.", "Propose one in readings.yaml."
        )


@rule
def lift_agrees(policy: Policy, clause: Clause) -> Iterator[Problem]:
    """What lifts a clause agrees with the approvals matrix of the pack."""
    kinds = {kind.kind: kind for kind in policy.manifest.permissions}
    lift = clause.lifted_by
    kind = kinds.get(lift.permission)
    if kind and (kind.form != lift.form or set(kind.by) != set(lift.by)):
        yield _found(clause, f"and the permission {kind.kind!r} name different approvers or forms.", "Make them agree.")


@rule
def charges_nothing_soft(policy: Policy, clause: Clause) -> Iterator[Problem]:
    """A caution is never chargeable: it names no consequence of discipline."""
    if clause.kind == "caution" and clause.consequence.startswith("S-"):
        yield _found(clause, "is a caution and names a sanction.", "Remove 'consequence'.")


def _found(clause: Clause, what: str, mend: str) -> Problem:
    return Problem(f"Clause {clause.clause} {what}", mend)
