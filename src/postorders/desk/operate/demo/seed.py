"""Fills a new desk with the two departments and what happened there, by acts alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from postorders.desk.base import scope
from postorders.desk.base.person import Person, machine
from postorders.desk.operate.demo import accounts, posts
from postorders.desk.operate.demo.clock import pretending
from postorders.desk.operate.demo.posting import Posting
from postorders.desk.operate.demo.story import STORIES, Deed
from postorders.desk.operate.demo.towns import TOWNS, Town
from postorders.desk.people import acts as people
from postorders.desk.people.models import Department, Member, Unit
from postorders.desk.people.who import person, today
from postorders.desk.permissions import acts as permissions
from postorders.desk.permissions.models import Request
from postorders.desk.permissions.paper import Terms
from postorders.desk.permissions.rules import Wish
from postorders.desk.policy.acts import adopt, reading_of, sign_reading
from postorders.desk.policy.force import policy_of, version_in_force
from postorders.desk.signin.acts import invite
from postorders.desk.signin.models import Account
from postorders.policy.library import TEMPLATES

FOUNDED_DAYS, LISTED_DAYS, MOVED_DAYS = 45, 34, 2  # ago: the department, its accounts, who leaves one
PASSWORD = "four herons by the mill"  # nosec B105 - printed for all to read; the desk is a demonstration


def seed() -> None:
    """Founds both departments and tells their stories, up to an hour ago."""
    for town in TOWNS:
        zone = ZoneInfo("America/Chicago")
        with timezone.override(zone):
            _Teller(town, timezone.now() - timedelta(hours=1)).tell()


class _Teller:
    """Tells one story; every deed is an act of the person who did it, at its own time."""

    def __init__(self, town: Town, now: datetime) -> None:
        self.town, self.now, self.password = town, now, make_password(PASSWORD)
        self.tomorrow = timezone.localdate() + timedelta(days=1)  # of today: the story may end the evening before
        self.members: dict[str, Member] = {}
        self.requests: dict[str, Request] = {}

    def tell(self) -> None:
        """Founds the department, then does the deeds in their order."""
        with pretending(self.now - timedelta(days=FOUNDED_DAYS)):
            department = people.found(self.town.slug, self.town.name)
            with scope.within(department.id):
                self._people(department)
        with scope.within(department.id):
            steps = sorted(self._steps(), key=lambda one: -one[0])
            for number, (ago, step) in enumerate(steps):
                with pretending(self.now - timedelta(days=ago) + timedelta(seconds=15 * number)):
                    step()

    def _steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """Everything that happened, with how many days ago."""
        slug = self.town.slug
        yield LISTED_DAYS, self._accounts
        yield MOVED_DAYS, partial(accounts.leave, slug, self.members)
        yield from ((deed.ago, partial(self._do, deed)) for deed in STORIES[slug])
        yield from ((deed.ago, partial(self._post, deed)) for deed in posts.STORIES[slug])

    def _accounts(self) -> None:
        sites = accounts.enter(self.town.slug, self.town.name, self.members)
        self.posting = Posting(self.members, sites, self.tomorrow)

    def _post(self, deed: Deed) -> None:
        self.posting.do(deed)

    def _people(self, department: Department) -> None:
        desk = machine()
        units: dict[str, Unit] = {}
        for name, above in self.town.units.items():
            units[name] = people.add_unit(desk, name, units.get(above))
        for short, one in self.town.people.items():
            self._member(desk, short, units[one.unit])
        for name, head in self.town.heads.items():
            people.lead_unit(desk, Unit.objects.get(name=name), self.members[head])
        adopt(desk, TEMPLATES / self.town.policy)

    def _member(self, desk: Person, short: str, unit: Unit) -> None:
        one, email = self.town.people[short], self.town.email(short)
        given: dict[str, Any] = {"rank": one.rank, "unit": unit, "email": email}
        member = self.members[short] = people.add_member(desk, one.number, one.name, one.sort, **given)
        for role in one.roles:
            people.give_role(desk, member, role)
        invite(desk, member, email)
        Account.objects.filter(member=member).update(password=self.password)

    def _do(self, deed: Deed) -> None:
        who = person(self.members[deed.who], signed_in_anew=True)
        if deed.on and deed.what != "ask":
            given = Request.objects.get(id=self.requests[deed.on].id)
            _DEEDS[deed.what](who, given, deed.given)
        elif deed.what == "ask":
            self.requests[deed.on] = _ask(who, deed.given)
        elif deed.what == "delegate":
            to, ends = self.members[deed.given["to"]], today() + timedelta(days=deed.given["ends"])
            people.delegate(who, to, today(), ends, reason=deed.given["reason"])
        else:
            _sign(who, deed.given["reading"])


def _later(days: int | None) -> date | None:
    return None if days is None else today() + timedelta(days=days)


def _ask(who: Person, given: dict[str, Any]) -> Request:
    more = {name: value for name, value in given.items() if name not in ("kind", "ends")}
    asked: Request = permissions.ask(who, given["kind"], Wish(ends=_later(given["ends"]), **more))
    return asked


def _grant(who: Person, asked: Request, given: dict[str, Any]) -> None:
    more = {name: value for name, value in given.items() if name != "ends"}
    signed = who.name if given["form"] == "written" else ""
    permissions.grant(who, asked, Terms(starts=today(), ends=_later(given["ends"]), signed_name=signed, **more))


def _sign(who: Person, name: str) -> None:
    version = version_in_force()
    text = reading_of(policy_of(version), name).proposed
    sign_reading(who, version, name, text, "It is the narrowest way to read the clause that the law leaves open.")


def _with_words(act: Callable[..., Any]) -> Callable[[Person, Request, dict[str, Any]], None]:
    def do(who: Person, asked: Request, given: dict[str, Any]) -> None:
        act(who, asked, *([given["words"]] if "words" in given else ()))

    return do


_DEEDS: dict[str, Callable[[Person, Request, dict[str, Any]], None]] = {
    "grant": _grant,
    "refuse": _with_words(permissions.refuse),
    "send-back": _with_words(permissions.send_back),
    "pass-up": _with_words(permissions.pass_up),
    "revoke": _with_words(permissions.revoke),
    "withdraw": _with_words(permissions.withdraw),
    "appeal": _with_words(permissions.appeal),
}
