"""What the public may know of an official account: whatever leaves the register for the public comes from here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from postorders.desk.people.models import Department
from postorders.desk.register.models import Site
from postorders.desk.register.states import REGISTRY
from postorders.platforms.library import platforms

OURS = ("listed", "suspended")
ENDED = ("revoked", "retired")
NOT_OURS = "not-ours"
MOVED = "moved"  # in the directory alone: an address that an account of the list had before
ENDED_SHOWN = timedelta(days=365)  # how long an account that ended stands on the page of the list


def public() -> QuerySet[Site]:
    """The accounts of the department at work that were ever listed and are ours, or were, in their own order."""
    told = Q(state__in=OURS) | Q(state__in=ENDED, listed__isnull=False)
    return Site.objects.filter(told).select_related("unit").order_by("platform", "number")


def ended_lately(sites: Iterable[Site]) -> list[Site]:
    """Those that ended within the time that the page still shows them."""
    since = timezone.now() - ENDED_SHOWN
    return [site for site in sites if site.state in ENDED and (ended_at(site) or since) > since]


def ended_at(site: Site) -> datetime | None:
    """When an account stopped speaking for the department; None while it does."""
    if site.state not in ENDED:
        return None
    return site.ended or site.updated


def platform_name(platform: str) -> str:
    """What people call a platform."""
    known = platforms().get(platform)
    return known.label if known else platform


def maintained_by(site: Site, department: Department) -> str:
    """The element that keeps the account, else the department. Members are not named to the public."""
    return site.unit.name if site.unit else department.name


def instant(at: datetime | None) -> str:
    """A moment in UTC as text, "" for none: 2026-11-22T08:32:34Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""


def facts(site: Site, department: Department) -> dict[str, Any]:
    """What the issued list says of one account: plain data, the same bytes for the same facts."""
    return {
        "number": site.number,
        "name": site.name,
        "platform": site.platform,
        "handle": site.handle,
        "url": site.url,
        "key": site.key,
        "state": site.state,
        "status": REGISTRY[site.state],
        "purpose": site.purpose,
        "purposes": list(site.purposes),
        "maintained_by": maintained_by(site, department),
        "language": site.language,
        "listed": instant(site.listed),
        "verified": instant(site.verified),
        "ended": instant(ended_at(site)),
    }
