"""The terms that a policy defines, and where two policies share one."""

from __future__ import annotations

from dataclasses import dataclass

from postorders.capability import capability
from postorders.policy.policy import Policy

GLOSSARY = capability("glossary", "Lists each term that the policy defines, with its clause and its meaning.")


@dataclass(frozen=True, slots=True)
class Term:
    """One defined term."""

    term: str
    clause: str
    says: str
    anomalies: tuple[str, ...] = ()


def glossary(policy: Policy) -> list[Term]:
    """The terms in alphabetical order; what a concept of the pack's own means stands under the clause that looks
    for it first."""
    defined = [clause for clause in policy.clauses if clause.kind == "definition" and GLOSSARY.on]
    terms = [Term(c.term, c.clause, c.says, c.anomalies) for c in defined]
    own = ((one, _first(policy, str(one["concept"]))) for one in policy.concepts if GLOSSARY.on)
    terms += [Term(str(one["label"]), clause, str(one["says"])) for one, clause in own if clause]
    return sorted(terms, key=lambda term: term.term.lower())


def _first(policy: Policy, concept: str) -> str:
    looking = (c.clause for c in policy.clauses if concept in (*c.looks_for, *c.for_a_person, *c.when))
    return next(looking, "")
