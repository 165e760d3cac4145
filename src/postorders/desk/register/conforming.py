"""How the pages of accounts stand, as the public may know it: each demand met or not, and nobody's excuse."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from postorders.desk.pages.ground import ground
from postorders.desk.pages.models import Standing
from postorders.desk.register.models import Site

DISCLAIMER = "visitor-disclaimer"
# As the public is told: a page that a person vouches for meets the demand.
STATES = {
    "met": "met",
    "attested": "met",
    "missing": "not-met",
    "unknown": "unknown",
    "not-practical": "not-practical",
}


def conformance_of(site: Site) -> list[dict[str, str]]:
    """How one account's page stands, as `standings` says it."""
    return standings([site]).get(site.id, [])


def standings(sites: Sequence[Site]) -> dict[uuid.UUID, list[dict[str, str]]]:
    """Each demand of the policies in force with its state: met, not-met, unknown or not-practical; by account.

    A demand from which a permission may excuse is left out: beside the page itself, its state would tell of the excuse.
    """
    known, rows = ground(sites), _rows(one.id for one in sites)
    return {
        site.id: [
            {"demand": one.demand.demand, "state": STATES[one.state]}
            for one in known.stands(site, rows.get(site.id))
            if not one.demand.excuse
        ]
        for site in sites
    }


def disclaimer_version(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Which version of the department's own disclaimer was last seen on each page, where one was."""
    found = {}
    for site, row in _rows(ids).items():
        check = row.check_made
        if check and (version := check.findings.get(DISCLAIMER, {}).get("version")):
            found[site] = int(version)
    return found


def _rows(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    rows = Standing.objects.filter(site__in=list(ids)).select_related("check_made")
    return {row.site_id: row for row in rows}
