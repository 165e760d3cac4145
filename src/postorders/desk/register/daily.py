"""What the register does once a day: says which listed accounts have lost their footing, and enters what is printed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.jobs.daily import every_day
from postorders.desk.jobs.models import Notice
from postorders.desk.register import acts, rules
from postorders.desk.register.glance import LOOKED
from postorders.desk.register.models import Site

SOON = timedelta(days=14)


@every_day
def recall_due(now: datetime) -> int:
    """Tells of accounts whose permission is over, or whose last word by a person runs out; says how many.

    Called for the department at work; each reason is told once, so doing it twice does nothing more.
    """
    day = timezone.localdate(now)
    return _unfounded(day) + _unseen(day)


@every_day
def seed_due(now: datetime) -> int:
    """Enters the accounts that a policy prints and that are not there yet; says how many."""
    keys = set(rules.printed_keys())
    if not keys - set(Site.objects.filter(key__in=keys).values_list("key", flat=True)):
        return 0
    with suppress(Refused):  # somebody entered them meanwhile
        return len(acts.seed(machine()))
    return 0


def _unfounded(day: date) -> int:
    """Listed accounts whose permission ended or was revoked."""
    over = Q(grant__revoked__lte=day) | Q(grant__ends__lt=day)
    count = 0
    for site in Site.objects.filter(over, state="listed").select_related("grant", "owner"):
        ended = site.grant.revoked or site.grant.ends
        why = lazy("The permission %(name)s behind this account has not been in force since %(day)s.")
        count += _told(site, why % {"name": site.grant.name, "day": ended}, f"permission:{site.grant.name}:{ended}")
    return count


def _unseen(day: date) -> int:
    """Accounts that a person has to look over again: within two weeks, and once more when the day has passed."""
    count = 0
    for site in Site.objects.filter(state__in=LOOKED, revalidate_by__lte=day + SOON).select_related("owner"):
        late = site.revalidate_by < day
        why = lazy("It was to be looked over again by %(day)s.") if late else lazy("Look it over again by %(day)s.")
        key = f"{'overdue' if late else 'due'}:{site.revalidate_by}"
        count += _told(site, why % {"day": site.revalidate_by}, key)
    return count


def _told(site: Site, why: object, key: str) -> bool:
    """Tells it, unless it was told: a notice of that key is there. Without anybody to tell it waits."""
    if Notice.objects.filter(key=f"{site.about}:{key}").exists() or not (site.owner or rules.deciders()):
        return False
    with suppress(Refused):
        acts.recall(machine(), site, str(why), key)
        return True
    return False
