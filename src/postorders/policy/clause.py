"""The clause: the atom of a policy, as a pack writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from postorders.plain import EMPTY
from postorders.policy.vocabulary import ADVISORY_KINDS, Conditions, Duty, Effect, Form, Kind, Scope


@dataclass(frozen=True, slots=True)
class Lift:
    """What lifts a clause: a permission of this kind, by one of these approvers, in this form.

    `scope: item` wants one permission per post. `when` narrows where it may be lifted, and `under` names
    the clause that gives the leave when it is not this one. `nobody` says that no leave exists.
    """

    SCALAR: ClassVar[str] = "permission"
    permission: str
    by: tuple[str, ...] = ()
    form: Form = "unstated"
    scope: Scope = "standing"
    when: Conditions = EMPTY
    under: str = ""

    @property
    def obtainable(self) -> bool:
        """Whether anybody can give leave at all."""
        return self.permission != "nobody"


@dataclass(frozen=True, slots=True)
class Risk:
    """Legal risk in one situation: 0 none, 1 adds steps, 2 contested, 3 advisory until an attorney signs."""

    risk: Literal[0, 1, 2, 3]
    when: Conditions = EMPTY
    why: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A post that proves a clause, with the facts that go with it."""

    SCALAR: ClassVar[str] = "text"
    text: str = ""
    given: Conditions = EMPTY


@dataclass(frozen=True, slots=True)
class Examples:
    """Posts that a clause flags (or points at), posts that it passes, and posts that it is known to miss."""

    given: Conditions = EMPTY
    flags: tuple[Example, ...] = ()
    points: tuple[Example, ...] = ()
    passes: tuple[Example, ...] = ()
    known_misses: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, with its id exactly as printed in the source.

    `looks_for` are concepts that flag, `for_a_person` concepts that only point a person here, and
    `page_shows` what an official page must carry; `duty` is what it orders of the register of
    accounts. `flags_on: conditions` marks a rule with no concept, whose conditions alone flag.
    """

    clause: str
    label: str
    says: str
    kind: Kind
    binds: tuple[str, ...] = ()
    term: str = ""
    values: bool = False
    judged_by: Literal["engine", "person"] = "engine"
    never_automate: bool = False
    when: Conditions = EMPTY
    looks_for: tuple[str, ...] = ()
    for_a_person: tuple[str, ...] = ()
    page_shows: tuple[str, ...] = ()
    duty: Duty = ""
    effect: Effect = "inform"
    flags_on: Literal["concepts", "conditions"] = "concepts"
    lifted_by: Lift = Lift("nobody")
    savings: bool = False
    refers_to: tuple[str, ...] = ()
    consequence: str = ""
    done_by: tuple[str, ...] = ()
    law: tuple[Risk, ...] = ()
    anomalies: tuple[str, ...] = ()
    remedy: str = ""
    examples: Examples = Examples()

    @property
    def can_flag(self) -> bool:
        """Whether the engine may ever flag under this clause."""
        return bool(self.looks_for) or self.flags_on == "conditions"

    @property
    def advisory(self) -> bool:
        """Whether it can never be charged: cautions, statements, definitions and values."""
        return self.values or self.kind in ADVISORY_KINDS
