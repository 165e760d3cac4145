"""Setting a desk up: its first department, the policy of that department, and who looks after it."""

from __future__ import annotations

import re
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from postorders.desk.operate.opening import fresh
from postorders.errors import InputError, Problem
from postorders.known import known
from postorders.policy import library
from postorders.words import _


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new desk is to have. The administrator is made when `email` is given."""

    name: str
    slug: str
    policy: str = ""
    proof: str = ""
    timezone: str = "America/Chicago"
    email: str = ""
    admin: str = ""
    number: str = ""

    @classmethod
    def given(cls, department: str, admin_email: str, admin_name: str, admin_number: str, **more: str) -> Wanted:
        """As the options of the command line are named."""
        return cls(name=department, email=admin_email, admin=admin_name, number=admin_number, **more)


def init(home: Path, wanted: Wanted, **settings: Any) -> str:
    """Makes a desk with one department and returns the administrator's invitation link ("" without one).

    Raises InputError with everything that is wrong, and leaves nothing behind when something fails.
    """
    if problems := _wrong(wanted, settings):
        raise InputError(*problems)
    if wanted.policy:
        for folder in library.folders(wanted.policy):
            library.read(folder, known)
    with fresh(home, **{name: value for name, value in settings.items() if value}):
        return _fill(wanted)


def add(wanted: Wanted) -> str:
    """Adds one more department to a desk that is open, as `init` does the first."""
    from django.db import transaction

    from postorders.desk.people.models import Department

    problems = _wrong(wanted, {})
    if Department.objects.filter(slug=wanted.slug).exists():
        what = _("There is a department {slug} already.").format(slug=wanted.slug)
        problems.append(Problem(what, _("Choose another --slug.")))
    if problems:
        raise InputError(*problems)
    with transaction.atomic():
        return _fill(wanted)


def _fill(wanted: Wanted) -> str:
    from postorders.desk.base import scope
    from postorders.desk.base.person import machine
    from postorders.desk.operate.accounts import invite
    from postorders.desk.people import acts
    from postorders.desk.policy.acts import adopt

    department = acts.found(wanted.slug, wanted.name, timezone=wanted.timezone)
    with scope.within(department.id):
        desk = machine()
        if wanted.policy:
            adopt(desk, library.folders(wanted.policy)[-1], proof=wanted.proof)
        if not wanted.email:
            return ""
        member = acts.add_member(desk, wanted.number, wanted.admin, "civilian", email=wanted.email)
        acts.give_role(desk, member, "administrator")
        return invite(desk, member, wanted.email)


def _wrong(wanted: Wanted, settings: dict[str, Any]) -> list[Problem]:
    """Everything that is wrong with what was asked for."""
    found = []
    if not wanted.name.strip():
        found.append(Problem(_("The department has no name."), _("Give it with --department.")))
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", wanted.slug) or len(wanted.slug) > 60:
        what = _("{slug!r} is no short name.").format(slug=wanted.slug)
        found.append(Problem(what, _("Use small letters, digits and hyphens: --slug fulton-grove.")))
    if wanted.timezone not in zoneinfo.available_timezones():
        what = _("There is no time zone {zone!r}.").format(zone=wanted.timezone)
        found.append(Problem(what, _("Write --timezone America/Chicago.")))
    given = [bool(one) for one in (wanted.email, wanted.admin, wanted.number)]
    if any(given) and not all(given):
        mend = _("Give --admin-email, --admin-name and --admin-number together.")
        found.append(Problem(_("The administrator needs a name, a number and an address."), mend))
    if wanted.email and "@" not in wanted.email:
        what = _("{email!r} is no e-mail address.").format(email=wanted.email)
        found.append(Problem(what, _("Write --admin-email sam.ortiz@fulton-grove.example.")))
    return [*found, *_secret(str(settings.get("database") or ""))]


def _secret(database: str) -> list[Problem]:
    if database and urlsplit(database).password:
        mend = _("Leave it out of --database and set POSTORDERS_DESK_DATABASE_PASSWORD, or the same with _FILE.")
        return [Problem(_("The settings file is no place for the database's password."), mend)]
    return []
