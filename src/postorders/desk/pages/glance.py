"""How the pages of accounts stand, for lists: a fixed number of questions for however many accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from postorders.desk.pages.ground import ground
from postorders.desk.pages.models import Check, Standing
from postorders.desk.pages.standings import summary
from postorders.desk.register.models import Site


@dataclass(frozen=True, slots=True)
class Glance:
    """How many demands a page meets in whatever way, lacks, and leaves unknown; the day of its last change, None when
    it never changed; and why it cannot be read now, "" when it can.
    """

    met: int
    missing: int
    unknown: int
    changed: date | None
    why: str


def glance(sites: Iterable[Site]) -> dict[UUID, Glance]:
    """The glance of each account, by id."""
    listed = list(sites)
    keys, given = [one.id for one in listed], ground(listed)
    rows = Standing.objects.filter(site__in=keys).select_related("check_made")
    standings = {one.site_id: one for one in rows}
    checks = Check.objects.filter(site__in=keys).exclude(before={}).order_by()
    changed = dict(checks.values_list("site").annotate(Max("at")))
    found = {}
    for site in listed:
        standing, at = standings.get(site.id), changed.get(site.id)
        counts = summary(given.stands(site, standing))
        day = timezone.localdate(at) if at else None
        found[site.id] = Glance(**counts, changed=day, why=standing.why if standing else "")
    return found
