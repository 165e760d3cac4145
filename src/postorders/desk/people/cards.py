"""What the first page says of people: designations that end, roles that nobody holds, units without a head."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import ROLES, Person
from postorders.desk.people import designation
from postorders.desk.people.models import Delegation, Member, RoleHeld, Unit
from postorders.desk.people.who import on_day, today

SOON = timedelta(days=14)
MOST = 5


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person."""
    yield _mine(person)
    if person.has(designation.GIVERS):
        yield _named(person)
    if person.has(("administrator", "chief")):
        yield _gaps()
        yield _leaving()


def _standing(**who: object) -> list[Delegation]:
    day = today()
    over = Q(ends__lt=day) | Q(revoked__lte=day)
    return list(Delegation.objects.filter(starts__lte=day, **who).exclude(over).select_related("by", "to")[:MOST])


def _mine(person: Person) -> Card:
    """The roles that the person acts in today."""
    held = sorted(str(ROLES[role]) for role in person.roles - {"member", "designee"})
    lines = [Line(name) for name in held]
    for one in _standing(to=person.member):
        kind = _("Alternate for %s") if one.alternate else _("Designee of %s")
        lines.append(Line(kind % one.by.name, note=_until(one)))
    return Card(_("Your roles"), tuple(lines), place=80)


def _until(one: Delegation) -> str:
    return _("until %s") % one.ends if one.ends else _("until further notice")


def _named(person: Person) -> Card:
    """The designees that the person has named, those that end soon first."""
    soon = today() + SOON
    rows = sorted(_standing(by=person.member), key=lambda one: (one.ends is None, one.ends or one.starts))
    lines = [
        Line(one.to.name, note=_until(one) + (_(", ends soon") if one.ends and one.ends <= soon else ""))
        for one in rows
    ]
    empty = _("Nobody decides in your place when you are away.")
    return Card(_("Your designees"), tuple(lines), empty, reverse("delegations"), _("All designations"), 60)


def _gaps() -> Card:
    """What would leave a request without anybody to decide it."""
    held = set(RoleHeld.objects.filter(on_day(today())).values_list("role", flat=True).distinct())
    lines = [
        Line(_("Nobody holds the role that the policy calls %s.") % label, reverse("people"))
        for role, label in designation.unfilled(held, designation.policies())
    ]
    headless = Unit.objects.filter(Q(head=None) | Q(head__separated__lte=today())).order_by("name")[:MOST]
    lines += [Line(_("The unit %s has no head in service.") % unit.name, reverse("units")) for unit in headless]
    return Card(_("Gaps in the chain of command"), tuple(lines), place=65, urgent=bool(lines))


def _leaving() -> Card:
    """Separations that are entered and still to come."""
    day = today()
    rows = Member.objects.filter(separated__gt=day, separated__lte=day + SOON).order_by("separated")
    lines = [Line(one.name, reverse("person", args=[one.id]), _("leaves on %s") % one.separated) for one in rows[:MOST]]
    if (more := rows.count() - len(lines)) > 0:
        lines.append(Line(ngettext("and %d more", "and %d more", more) % more, reverse("people")))
    return Card(_("Leaving soon"), tuple(lines), place=66)
