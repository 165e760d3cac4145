"""What the first page says of the register: accounts to verify, and accounts to look over again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.people.who import today
from postorders.desk.register import rules
from postorders.desk.register.glance import LOOKED, platform_name
from postorders.desk.register.models import Site
from postorders.desk.register.record import KEEPERS, LOOKERS

SOON = timedelta(days=14)
MOST = 5


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person: those who list accounts, those who look them over, and whoever answers for one."""
    if rules.acts_as(person, KEEPERS):
        yield _to_verify()
    yield _to_look_over(person)


def _to_verify() -> Card:
    """Accounts that wait for a decision, the oldest first."""
    rows = Site.objects.filter(state="to-verify").order_by("entered")[:MOST]
    lines = tuple(Line(one.name, _page(one), f"{platform_name(one.platform)} · {one.url}") for one in rows)
    more = f"{reverse('sites')}?state=to-verify"
    return Card(_("Accounts to verify"), lines, "", more, _("All of them"), 20, bool(lines))


def _to_look_over(person: Person) -> Card:
    """Accounts whose last word by a person has run out or soon does: all of them for the keepers, else one's own."""
    looks = rules.acts_as(person, LOOKERS)
    due: Any = Site.objects.filter(state__in=LOOKED, revalidate_by__lte=today() + SOON).order_by("revalidate_by")
    if not looks:
        due = due.filter(Q(owner=person.member))
    lines = tuple(Line(one.name, _page(one), _due(one)) for one in due[:MOST])
    late = any(one.revalidate_by < today() for one in due[:MOST])
    title = _("Accounts to look over again") if looks else _("Your accounts to look over again")
    return Card(title, lines, "", reverse("sites"), _("All accounts"), 25, late)


def _due(one: Site) -> str:
    late = one.revalidate_by is not None and one.revalidate_by < today()
    return (_("was due on %(day)s") if late else _("due on %(day)s")) % {"day": one.revalidate_by}


def _page(one: Site) -> str:
    return reverse("site", args=[one.id])
