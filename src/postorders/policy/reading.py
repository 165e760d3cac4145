"""How a department's attorney reads an unclear clause: separate from the text, signed, dated, reversible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from postorders.policy.vocabulary import Effect


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading of one or more clauses. Only a signed one has force, from its date until it is withdrawn.

    `effect`, when given, limits the clause to that effect while the reading is in force.
    Dates are ISO 8601.
    """

    reading: str
    clauses: tuple[str, ...]
    question: str
    proposed: str
    alternatives: tuple[str, ...] = ()
    status: Literal["proposed", "signed", "withdrawn"] = "proposed"
    signed_by: str = ""
    signed_on: str = ""
    reason: str = ""
    withdrawn_on: str = ""
    effect: Effect | None = None

    def in_force(self, as_of: str) -> bool:
        """Whether an attorney has signed it by that date and it has not been withdrawn by then."""
        signed = self.status != "proposed" and bool(self.signed_by) and "" < self.signed_on <= as_of
        return signed and not (self.withdrawn_on and self.withdrawn_on <= as_of)
