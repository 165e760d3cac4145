"""Is this account really yours? The answer to a pasted address, in words that claim no more than is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.people.models import Department
from postorders.desk.register.likes import INDEX
from postorders.desk.register.models import Listed, Site
from postorders.desk.register.shown import NOT_OURS, OURS, ended_at, platform_name
from postorders.desk.register.trust import watched_hosts
from postorders.errors import InputError, Problem
from postorders.platforms.address import Address, address

LONGEST = 2000
ALIKE = 5  # how many resemblances an answer names
Kind = Literal[
    "ours", "suspended", "was", "elsewhere", "not-ours", "website", "alike", "unlisted", "no-address", "nothing"
]


@dataclass(frozen=True, slots=True)
class Found:
    """An account of the directory: whose it is, and how it stands. Times are None where they say nothing."""

    department: str
    slug: str
    number: int
    name: str
    platform: str
    url: str
    state: str
    listed: datetime | None = None
    verified: datetime | None = None
    ended: datetime | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A listed account that the asked one could be taken for, and why, in words."""

    found: Found
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of an address. `compared` is False when there was no time to look for resemblances."""

    kind: Kind
    asked: str = ""
    address: Address | None = None
    found: tuple[Found, ...] = ()
    alike: tuple[Resemblance, ...] = ()
    problem: Problem | None = field(default=None)
    compared: bool = True

    @property
    def verified(self) -> bool:
        """Whether it is on a list today and may be relied on."""
        return any(one.state == "listed" for one in self.found)


def answer(text: str, department: Department | None = None) -> Answer:
    """What this department knows of a pasted address, or all departments of this host. Never raises for a text."""
    text = text.strip()
    if not text:
        return Answer("nothing")
    try:
        asked = address(text[: LONGEST + 1])
    except InputError as error:
        return Answer("no-address", text[:LONGEST], problem=error.problems[0])
    rows = list(Listed.objects.filter(key=asked.key).order_by("slug")[:ALIKE])
    own = [row for row in rows if department is None or row.place == department.id]
    if own:
        found = sorted(filter(None, map(_found, own)), key=_rank)
        if found:
            return Answer(_kind(found[0].state), text, asked, tuple(found))
    if department is not None and _website_of(department, asked):
        return Answer("website", text, asked)
    others = tuple(one for one in map(_found, rows) if one and one.state in OURS)
    if others:
        return Answer("elsewhere", text, asked, others)
    return _unlisted(text, asked, department)


def _kind(state: str) -> Kind:
    if state == "listed":
        return "ours"
    return "suspended" if state == "suspended" else "not-ours" if state == NOT_OURS else "was"


def _rank(found: Found) -> int:
    states = ("listed", "suspended", "revoked", "retired", NOT_OURS)
    return states.index(found.state) if found.state in states else len(states)


def _found(row: Listed) -> Found | None:
    """The account behind a row, as its own register has it now; None when it is no longer there."""
    with scope.within(row.place):
        site = Site.objects.filter(id=row.site).first()
    if site is None:
        return None
    platform = platform_name(site.platform)
    told = (row.town, row.slug, site.number, site.name, platform, site.url, site.state)
    return Found(*told, site.listed, site.verified, ended_at(site), site.purpose)


def _website_of(department: Department, asked: Address) -> bool:
    """Whether the address is on the official website that the department watches."""
    if asked.platform != "website":
        return False
    with scope.within(department.id):
        return asked.host.removeprefix("www.") in (one.removeprefix("www.") for one in watched_hosts())


def _unlisted(text: str, asked: Address, department: Department | None) -> Answer:
    """Not on a list: with what it could be taken for, the department's own accounts first."""
    near = INDEX.near(asked)
    if near is None:
        return Answer("unlisted", text, asked, compared=False)
    by_key: dict[str, list[Listed]] = {}
    for row in Listed.objects.filter(key__in=[one.key for one in near], state__in=OURS):
        by_key.setdefault(row.key, []).append(row)
    here = None if department is None else department.id
    pairs = [(one, row) for one in near for row in by_key.get(one.key, ())]
    pairs.sort(key=lambda pair: pair[1].place != here)
    alike = [Resemblance(found, _why(one.why)) for one, row in pairs[:ALIKE] if (found := _found(row))]
    return Answer("alike" if alike else "unlisted", text, asked, alike=tuple(alike))


def _why(why: str) -> str:
    words = {
        "same-account": _("It is the same account."),
        "other-form": _("It has the same name on the same platform, in another form of address. It may be the same."),
        "confusable": _("Its name looks the same, with other characters."),
        "same-name-elsewhere": _("It has the same name, on another platform."),
        "contains": _("Its name is the same with something added, left out or put in another way."),
        "near": _("Its name differs by a letter or two."),
        "same-display-name": _("It is displayed under the same name."),
    }
    return words.get(why, _("Its name is like it."))
