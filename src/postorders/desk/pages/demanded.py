"""What the adopted policies demand of official pages, with the examiner that looks for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from postorders.conformance.demand import LINK_BACK, Demand, demands
from postorders.conformance.examine import Examiner, Own
from postorders.desk.pages.models import Website, Wording
from postorders.desk.people.who import today
from postorders.desk.policy.force import version_in_force, versions_in_force
from postorders.desk.policy.models import Version
from postorders.known import known
from postorders.policy.library import refreshed, revived
from postorders.signals.library import shipped

Cited = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Orders:
    """What one version of a policy says of official pages: its demands, and whose website and mail is official."""

    policy: str
    demands: tuple[Demand, ...]
    websites: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    """What all policies in force demand. `cited` gives (policy, clause) for each demand, `version` is a row's id."""

    demands: tuple[Demand, ...]
    cited: Mapping[str, tuple[Cited, ...]]
    websites: tuple[str, ...]
    domains: tuple[str, ...]

    @property
    def by_id(self) -> dict[str, Demand]:
        """The demands by their names."""
        return {one.demand: one for one in self.demands}


def ordered() -> Ordered:
    """What the policies in force in the department at work demand; nothing where none is in force."""
    return merged(tuple(_orders(str(version.id), version.hash) for version in versions_in_force()))


def version() -> Version:
    """The version in force that a look is filed under. Raises Refused when there is none."""
    return version_in_force()


@lru_cache(maxsize=64)
def merged(found: tuple[Orders, ...]) -> Ordered:
    """The demands of several policies as one list: what two of them demand stands once, under the clauses of both."""
    kept: dict[str, Demand] = {}
    cited: dict[str, tuple[Cited, ...]] = {}
    for orders in found:
        for one in orders.demands:
            kept[one.demand] = _both(kept[one.demand], one) if one.demand in kept else one
            clauses = tuple((orders.policy, clause) for clause in one.clauses)
            cited[one.demand] = (*cited.get(one.demand, ()), *clauses)
    websites = _flat(orders.websites for orders in found)
    return Ordered(tuple(kept.values()), cited, websites, _flat(orders.domains for orders in found))


def _both(one: Demand, other: Demand) -> Demand:
    """A demand of two policies: excused or impractical only as far as both say so."""
    return Demand(
        one.demand,
        (*one.clauses, *other.clauses),
        one.label,
        one.practical and other.practical,
        one.excuse if one.excuse == other.excuse else "",
        one.suggests,
    )


def _flat(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in lists for one in some))


@lru_cache(maxsize=4096)
def _orders(version: str, hash: str) -> Orders:
    return _read(Version.objects.values_list("compiled", flat=True).get(id=version))


@lru_cache(maxsize=16)
def _read(compiled: str) -> Orders:
    """Read once for all departments that adopted the same text."""
    policy = refreshed(revived(json.loads(compiled)), known)
    manifest = policy.manifest
    return Orders(policy.id, demands(policy, shipped()), manifest.websites, manifest.email_domains)


def own() -> dict[str, tuple[Own, ...]]:
    """The department's own words that have begun, by demand, the newest first."""
    found: dict[str, tuple[Own, ...]] = {}
    for row in Wording.objects.filter(since__lte=today()).order_by("demand", "-number"):
        found[row.demand] = (*found.get(row.demand, ()), Own(row.number, row.text))
    return found


def watched() -> list[Website]:
    """The pages of the official website that are watched."""
    return list(Website.objects.filter(ended=None))


def hosts(given: Ordered, websites: Iterable[Website]) -> tuple[str, ...]:
    """Where the official website is: hosts that a policy names, and the places of the pages that are watched.

    A watched page that is not the root of its host stands for itself and what is beneath it (`pages.example/view/us`):
    others may have their pages at that host.
    """
    return tuple(dict.fromkeys((*given.websites, *(_place(one.url) for one in websites))))


def rooted(given: Ordered, websites: Iterable[Website]) -> tuple[str, ...]:
    """The hosts that are the official website's as a whole: a policy names them, or their root is watched."""
    return tuple(one for one in hosts(given, websites) if "/" not in one)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/').lower()}"


def examiner(given: Ordered, websites: Iterable[Website], words: Mapping[str, tuple[Own, ...]]) -> Examiner:
    """The examiner for what is demanded, with the department's own website and words."""
    return _examiner(given.demands, hosts(given, websites), given.domains, tuple(sorted(words.items())))


@lru_cache(maxsize=64)
def _examiner(
    wanted: tuple[Demand, ...],
    websites: tuple[str, ...],
    domains: tuple[str, ...],
    words: tuple[tuple[str, tuple[Own, ...]], ...],
) -> Examiner:
    return Examiner(wanted, shipped(), websites, domains, dict(words))


__all__ = [
    "LINK_BACK",
    "Ordered",
    "Orders",
    "examiner",
    "hosts",
    "merged",
    "ordered",
    "own",
    "rooted",
    "version",
    "watched",
]
