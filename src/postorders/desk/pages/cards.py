"""What the first page says of official pages: what changed this month, what they lack, what nobody knows of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.custody.models import Holding
from postorders.desk.custody.who import known_at
from postorders.desk.pages.models import Check, Standing
from postorders.desk.pages.rights import KEEPERS
from postorders.desk.pages.rounds import LOOKED
from postorders.desk.people.who import on_day, today
from postorders.desk.register.models import Site
from postorders.desk.register.rules import acts_as

MONTH = timedelta(days=30)
MOST = 5


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person: of every account for those who keep the pages, else of the person's own."""
    mine = _mine(person)
    if mine is None:
        return
    rows = Standing.objects.filter(mine, site__state__in=LOOKED).select_related("site").order_by("site__number")
    lacking = list(rows.filter(summary__missing__gt=0)[:MOST])
    unknown = list(rows.filter(summary__unknown__gt=0)[:MOST])
    checks = Check.objects.filter(mine, at__gte=timezone.now() - MONTH, site__state__in=LOOKED).exclude(before={})
    changed = {one.site_id: one for one in checks.select_related("site").order_by("-at")[: 4 * MOST]}
    yield Card(_("Pages that lack something"), tuple(map(_lacks, lacking)), "", place=35, urgent=bool(lacking))
    title = _("Pages that changed this month")
    yield Card(title, tuple(map(_changed, list(changed.values())[:MOST])), place=36)
    yield Card(_("Pages of which something is unknown"), tuple(map(_unknown, unknown)), place=37)


def _mine(person: Person) -> Any:
    """The accounts that concern a person, as a condition; None for nobody's."""
    if acts_as(person, KEEPERS):
        return Q()
    rows = Holding.objects.filter(known_at(None), on_day(today()), member=person.member)
    owned = Site.objects.filter(owner=person.member)
    mine = {*rows.values_list("site", flat=True), *owned.values_list("id", flat=True)}
    return Q(site__in=mine) if mine else None


def _lacks(row: Standing) -> Line:
    count = int(row.summary.get("missing", 0))
    note = ngettext("{count} demand is not met", "{count} demands are not met", count).format(count=count)
    return Line(row.site.name, _page(row), note)


def _changed(row: Check) -> Line:
    return Line(row.site.name, _page(row), timezone.localdate(row.at).isoformat())


def _unknown(row: Standing) -> Line:
    count = int(row.summary.get("unknown", 0))
    note = ngettext("{count} demand is unknown", "{count} demands are unknown", count).format(count=count)
    return Line(row.site.name, _page(row), row.why or note)


def _page(row: Any) -> str:
    return reverse("account-page", args=[row.site_id])
