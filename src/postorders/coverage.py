"""Which capability carries each clause out, where its code is, and which test proves it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from postorders.capability import Capability
from postorders.policy.clause import Clause
from postorders.policy.policy import Policy

PROOFS = Path(__file__).parent / "built" / "proofs.json"
Status = Literal["done", "not yet", "informational"]
_SHOWN = frozenset({"policy-text", "glossary"})


@dataclass(frozen=True, slots=True)
class Row:
    """One clause: what carries it out (`where` names the modules), which tests prove it, and how far that goes.

    `done` means that every capability named exists and a test proves the clause; `informational` that the
    clause orders nothing and is shown; `not yet` that something in `missing` is still to be built or proven.
    """

    clause: str
    label: str
    kind: str
    done_by: tuple[str, ...]
    where: tuple[str, ...]
    proven_by: tuple[str, ...]
    status: Status
    missing: tuple[str, ...] = ()


def coverage(policy: Policy, capabilities: Mapping[str, Capability], proofs: Mapping[str, list[str]]) -> list[Row]:
    """A row for every clause of the policy, in its order."""
    return [_row(policy, clause, capabilities, proofs) for clause in policy.clauses]


def read_proofs(path: Path = PROOFS) -> dict[str, list[str]]:
    """The built index of tests by `policy:clause`; empty when it has not been built."""
    try:
        proofs: dict[str, list[str]] = json.loads(path.read_bytes())["clauses"]
        return proofs
    except (OSError, ValueError, KeyError):
        return {}


def _row(
    policy: Policy, clause: Clause, capabilities: Mapping[str, Capability], proofs: Mapping[str, list[str]]
) -> Row:
    tests = tuple(proofs.get(f"{policy.id}:{clause.clause}", ()))
    missing = [name for name in clause.done_by if name not in capabilities]
    if not tests:
        missing.append("a test that proves it")
    status: Status = "not yet" if missing else "informational" if set(clause.done_by) <= _SHOWN else "done"
    where = tuple(sorted({capabilities[name].where for name in clause.done_by if name in capabilities}))
    return Row(clause.clause, clause.label, clause.kind, clause.done_by, where, tests, status, tuple(missing))
