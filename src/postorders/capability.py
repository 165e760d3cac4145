"""Capabilities: what carries clauses out, each declared once, beside the code that does it.

A capability can be switched off by name (`POSTORDERS_WITHOUT`), which is how `make prove` shows that the
tests that claim to prove it would notice.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

_declared: dict[str, Capability] = {}


@dataclass(frozen=True, slots=True)
class Capability:
    """What a capability is called, what it does in a sentence, and the module that carries it out."""

    id: str
    says: str
    where: str

    @property
    def on(self) -> bool:
        """Whether it is in use; only a proof run switches one off."""
        return self.id not in _OFF


def capability(name: str, says: str) -> Capability:
    """Declares a capability in the module that calls this. Raises ValueError when it stands twice."""
    where = sys._getframe(1).f_globals["__name__"]
    if name in _declared and _declared[name].where != where:
        raise ValueError(f"The capability {name!r} is declared in {_declared[name].where} and in {where}.")
    _declared[name] = Capability(name, says, where)
    return _declared[name]


def switched_off() -> tuple[str, ...]:
    """What a proof run has switched off or removed, in order; a judgment made so says it."""
    return tuple(sorted(_OFF))


def removed_clauses(policy: str) -> frozenset[str]:
    """The clauses of a policy that a proof run removes (`policy:clause` in `POSTORDERS_WITHOUT`)."""
    return frozenset(name.removeprefix(f"{policy}:") for name in _OFF if name.startswith(f"{policy}:"))


_OFF = frozenset(os.environ.get("POSTORDERS_WITHOUT", "").split())
