"""What the first page says of permissions: what waits for a decision, what was asked, what ends soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.people.who import today
from postorders.desk.permissions import words
from postorders.desk.permissions.acts import DECIDERS
from postorders.desk.permissions.models import Grant, Request
from postorders.desk.permissions.rights import waiting_for
from postorders.desk.permissions.states import OPEN
from postorders.desk.policy.force import bare_policy, versions_in_force

SOON = timedelta(days=14)
MOST = 5


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person."""
    if person.has(DECIDERS):
        yield _waiting(person)
    yield _asked(person)
    yield _ending(person)


def _waiting(person: Person) -> Card:
    """What waits for the person's decision, oldest first."""
    rows = waiting_for(person).select_related("member")[:MOST]
    labels = _labels() if rows else {}
    lines = tuple(
        Line(
            f"{one.number}, {one.member.name}",
            _decide(one),
            f"{labels.get(one.kind, one.kind)} · {words.age(one.asked)}",
        )
        for one in rows
    )
    title, empty = _("Waiting for your decision"), _("No request waits for your decision.")
    return Card(title, lines, empty, reverse("permissions-inbox"), _("All of them"), 10, bool(lines))


def _asked(person: Person) -> Card:
    """What the person asked for and is not decided."""
    rows = Request.objects.filter(member=person.member, state__in=(*OPEN, "sent-back"))[:MOST]
    labels = _labels() if rows else {}
    lines = tuple(
        Line(
            labels.get(one.kind, one.number),
            _page(one),
            f"{one.number} · {one.get_state_display()} · {words.age(one.asked)}",
        )
        for one in rows
    )
    back = any(one.state == "sent-back" for one in rows)
    return Card(_("You asked for"), lines, "", reverse("permissions-mine"), _("My permissions"), 20, back)


def _ending(person: Person) -> Card:
    """The person's permissions that end soon."""
    found = Grant.objects.filter(member=person.member, revoked=None, ends__gte=today(), ends__lte=today() + SOON)
    rows = found.select_related("request").order_by("ends")[:MOST]
    labels = _labels() if rows else {}
    lines = tuple(
        Line(labels.get(one.kind, one.name), _page(one.request), f"{one.name} · {_ends(one)}") for one in rows
    )
    return Card(_("Permissions that end soon"), lines, "", reverse("permissions-mine"), _("My permissions"), 30)


def _labels() -> dict[str, str]:
    """The kinds of permission that the policies in force know, by name, in words."""
    found = (bare_policy(version) for version in versions_in_force())
    return {kind.kind: kind.label for policy in found for kind in policy.manifest.permissions}


def _ends(one: Grant) -> str:
    return _("ends on %(day)s") % {"day": one.ends}


def _decide(asked: Request) -> str:
    return reverse("permissions-decide", args=[asked.number])


def _page(asked: Request) -> str:
    return reverse("permissions-request", args=[asked.number])
