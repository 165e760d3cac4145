"""Is this account really yours? The answer to a pasted address, in words that claim no more than is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.people.models import Department
from postorders.desk.register.directory import mark
from postorders.desk.register.likes import INDEX
from postorders.desk.register.models import Change, Listed, Site
from postorders.desk.register.shown import ENDED, MOVED, NOT_OURS, OURS, ended_at, platform_name
from postorders.desk.register.trust import official
from postorders.errors import InputError, Problem
from postorders.platforms.address import Address, address
from postorders.platforms.clean import tidy
from postorders.platforms.url import parse
from postorders.platforms.wrappers import meant

LONGEST = 2000
ALIKE = 5  # how many resemblances an answer names
STANDING = (*OURS, *ENDED, MOVED, NOT_OURS)  # what an answer heeds first
Kind = Literal[
    "ours", "suspended", "was", "elsewhere", "not-ours", "website", "alike", "unlisted", "no-address", "nothing"
]


@dataclass(frozen=True, slots=True)
class Found:
    """An account of the directory: whose it is, and how it stands. Times are None where they say nothing.

    `url` is what was asked, which may be a former address (`state` MOVED); `now` is then the one that is listed.
    """

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
    now: str = ""


@dataclass(frozen=True, slots=True)
class Resemblance:
    """A listed account that the asked one could be taken for, and why, in words."""

    found: Found
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of an address. `compared` is False when there was no time to look for resemblances; `through` is
    the host of what was pasted, where that only leads on to the address.
    """

    kind: Kind
    asked: str = ""
    address: Address | None = None
    found: tuple[Found, ...] = ()
    alike: tuple[Resemblance, ...] = ()
    problem: Problem | None = field(default=None)
    compared: bool = True
    through: str = ""

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
    return replace(_known(text, asked, department), through=_through(text))


def _known(text: str, asked: Address, department: Department | None) -> Answer:
    rows = Listed.objects.filter(key=asked.key)
    own = _best(rows if department is None else rows.filter(place=department.id))
    if own and _kind(own[0]) != "not-ours":
        return Answer(_kind(own[0]), text, asked, own)
    if department is not None and (others := _best(rows.filter(state__in=OURS).exclude(place=department.id))):
        return Answer("elsewhere", text, asked, others)
    if own:
        return Answer("not-ours", text, asked, own)
    if department is not None and _website_of(department, asked):
        return Answer("website", text, asked)
    return _unlisted(text, asked, department)


def _best(rows: QuerySet[Listed]) -> tuple[Found, ...]:
    """What the first few rows say that stands highest: an account that is listed, before one that was, before none."""
    order = Case(*(When(state=state, then=at) for at, state in enumerate(STANDING)), default=len(STANDING))
    found = sorted(filter(None, map(_found, rows.order_by(order, "slug")[:ALIKE])), key=_rank)
    return tuple(one for one in found if one.state in OURS or _kind(one) == _kind(found[0]))


def _kind(found: Found) -> Kind:
    if found.state in OURS:
        return "ours" if found.state == "listed" else "suspended"
    return "not-ours" if found.state == NOT_OURS and found.listed is None else "was"


def _rank(found: Found) -> int:
    return ("ours", "suspended", "was", "not-ours").index(_kind(found))


def _found(row: Listed) -> Found | None:
    """The account behind a row, as its own register has it now; None when it is no longer there."""
    former = row.state == MOVED
    with scope.within(row.place):
        site = Site.objects.filter(id=mark(row.site, row.key) if former else row.site).first()
        if site is None:
            return None
        if former:
            told = (row.town, row.slug, site.number, site.name, platform_name(row.platform), row.url, MOVED)
            return Found(*told, ended=row.since, now=site.url if site.state == "listed" else "")
        told = (row.town, row.slug, site.number, site.name, platform_name(site.platform), site.url, site.state)
        return Found(*told, site.listed, site.verified, _until(site), site.purpose)


def _until(site: Site) -> datetime | None:
    """When an account stopped speaking for the department; also one that was listed and is held to be another's now."""
    if site.state != NOT_OURS or site.listed is None:
        return ended_at(site)
    ends = Change.objects.filter(site=site, what__in=ENDED, at__gte=site.listed).order_by("at")
    return ends.values_list("at", flat=True).first() or site.ended


def _through(text: str) -> str:
    """The host of an address that only leads on to the one that is meant; "" for any other."""
    try:
        url = parse(tidy(text))
    except InputError:  # an account named without an address
        return ""
    return url.host if meant(url) else ""


def _website_of(department: Department, asked: Address) -> bool:
    """Whether the address is on the official website that the department watches."""
    with scope.within(department.id):
        return official(asked)


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
