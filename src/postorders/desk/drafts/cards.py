"""What the first page says of official posts: what waits for approval, what was sent back, what goes out next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.drafts import glance, rights
from postorders.desk.drafts.models import Draft

MOST = 5


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person."""
    if rights.role_of(person):
        waiting = glance.readable(person).filter(state="waiting").exclude(author=person.member)
        yield _card(_("Posts that wait for approval"), waiting.order_by("updated"), "posts-approve", 12, True)
    mine = glance.readable(person).filter(author=person.member)
    back = mine.filter(state="written").exclude(returned="")
    yield _card(_("Sent back to you"), back, "posts-one", 14, True)
    yield _card(
        _("Your drafts"), mine.filter(state__in=("written", "waiting", "approved"), returned=""), "posts-one", 35
    )
    ahead = glance.readable(person).filter(scheduled__gt=timezone.now()).exclude(state="dropped")
    yield _card(_("Posts with a time ahead"), ahead.order_by("scheduled"), "posts-one", 37)


def _card(title: Any, rows: QuerySet[Draft], page: str, place: int, urgent: bool = False) -> Card:
    shown = list(rows[:MOST])
    lines = tuple(Line(_("Draft %d") % one.number, reverse(page, args=[one.number]), _note(one)) for one in shown)
    return Card(title, lines, "", reverse("posts"), _("All drafts"), place, urgent and bool(lines))


def _note(one: Any) -> str:
    when = f"{timezone.localtime(one.scheduled):%Y-%m-%d %H:%M} · " if one.scheduled else ""
    return f"{when}{one.author.name} · {one.get_state_display()} · {glance.begins(one.text, 60)}"
