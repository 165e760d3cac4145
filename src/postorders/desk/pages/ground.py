"""What it takes to say how some accounts stand, asked of the database at once: a fixed number of questions for any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from postorders.conformance.demand import LINK_BACK
from postorders.desk.custody.models import Holding
from postorders.desk.custody.who import covers, known_at, poster_grants
from postorders.desk.pages.back import link_back
from postorders.desk.pages.demanded import Ordered, ordered, watched
from postorders.desk.pages.models import Attestation, Standing, Website
from postorders.desk.pages.standings import Stand, Word, stands
from postorders.desk.people.who import on_day, today
from postorders.desk.permissions.models import Grant
from postorders.desk.policy.force import bare_policy, versions_in_force
from postorders.desk.register.models import Site


@dataclass
class Ground:
    """What is demanded, and what is known besides the findings of some accounts, by the account's id."""

    ordered: Ordered
    websites: list[Website]
    words: dict[UUID, dict[str, Word]] = field(default_factory=dict)
    excused: dict[UUID, dict[str, str]] = field(default_factory=dict)

    def findings(self, site: Site, standing: Standing | None) -> dict[str, dict[str, Any]]:
        """The findings of the last look that could read the page, with what the official website links to today."""
        check = standing.check_made if standing and standing.check_made_id else None
        found = dict(check.findings) if check else {}
        if LINK_BACK in self.ordered.by_id:
            found[LINK_BACK] = _steady(link_back(site.key, self.websites), found.get(LINK_BACK))
        return found

    def stands(self, site: Site, standing: Standing | None) -> tuple[Stand, ...]:
        """How each demand stands for an account."""
        why = standing.why if standing else ""
        words, excused = self.words.get(site.id, {}), self.excused.get(site.id, {})
        return stands(self.ordered.demands, self.findings(site, standing), words, excused, why)


def _steady(now: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """A finding with the day since when it is so, where a check has noted that."""
    same = before is not None and before["verdict"] == now["verdict"]
    return {**now, "since": before["since"]} if before and same and before.get("since") else now


def ground(sites: Iterable[Site]) -> Ground:
    """The ground for some accounts of the department at work."""
    listed = list(sites)
    given = ordered()
    found = Ground(given, watched())
    found.words = _words(listed)
    if any(one.excuse for one in given.demands):
        found.excused = _excused(given, listed)
    return found


def _words(sites: list[Site]) -> dict[UUID, dict[str, Word]]:
    """The newest attestation in force on each demand."""
    found: dict[UUID, dict[str, Word]] = defaultdict(dict)
    rows = Attestation.objects.filter(site__in=[one.id for one in sites], withdrawn=None, review_by__gte=today())
    for row in rows.select_related("by").order_by("at"):
        found[row.site_id][row.demand] = Word(row.verdict, row.by.name, row.at, row.review_by, row.reason)
    return found


def _excused(given: Ordered, sites: list[Site]) -> dict[UUID, dict[str, str]]:
    """The clause of the permission that excuses a demand of an account, by demand.

    A permission that names the account counts for whoever answers for it or posts there; one that names none counts
    for its owner and its custodians alone, so that one member's leave does not excuse every page.
    """
    kinds = {one.excuse: one.demand for one in given.demands if one.excuse}
    begun = Grant.objects.filter(kind__in=kinds, starts__lte=today())
    grants = [one for one in begun if one.stands(today())]
    if not grants:
        return {}
    clauses = {kind.kind: kind.clause for v in versions_in_force() for kind in bare_policy(v).manifest.permissions}
    keepers, posters = _keepers(sites), list(poster_grants(today()))
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for site in sites:
        here = {one.member_id for one in posters if covers(one, site)}
        for grant in grants:
            holders = keepers[site.id] | (here if grant.scope.get("site") else set())
            if covers(grant, site) and grant.member_id in holders:
                found[site.id][kinds[grant.kind]] = clauses.get(grant.kind, "")
    return found


def _keepers(sites: list[Site]) -> dict[UUID, set[UUID]]:
    """The owner and the custodians of each account."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for site in sites:
        found[site.id] |= {site.owner_id} - {None}
    rows = Holding.objects.filter(known_at(None), on_day(today()), site__in=[one.id for one in sites])
    for site_id, member in rows.values_list("site", "member"):
        found[site_id].add(member)
    return found
