"""Which known accounts an account could be taken for: the department's own, and those that others of the host list."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from postorders.desk.base import scope
from postorders.desk.register.glance import platform_name
from postorders.desk.register.likes import INDEX
from postorders.desk.register.models import Listed, Site
from postorders.desk.register.shown import OURS
from postorders.platforms.address import Address
from postorders.platforms.likeness import Alike, Likeness

MOST = 5
LOADED = 5_000


@dataclass(frozen=True, slots=True)
class Double:
    """A known account that is like the one at hand, and why, in words. `site` is set for an account of ours."""

    name: str
    platform: str
    url: str
    why: str
    whose: str = ""
    site: UUID | None = None


def doubles(where: Address, name: str = "") -> list[Double]:
    """Accounts that are like an address (or are shown under the same `name`), ours first; at most ten.

    A reason to look, never a verdict. The account of the address itself is not among them.
    """
    return [*_own(where, name), *_others(where)]


def _own(where: Address, name: str) -> list[Double]:
    rows = {row[0]: row for row in Site.objects.values_list("key", "handle", "name", "platform", "url", "id")[:LOADED]}
    rows.pop(where.key, None)
    near = Likeness((key, row[1], row[2]) for key, row in rows.items()).near(where, name, MOST)
    return [_double(one, rows[one.key]) for one in near]


def _double(one: Alike, row: tuple[str, str, str, str, str, UUID]) -> Double:
    _key, _handle, name, platform, url, site = row
    return Double(name, platform_name(platform), url, one.says, site=site)


def _others(where: Address) -> list[Double]:
    """Accounts that other departments of the host list; none where there is no time to compare."""
    near = {one.key: one for one in INDEX.near(where) or ()}
    rows = Listed.objects.filter(key__in=near, state__in=OURS).exclude(place=scope.current())
    found = sorted(rows, key=lambda row: list(near).index(row.key))[:MOST]
    return [Double(row.name, platform_name(row.platform), row.url, near[row.key].says, row.town) for row in found]
