"""Who may say who holds the keys, who may take the steps of a departure, and who sees both."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.custody.models import Departure, Holding
from postorders.desk.custody.who import known_at
from postorders.desk.people.who import on_day, today
from postorders.desk.register.models import Site
from postorders.desk.register.rules import acts_as

DECIDERS = ("chief", "designee")
MANAGERS = (*DECIDERS, "media-unit")
STEPPERS = (*MANAGERS, "web-manager", "administrator")
READERS = (*STEPPERS, "records-custodian", "attorney")


def holds(person: Person, site: Site, first: bool = False) -> bool:
    """Whether the person holds the keys of the account today, as its first custodian if that is asked."""
    rows = Holding.objects.filter(known_at(None), on_day(today()), site=site, member=person.member)
    return bool(person.member and (rows.filter(first=True) if first else rows).exists())


def answers(person: Person, site: Site) -> bool:
    """Whether the person is the account's owner or its first custodian."""
    return person.member is not None and (site.owner_id == person.member or holds(person, site, first=True))


def may_manage(person: Person, site: Site) -> bool:
    """Whether the person may name and end custodians of the account."""
    return acts_as(person, (MACHINE, *MANAGERS)) or answers(person, site)


def may_step(person: Person, departure: Departure) -> bool:
    """Whether the person may take the steps of a departure: never who is leaving."""
    if person.member == departure.member_id:
        return False
    return acts_as(person, STEPPERS) or answers(person, departure.site)


def may_read_all(person: Person) -> bool:
    """Whether the person sees who holds the keys of every account."""
    return acts_as(person, READERS)


def may_decide(person: Person) -> bool:
    """Whether the person decides on accounts as the Chief does."""
    return acts_as(person, DECIDERS)


def may_see(person: Person, site: Site) -> bool:
    """Whether the person sees who holds the keys, and where the password is kept."""
    return may_read_all(person) or person.member == site.owner_id or holds(person, site)


def need_manage(person: Person, site: Site) -> None:
    """Raises Refused for who may not name or end custodians of the account."""
    if not may_manage(person, site):
        raise Refused(
            _("You may not say who holds the keys of %s.") % site.name,
            _("Ask the Chief, the Media Unit, the account's owner or its first custodian."),
        )


def need_step(person: Person, departure: Departure) -> None:
    """Raises Refused for who may not take the steps of a departure."""
    if person.member == departure.member_id:
        raise Refused(_("Who leaves does not make the account safe."), _("Ask another custodian or the Media Unit."))
    if not may_step(person, departure):
        raise Refused(
            _("You may not take the steps of this departure."),
            _("Ask the account's first custodian or owner, the Media Unit, the web manager or the Chief."),
        )


def need_see(person: Person, site: Site) -> None:
    """Raises Refused for who has no part in the account."""
    if not may_see(person, site):
        raise Refused(
            _("Who holds the keys of an account is for those who keep it."), _("Ask the Media Unit or the Chief.")
        )


def need_decide(person: Person) -> None:
    """Raises Refused for who does not decide on accounts as the Chief does."""
    if not may_decide(person):
        raise Refused(
            _("This is for the Chief, or a designee of the Chief whose designation covers accounts."), _("Ask them.")
        )
