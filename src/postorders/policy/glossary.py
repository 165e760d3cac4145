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
    """The terms in alphabetical order."""
    defined = [clause for clause in policy.clauses if clause.kind == "definition" and GLOSSARY.on]
    terms = (Term(c.term, c.clause, c.says, c.anomalies) for c in defined)
    return sorted(terms, key=lambda term: term.term.lower())
