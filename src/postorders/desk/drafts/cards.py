"""What the first page says of official posts: what waits for approval, what was sent back, what goes out next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.drafts import glance, rights
from postorders.desk.drafts.models import Draft

MOST = 5
OPEN = ("written", "waiting", "approved")


@dataclass(frozen=True, slots=True)
class Part:
    """One card: which drafts are on it, asked of the database and of a row, in which order, and what it leads to; `own`
    are those of the person alone, whose name need not be said."""

    title: str
    asks: Q
    holds: Callable[[Draft], bool]
    order: str
    place: int
    page: str = "posts-one"
    urgent: bool = False
    own: bool = False


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person, from one question to the database."""
    parts, every = _parts(person), glance.readable(person)
    wanted = Q()
    for one in parts:
        wanted |= Q(id__in=every.filter(one.asks).order_by(one.order).values("id")[:MOST])
    rows = list(every.filter(wanted))
    for one in parts:
        name = one.order.lstrip("-")
        here = sorted(filter(one.holds, rows), key=attrgetter(name), reverse=one.order.startswith("-"))
        yield _card(one, here[:MOST])


def _parts(person: Person) -> list[Part]:
    me, now = person.member, timezone.now()
    parts = [
        Part(_("Sent back to you"), Q(author=me, state="written") & ~Q(returned=""),
             lambda row: row.author_id == me and row.state == "written" and row.returned != "", "-number", 14,
             urgent=True, own=True),
        Part(_("Your drafts"), Q(author=me, state__in=OPEN) & (~Q(state="written") | Q(returned="")),
             lambda row: row.author_id == me and row.state in OPEN and (row.state != "written" or not row.returned),
             "-number", 35, own=True),
        Part(_("Posts with a time ahead"), Q(scheduled__gt=now) & ~Q(state="dropped"),
             lambda row: row.scheduled is not None and row.scheduled > now and row.state != "dropped", "scheduled", 37),
    ]  # fmt: skip
    if not rights.role_of(person):
        return parts
    waits = Part(
        _("Posts that wait for approval"), Q(state="waiting") & ~Q(author=me),
        lambda row: row.state == "waiting" and row.author_id != me, "updated", 12, "posts-approve", True,
    )  # fmt: skip
    return [waits, *parts]


def _card(part: Part, rows: list[Draft]) -> Card:
    lines = tuple(
        Line(_("Draft %d") % one.number, reverse(part.page, args=[one.number]), _note(one, part.own)) for one in rows
    )
    return Card(part.title, lines, "", reverse("posts"), _("All drafts"), part.place, part.urgent and bool(lines))


def _note(one: Any, own: bool) -> str:
    """What stands behind a draft: its time, its author unless the person is that, its state and how it begins."""
    when = f"{timezone.localtime(one.scheduled):%Y-%m-%d %H:%M}" if one.scheduled else ""
    who = "" if own else one.author.name
    return " · ".join(str(part) for part in (when, who, one.get_state_display(), glance.begins(one.text, 60)) if part)
