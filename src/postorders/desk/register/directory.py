"""The directory of this host: which account any of its departments has made public, for anybody's question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from postorders.desk.base import guard, scope
from postorders.desk.people.models import Department
from postorders.desk.register.models import Listed, Site
from postorders.desk.register.shown import ENDED, NOT_OURS, OURS

NAME = 200


def answered(site: Site) -> bool:
    """Whether the directory has an answer for this account.

    What was listed and ended stays, so that the answer can be "until"; what the department found not to be its own
    stays too, and is told to whoever names its address, on no list.
    """
    return site.state in OURS or site.state == NOT_OURS or (site.state in ENDED and site.listed is not None)


def enter(site: Site, department: Department) -> None:
    """Makes the row of one account what its register says now. Called inside an act."""
    if answered(site):
        Listed.objects.update_or_create(site=site.id, defaults=_row(site, department))
    else:
        Listed.objects.filter(site=site.id).delete()


def rebuild(departments: Iterable[Department] | None = None) -> int:
    """Makes the directory anew from the registers, of some departments or of all, and returns how many rows it has.

    For when rows came in by another way than acts: a department that was imported, a backup that was restored.
    """
    done = 0
    for department in Department.objects.order_by("slug") if departments is None else departments:
        with scope.within(department.id), transaction.atomic(), guard.lifted("making the directory anew"):
            Listed.objects.filter(place=department.id).delete()
            rows = [Listed(site=site.id, **_row(site, department)) for site in Site.objects.all() if answered(site)]
            done += len(Listed.objects.bulk_create(rows, batch_size=500))
    return done


def version() -> tuple[int, datetime | None]:
    """What changes whenever the directory does: how many rows it has, and when the newest of them was made."""
    found = Listed.objects.aggregate(count=Count("site"), newest=Max("since"))
    return found["count"], found["newest"]


def _row(site: Site, department: Department) -> dict[str, object]:
    """The row of one account; `since` is when the directory came to say so."""
    return {
        "place": department.id,
        "slug": department.slug,
        "town": department.name[:NAME],
        "key": site.key,
        "platform": site.platform,
        "handle": site.handle,
        "name": site.name,
        "url": site.url,
        "state": site.state,
        "since": timezone.now(),
    }
