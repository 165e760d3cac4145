"""Who may post where today: the members with leave to post on each account, and those who hold its keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from postorders.desk.custody.models import Holding
from postorders.desk.custody.who import covers, poster_grants
from postorders.desk.people.models import Member
from postorders.desk.people.who import on_day, today
from postorders.desk.permissions.models import Grant
from postorders.desk.register.models import Site


@dataclass(frozen=True, slots=True)
class Posting:
    """One account: the members who may post, each with the permission that says so, and who holds the keys."""

    site: Site
    posters: tuple[tuple[Member, Grant], ...]
    keys: tuple[Holding, ...]


def table(sites: Sequence[Site]) -> list[Posting]:
    """Who may post on each of these accounts today; a fixed number of questions for however many."""
    day = today()
    by_words: dict[str, list[Grant]] = defaultdict(list)
    for grant in poster_grants(day).select_related("member").order_by("member__name", "name"):
        if grant.member.active(day):
            by_words[str(grant.scope.get("site", "")).strip()].append(grant)
    keys: dict[Any, list[Holding]] = defaultdict(list)
    held = Holding.objects.filter(on_day(day), replaced=None, site__in=[site.id for site in sites])
    for row in held.select_related("member").order_by("-first", "member__name"):
        if row.member.active(day):
            keys[row.site_id].append(row)
    return [Posting(site, tuple(_posters(site, by_words)), tuple(keys[site.id])) for site in sites]


def _posters(site: Site, by_words: dict[str, list[Grant]]) -> list[tuple[Member, Grant]]:
    found = [(one.member, one) for grants in by_words.values() if covers(grants[0], site) for one in grants]
    return sorted(found, key=lambda pair: (pair[0].name, pair[1].name))
