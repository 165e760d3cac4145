"""Who is acting: a member with the roles held today, or the machine."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from postorders.desk.base import scope

# Every role that the desk knows, with its name on the screen. `designee` comes by delegation alone.
ROLES = {
    "member": "Member",
    "supervisor": "Supervisor",
    "commander": "Commander",
    "bureau-commander": "Bureau commander",
    "media-unit": "Media unit",
    "chief": "Chief",
    "designee": "Designee",
    "investigator": "Investigator",
    "attorney": "Attorney",
    "records-custodian": "Records custodian",
    "policy-manager": "Policy manager",
    "background-investigator": "Background investigator",
    "identity-custodian": "Identity custodian",
    "web-manager": "Web manager",
    "administrator": "Administrator",
}
ANYONE = frozenset({"anyone"})
MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Person:
    """A member acting in a department. `roles` are those held today; `delegations` the ids of those in force.

    `token_scopes` is None in a browser; by the API it limits what may be done. `signed_in_anew` says that the
    person proved who they are within the last minutes, which something written asks for.
    """

    department: uuid.UUID
    member: uuid.UUID | None
    number: str
    name: str
    roles: frozenset[str] = frozenset({"member"})
    token_scopes: frozenset[str] | None = None
    signed_in_anew: bool = False

    def has(self, roles: Collection[str]) -> bool:
        """Whether the person holds one of the roles; `anyone` is every member, never the machine."""
        wanted = set(roles)
        return bool(wanted & self.roles) or ("anyone" in wanted and self.member is not None)

    def need(self, roles: Collection[str], name: str = "") -> None:
        """Raises Refused when the person holds none of the roles."""
        from postorders.desk.base.act import Refused

        if not self.has(roles):
            wanted = ", ".join(str(ROLES.get(role, role)) for role in sorted(roles))
            raise Refused(f"This is for: {wanted}.", "Ask someone who holds that role.")


def machine() -> Person:
    """The desk itself, in the department at work: expiry, escalation, publishing."""
    return Person(scope.current(), None, MACHINE, "Post Orders", frozenset({MACHINE}))
