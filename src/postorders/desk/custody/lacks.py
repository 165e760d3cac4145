"""What the custody of accounts lacks: custodians, a first one, or one beyond the next days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.custody.models import Holding
from postorders.desk.custody.who import known_at
from postorders.desk.people.models import Member
from postorders.desk.people.who import on_day
from postorders.desk.permissions.local import setting
from postorders.desk.register.models import Site
from postorders.desk.register.states import HELD

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Lack:
    """An account, who keeps it now (custodians and owner), and what its custody lacks, in words."""

    site: Site
    keepers: tuple[Member, ...]
    words: tuple[Any, ...]


def lacks(day: date, sites: Iterable[Site] | None = None) -> list[Lack]:
    """The accounts in use whose custody lacks something on a day: three questions, however many there are."""
    rows: dict[UUID, list[Holding]] = defaultdict(list)
    for row in Holding.objects.filter(known_at(None), on_day(day)).select_related("member", "member__department"):
        rows[row.site_id].append(row)
    least = setting("least_custodians")
    used = Site.objects.filter(state__in=HELD).select_related("owner", "owner__department")
    asked = used if sites is None else used.filter(id__in=[one.id for one in sites])
    found = (_one(site, rows[site.id], day, least) for site in asked)
    return [one for one in found if one.words]


def _one(site: Site, rows: list[Holding], day: date, least: int) -> Lack:
    serving = [row for row in rows if row.member.active(day)]
    words: list[Any] = []
    if not serving:
        words.append(lazy("nobody holds the keys"))
    elif len(serving) < least:
        words.append(
            format_lazy(lazy("{count} of at least {least} custodians (local setting)"), count=len(serving), least=least)
        )
    if serving and not any(row.first for row in serving):
        words.append(lazy("no first custodian in service"))
    words += [_ends(row) for row in serving if row.until is not None and row.until <= day + SOON]
    owner = (site.owner,) if site.owner is not None else ()
    return Lack(site, (*(row.member for row in serving), *owner), tuple(words))


def _ends(row: Holding) -> Any:
    return format_lazy(lazy("the custody of {member} ends on {day}"), member=row.member.name, day=row.until)
