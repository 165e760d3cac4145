"""The steps that make an account safe when somebody who could open it leaves or moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from postorders.desk.custody.models import Departure, Step

# What a member can be to an account, most first.
AS = {
    "custodian": _("custodian"),
    "owner": _("owner"),
    "named": _("the person that it is named for"),
    "poster": _("a person who may post on it"),
}
KEEPING = frozenset({"custodian", "owner"})
OPENING = frozenset({"custodian", "owner", "named"})


@dataclass(frozen=True, slots=True)
class Item:
    """One step: its name, its label, what it asks, of whose leaving (any of `AS`), and whether it needs evidence."""

    name: str
    label: Any
    asks: Any
    asked_of: frozenset[str] = OPENING
    evidence: bool = False


STEPS = (
    Item(
        "new-custodian",
        _("Another first custodian is named"),
        _("Name who answers for the keys from now on; and a new owner, when the owner is who leaves."),
        KEEPING,
    ),
    Item(
        "credentials-rotated",
        _("The credentials are changed"),
        _("Change the password and what else proves a sign-in, such as codes. Say who did it and how."),
    ),
    Item(
        "sessions-ended",
        _("Open sessions are ended"),
        _("Sign the account out everywhere, and take back the access of programs that post for the member."),
        frozenset(AS),
    ),
    Item(
        "admins-reread",
        _("The list of administrators is read again"),
        _("Open the platform's own list of who may manage the account, and bring a picture or a saved page of it."),
        evidence=True,
    ),
    Item(
        "recovery-changed",
        _("The recovery contact is changed"),
        _("The address and the telephone number by which the account is won back are the department's."),
    ),
    Item(
        "renamed",
        _("The account no longer carries the person's name"),
        _("Rename it on the platform, and enter the new name and address here."),
        frozenset({"named"}),
    ),
)
BY_NAME = {one.name: one for one in STEPS}


def needed(departure: Departure) -> tuple[Item, ...]:
    """The steps that this departure asks for."""
    return tuple(one for one in STEPS if one.asked_of & set(departure.held_as))


def missing(departure: Departure, taken: Iterable[Step] | None = None) -> tuple[Item, ...]:
    """The steps that are not taken yet."""
    done = {one.name for one in (departure.steps.all() if taken is None else taken)}
    return tuple(one for one in needed(departure) if one.name not in done)


def as_words(held_as: Iterable[str]) -> str:
    """What a member is to an account, in words."""
    return ", ".join(str(AS[name]) for name in AS if name in set(held_as))
