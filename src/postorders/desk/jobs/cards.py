"""What the first page says of notices, and of tasks that the desk could not do."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.jobs.models import Notice
from postorders.desk.jobs.parked import parked

MOST = 5


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person."""
    yield Card(
        _("New notices"), _new(person), _("You have read all your notices."), reverse("notices"), _("All notices"), 70
    )
    if person.has(("administrator",)):
        stuck = tuple(Line(one.name, "", one.why) for one in parked(person.department, MOST))
        yield Card(_("Tasks that could not be done"), stuck, "", reverse("tasks"), _("All tasks"), 30, bool(stuck))


def _new(person: Person) -> tuple[Line, ...]:
    """The newest unread notices, one line for each thing that they are about."""
    rows = Notice.objects.filter(member_id=person.member, read=None)[: 4 * MOST]
    newest = {row.link or str(row.id): row for row in reversed(rows)}
    found = sorted(newest.values(), key=lambda row: row.made, reverse=True)
    return tuple(Line(row.subject, row.link) for row in found[:MOST])
