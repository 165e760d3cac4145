"""The directory of this host: which account any of its departments has made public, for anybody's question."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Min
from django.utils import timezone

from postorders.desk.base import guard, scope
from postorders.desk.people.models import Department
from postorders.desk.register.models import Change, Listed, Site
from postorders.desk.register.shown import ENDED, MOVED, NOT_OURS, OURS, ended_at
from postorders.errors import InputError
from postorders.platforms.address import address

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
        Listed.objects.filter(site=mark(site.id, site.key)).delete()  # an address that it has again
        for row in _former(site, department):
            Listed.objects.update_or_create(site=row.pop("site"), defaults=row)
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
            sites = list(Site.objects.all())
            rows = [Listed(site=site.id, **_row(site, department)) for site in sites if answered(site)]
            moved = set(Change.objects.exclude(url=F("site__url")).values_list("site", flat=True))
            rows += [Listed(**row) for site in sites if site.id in moved for row in _former(site, department)]
            done += len(Listed.objects.bulk_create(rows, batch_size=500))
    return done


def mark(site: uuid.UUID, key: str) -> uuid.UUID:
    """What stands for an account in the row of an address that it had before; made of the mark and the same key, the
    account itself.
    """
    return uuid.UUID(int=site.int ^ int.from_bytes(hashlib.sha256(key.encode()).digest()[:16]))


def version() -> tuple[int, datetime | None]:
    """What changes whenever the directory does: how many rows it has, and when the newest of them was made."""
    found = Listed.objects.aggregate(count=Count("site"), newest=Max("since"))
    return found["count"], found["newest"]


def _former(site: Site, department: Department) -> Iterator[dict[str, Any]]:
    """The rows of the addresses under which the public knew an account before; `since` is when each ceased to be its.

    The changes that the feeds told have them.
    """
    told = Change.objects.filter(site=site).exclude(url=site.url).order_by()
    for url, last in told.values_list("url").annotate(last=Max("at")):
        try:
            was = address(url)
        except InputError:  # no platform has it any longer
            continue
        if was.key == site.key:
            continue
        after = Change.objects.filter(site=site, at__gt=last).aggregate(at=Min("at"))["at"]
        until = min(filter(None, [after or timezone.now(), ended_at(site)]))
        named = {"key": was.key, "platform": was.platform, "handle": was.handle[:NAME], "url": was.url}
        yield _row(site, department) | named | {"site": mark(site.id, was.key), "state": MOVED, "since": until}


def _row(site: Site, department: Department) -> dict[str, Any]:
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
