"""Which roles a person may not give: those that decide, or see sensitive things, are the Chief's."""

from __future__ import annotations

from postorders.desk.base.person import MACHINE, Person
from postorders.desk.people.who import holders

# Roles that decide or see sensitive things are the Chief's to give; an administrator gives the others.
CHIEFS_TO_GIVE = frozenset(
    {"investigator", "attorney", "identity-custodian", "background-investigator", "records-custodian"}
)


def closed_to(person: Person) -> frozenset[str]:
    """The roles that a person may neither give nor end. The first Chief is an administrator's to name, the next not."""
    if person.has(("chief", MACHINE)):
        return frozenset()
    return CHIEFS_TO_GIVE | {"chief"} if holders("chief") else CHIEFS_TO_GIVE
