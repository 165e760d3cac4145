"""Who holds the keys of an account on a day, as it is known now or was known at a moment; and who may post on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from postorders.desk.custody.models import Holding
from postorders.desk.people.models import Member
from postorders.desk.people.who import on_day, today
from postorders.desk.permissions.models import Grant
from postorders.desk.policy.force import bare_policy, versions_in_force
from postorders.desk.register.models import Site
from postorders.desk.register.rules import names
from postorders.desk.register.states import HELD


def known_at(moment: datetime | None) -> Q:
    """Rows that were held for so at a moment; None is now."""
    if moment is None:
        return Q(replaced=None)
    return Q(recorded__lte=moment) & (Q(replaced=None) | Q(replaced__gt=moment))


def custodians(site: Site, on: date | None = None, known: datetime | None = None) -> list[Holding]:
    """Who holds the keys of an account on a day (today if not given), the first custodian first.

    `known` asks what was known of that day at a moment; None is now. Members who have left are among them for as long
    as their holding stands: `Holding.member.active(day)` tells.
    """
    found = Holding.objects.filter(known_at(known), on_day(on or today()), site=site)
    return list(found.select_related("member").order_by("-first", "member__name", "member__number"))


def serving(site: Site, on: date | None = None) -> list[Holding]:
    """The custodians of a day who are in service on it."""
    day = on or today()
    return [one for one in custodians(site, day) if one.member.active(day)]


def first_of(site: Site, on: date | None = None) -> Member | None:
    """Who answers for the keys on a day, None when nobody does."""
    return next((one.member for one in custodians(site, on) if one.first), None)


def held_by(member: Member, on: date | None = None) -> list[Site]:
    """The accounts whose keys a member holds on a day (today if not given), by number."""
    rows = Holding.objects.filter(known_at(None), on_day(on or today()), member=member)
    return list(Site.objects.filter(id__in=rows.values("site"), state__in=HELD))


def posters(site: Site, on: date | None = None) -> list[tuple[Member, Grant]]:
    """The members in service who have standing leave to post on an account, with the permission that says so."""
    day = on or today()
    grants = poster_grants(day).select_related("member").order_by("member__name", "name")
    return [(one.member, one) for one in grants if covers(one, site) and one.member.active(day)]


def poster_grants(day: date) -> QuerySet:
    """The permissions to post for the department that are in force on a day, of whatever member and account."""
    kinds = {kind.kind for version in versions_in_force(day) for kind in bare_policy(version).kinds_giving("poster")}
    begun = Grant.objects.filter(kind__in=kinds, starts__lte=day)
    return begun.exclude(ends__lt=day).exclude(revoked__lte=day)


def covers(grant: Grant, site: Site) -> bool:
    """Whether a permission is for this account: it names no account, or this one by its key, address or number."""
    said = str(grant.scope.get("site", "")).strip()
    return not said or said.casefold() == site.key.casefold() or names(said, site)


def in_service(members: Iterable[Member | None], on: date | None = None) -> list[Member]:
    """Those who belong to the department on a day, each once."""
    day = on or today()
    return list({one.id: one for one in members if one is not None and one.active(day)}.values())
