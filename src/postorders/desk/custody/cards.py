"""What the first page says of custody: accounts at risk, those that lack a custodian, those in one's own keeping."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.custody import steps
from postorders.desk.custody.handing import readable
from postorders.desk.custody.lacks import lacks
from postorders.desk.custody.models import Departure, Holding
from postorders.desk.custody.rights import STEPPERS
from postorders.desk.custody.who import known_at
from postorders.desk.people.who import on_day, today
from postorders.desk.register.rules import acts_as
from postorders.desk.register.states import HELD

MOST = 5


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person."""
    mine = _mine(person)
    steps_for_all = acts_as(person, STEPPERS)
    if mine or steps_for_all:
        yield _at_risk(person)
    if steps_for_all:
        yield _lacking()
    yield _keeping(mine)


def _mine(person: Person) -> list[Holding]:
    """The holdings of the person today, one more than a card shows."""
    rows = Holding.objects.filter(known_at(None), on_day(today()), member=person.member, site__state__in=HELD)
    return list(rows.select_related("site").order_by("site__number")[: MOST + 1])


def _at_risk(person: Person) -> Card:
    """Open departures, those that are due first."""
    rows = readable(person).filter(state="open").exclude(member=person.member)
    found = rows.select_related("site", "member").prefetch_related("steps").order_by("due")[:MOST]
    lines = tuple(Line(one.site.name, reverse("departure", args=[one.id]), _note(one)) for one in found)
    more = reverse("departures")
    return Card(_("Accounts at risk"), lines, "", more, _("All departures"), 8, bool(lines))


def _note(one: Departure) -> str:
    left = len(steps.missing(one))
    said = ngettext("%(count)d step missing", "%(count)d steps missing", left) % {"count": left}
    late = _("overdue since %s") if one.due < today() else _("due by %s")
    return f"{one.member.name} · {said} · {late % one.due}"


def _lacking() -> Card:
    """Accounts whose custody lacks something."""
    found = lacks(today())
    lines = [
        Line(one.site.name, reverse("account-custody", args=[one.site.id]), "; ".join(str(said) for said in one.words))
        for one in found[:MOST]
    ]
    if (more := len(found) - len(lines)) > 0:
        lines.append(Line(ngettext("and %d more", "and %d more", more) % more))
    return Card(_("Accounts that want a custodian"), tuple(lines), place=42)


def _keeping(rows: list[Holding]) -> Card:
    """The accounts whose keys the person holds."""
    lines = [
        Line(
            row.site.name,
            reverse("account-custody", args=[row.site_id]),
            _("you answer for the keys") if row.first else _("you stand in"),
        )
        for row in rows[:MOST]
    ]
    if len(rows) > MOST:
        lines.append(Line(_("and more")))
    return Card(_("Accounts whose keys you hold"), tuple(lines), place=44)
