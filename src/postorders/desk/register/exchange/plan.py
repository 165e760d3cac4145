"""What a file would change: each account compared with what stands, and everything wrong named with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.base.cji import no_cji
from postorders.desk.custody.models import Holding
from postorders.desk.people.models import Department, Member, Unit
from postorders.desk.people.who import on_day, today
from postorders.desk.register import rules, texts
from postorders.desk.register.exchange import document, gsa, sheet
from postorders.desk.register.exchange.columns import LISTS, MOST_CHARACTERS, Item, Plan, Reading, Wish
from postorders.desk.register.models import Site
from postorders.desk.register.states import Keeping
from postorders.errors import InputError, Problem
from postorders.platforms.address import Address

SHAPES = ("csv", "json", "registry")
# The states a file may bring an account to: from which it may come there.
REACHED = {"listed": ("", "to-verify"), "retired": ("",), "not-ours": ("",), "to-verify": ("",)}
FIELDS = ("name", "purpose", "named_for", "style_guide", "language", "short", "long")


def read(text: str, shape: str = "") -> Reading:
    """The accounts of a file; its shape is seen by its first character where none is given."""
    into = Reading(shape)
    if len(text) > MOST_CHARACTERS:
        into.problems.append(Problem(_("The file is longer than 5 MB."), _("Divide it into several files.")))
        return into
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if shape in ("json", "registry") or (shape == "" and start in ("[", "{")):
        document.read(text, into)
    else:
        into.shape = "csv"
        sheet.read(text, into)
    return into


def planned(text: str, shape: str = "") -> Plan:
    """The plan of a file for the department at work."""
    reading = read(text, shape)
    comparing = _Comparing(reading)
    for item in reading.items:
        comparing.item(item)
    plan = Plan(reading.shape, comparing.wishes, reading.problems, list(dict.fromkeys(reading.notes)))
    plan.count()
    plan.digest = _digest(text, plan.wishes)
    return plan


def _digest(text: str, wishes: Iterable[Wish]) -> str:
    """SHA-256 of the file and of all that it would change, so that what was shown is what is done."""
    total = hashlib.sha256("\n".join(text.splitlines()).encode())  # a browser's form changes line ends
    for one in wishes:
        total.update(repr((one.line, one.where.key, one.site and str(one.site.id), one.told)).encode())
    return total.hexdigest()


class _Comparing:
    """What stands in the department at work, loaded once, against which each account of the file is held."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.wishes = reading, list[Wish]()
        self.department = Department.objects.get(id=scope.current())
        self.sites = {site.key: site for site in Site.objects.select_related("unit", "owner")}
        self.units = {unit.name: unit for unit in Unit.objects.all()}
        numbers = {n for item in reading.items for n in (*item.list("custodians"), item.text("owner"))}
        asked = Member.objects.filter(number__in=[number for number in numbers if number and number.isprintable()])
        self.members = {member.number: member for member in asked}
        self.keys = _keepers()
        self.seen: dict[str, int] = {}

    def bad(self, item: Item, what: str, mend: str) -> None:
        """Notes what is wrong with an account."""
        self.reading.problems.append(Problem(what, mend, line=item.line))

    def item(self, item: Item) -> None:
        """Compares one account with what stands."""
        if (where := self._where(item)) is None:
            return
        before, site = len(self.reading.problems), self.sites.get(where.key)
        if self.reading.shape == "registry":
            item = gsa.settled(item, site, self.department, self.units, self.reading.notes)
        changes = self._changes(item, site)
        custodians = self._custodians(item, site)
        state = self._state(item, site)
        if len(self.reading.problems) == before:
            told = _told(item, site, where, changes, custodians, state)
            self.wishes.append(Wish(item.line, where, site, changes, custodians, state, told))

    def _where(self, item: Item) -> Address | None:
        try:
            where = rules.read(item.text("address"))
        except InputError as error:
            self.bad(item, error.problems[0].what, error.problems[0].mend)
            return None
        if where.key in self.seen:
            told = _("%(url)s stands in line %(line)d already.") % {"url": where.url, "line": self.seen[where.key]}
            self.bad(item, told, _("Keep one of them."))
            return None
        self.seen[where.key] = item.line
        return where

    def _changes(self, item: Item, site: Site | None) -> dict[str, Any]:
        """The fields that differ, by name."""
        found: dict[str, Any] = {}
        for name in FIELDS:
            if name in item.said and self._fits(item, name, text := _lines(item.text(name))):
                found[name] = text
        for name in texts.LISTS:
            if name in item.said and self._fits(item, name, items := item.list(name)):
                found[name] = items
        if "unit" in item.said:
            found["unit"] = self.units.get(item.text("unit"))
            if item.text("unit") and found["unit"] is None:
                self.bad(item, _("There is no unit %s.") % item.text("unit"), _("Add it first, or mend the name."))
        if "owner" in item.said:
            found["owner"] = self._member(item, item.text("owner"))
        if found.get("name") == "":
            del found["name"]
        return {name: value for name, value in found.items() if site is None or getattr(site, name) != value}

    def _fits(self, item: Item, name: str, value: Any) -> bool:
        try:
            no_cji(value if isinstance(value, str) else "\n".join(value))
            texts.fitting(name, value)
        except ValidationError as error:
            self.bad(item, " ".join(error.messages), "")
        except InputError as error:
            self.bad(item, error.problems[0].what, error.problems[0].mend)
        else:
            return True
        return False

    def _member(self, item: Item, number: str) -> Member | None:
        member = self.members.get(number)
        if number and member is None:
            self.bad(item, _("Nobody has the number %s.") % number, _("Mend the number, or add the person first."))
        return member

    def _custodians(self, item: Item, site: Site | None) -> tuple[Member, ...]:
        """The members to be named: those of the file who do not hold the keys yet."""
        there = self.keys.get(site.id, []) if site else []
        wanted = [self._member(item, number) for number in item.list("custodians")]
        return tuple(one for one in wanted if one is not None and one.id not in there)

    def _state(self, item: Item, site: Site | None) -> str:
        """The state that the account is to come to, "" where it stays."""
        wanted, now = item.text("state").lower(), site.state if site else ""
        if wanted in ("", now) or (site is None and wanted == "to-verify"):
            return ""
        if wanted not in Keeping.states:
            known = ", ".join(Keeping.states)
            self.bad(item, _("There is no state %r.") % wanted, _("Known: %s.") % known)
        elif now not in REACHED.get(wanted, ()):
            told = _("A file does not bring an account to the state %(to)s") % {"to": wanted}
            told += _(" from %(now)s.") % {"now": now} if now else "."
            self.bad(item, told, _("Leave the state out, and do it on the account's own page."))
        return wanted


def _keepers() -> dict[UUID, list[UUID]]:
    """Who holds the keys of each account today."""
    found: dict[UUID, list[UUID]] = {}
    rows = Holding.objects.filter(on_day(today()), replaced=None)
    for site, member in rows.values_list("site_id", "member_id"):
        found.setdefault(site, []).append(member)
    return found


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _told(
    item: Item, site: Site | None, where: Address, changes: dict[str, Any], custodians: tuple[Member, ...], state: str
) -> tuple[tuple[str, str], ...]:
    """What would be done, in words: what, and to which value."""
    found = [] if site else [(_("enter"), where.url)]
    for name, value in changes.items():
        if site is not None or value:
            said = ", ".join(value) if name in LISTS else item.text(name)
            found.append((name, said or "—"))
    found += [(_("name as custodian"), f"{one.name} ({one.number})") for one in custodians]
    return (*found, *([(_("state"), state)] if state else []))
