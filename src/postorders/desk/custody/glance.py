"""How the custody of accounts stands, for lists: a fixed number of questions for however many accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Min

from postorders.desk.custody.models import Departure, Holding
from postorders.desk.custody.who import known_at
from postorders.desk.people.who import on_day, today
from postorders.desk.permissions.local import setting
from postorders.desk.register.models import Site
from postorders.desk.register.states import HELD


@dataclass(frozen=True, slots=True)
class Glance:
    """The first custodian's name ("" when nobody in service answers for the keys), how many stand in, whether a
    departure is open and when the first of them is due, and whether fewer hold the keys than the department has set.
    """

    first: str
    others: int
    at_risk: bool
    due: date | None
    short: bool


def glance(sites: Iterable[Site]) -> dict[UUID, Glance]:
    """The glance of each account, by id."""
    listed = list(sites)
    day, least, keys = today(), setting("least_custodians"), [one.id for one in listed]
    held: dict[UUID, list[Holding]] = defaultdict(list)
    for row in Holding.objects.filter(known_at(None), on_day(day), site__in=keys).select_related("member"):
        if row.member.active(day):
            held[row.site_id].append(row)
    open_now = Departure.objects.filter(site__in=keys, state="open").order_by()
    due = dict(open_now.values_list("site").annotate(Min("due")))
    return {one.id: _one(one, held[one.id], due.get(one.id), least) for one in listed}


def _one(site: Site, rows: list[Holding], due: date | None, least: int) -> Glance:
    first = next((row.member.name for row in rows if row.first), "")
    others = sum(not row.first for row in rows)
    short = site.state in HELD and len(rows) < least
    return Glance(first, others, due is not None, due, short)
