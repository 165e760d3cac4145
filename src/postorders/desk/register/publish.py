"""Making it public: the change for the feeds, the row of the directory, and the list issued anew, all in one act."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from postorders.desk.base import guard, scope
from postorders.desk.base.act import Done, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.ledger.models import Log
from postorders.desk.people.models import Department
from postorders.desk.register import directory
from postorders.desk.register.models import Change, Issue, Listed, Site
from postorders.desk.register.shown import ENDED, MOVED, OURS, facts, instant, public
from postorders.plain import canonical

WHATS = ("listed", "changed", "suspended", "revoked", "retired", "verified")
ISSUE = "register.issue"
WORDS = 500
_waiting: ContextVar[set[uuid.UUID] | None] = ContextVar("waiting", default=None)


def changed(site: Site, what: str, words: str = "") -> None:
    """Tells the public that an account changed: `what` is one of WHATS, `words` what the feeds say besides.

    Called inside an act, after the account was saved. Nothing is told of an account that never was public, nor of a
    `changed` that the list does not show.
    Raises ValueError for another `what`, OutsideAct outside of an act.
    """
    if what not in WHATS:
        raise ValueError(f"{what!r} is no change of the list; it is one of {', '.join(WHATS)}.")
    if not guard.acting():
        raise guard.OutsideAct("What the public sees changes in an act.")
    department = Department.objects.get(id=site.department_id)
    if _told(site) and (what != "changed" or _differs(site, department, _listed_last())):
        Change(site=site, what=what, name=site.name, url=site.url, words=words[:WORDS]).save()
    directory.enter(site, department)
    waiting = _waiting.get()
    if waiting is None:
        issue(machine())
    else:
        waiting.add(site.department_id)


def renamed() -> None:
    """Tells the public the new name of an element or of the department at work: in the directory, in the feeds for each
    account that the list shows under it, and in a list issued anew. Called inside an act, after the name was saved.
    """
    department = Department.objects.get(id=scope.current())
    Listed.objects.filter(place=department.id).update(
        town=department.name[: directory.NAME],
        slug=department.slug,
        since=Case(When(state=MOVED, then=F("since")), default=Value(timezone.now())),
    )
    last = _listed_last()
    for site in public():
        if _differs(site, department, last):
            Change(site=site, what="changed", name=site.name, url=site.url).save()
    issue(machine())


@contextmanager
def together() -> Iterator[None]:
    """Several changes that are issued as one list, when the block ends well; best inside the act that makes them."""
    if _waiting.get() is not None:
        yield
        return
    waiting: set[uuid.UUID] = set()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for department in sorted(waiting):
        with scope.within(department):
            issue(machine())


def newest() -> Issue | None:
    """The list of the department at work as it was issued last."""
    found: Issue | None = Issue.objects.order_by("-number").first()
    return found


def _told(site: Site) -> bool:
    return site.state in OURS or (site.state in ENDED and site.listed is not None)


def _listed_last() -> dict[int, Any]:
    """What the newest list says of each account, by its number."""
    last = newest()
    return {one["number"]: one for one in json.loads(last.body)["accounts"]} if last else {}


def _differs(site: Site, department: Department, listed: dict[int, Any]) -> bool:
    return listed.get(site.number) != facts(site, department)


def about(number: int) -> str:
    """How the ledger names an issue of the list."""
    return f"list {number}"


def issue(person: Person) -> Issue | None:
    """Issues the list, unless the last issue says the same already; returns the newest one."""
    with transaction.atomic():
        return _next(person)


def _next(person: Person) -> Issue | None:
    department = Department.objects.get(id=person.department)
    # The head of the ledger is what every act locks in the end: locked first, issues follow one another.
    Log.objects.select_for_update().filter(department_id=department.id).first()
    accounts = [facts(site, department) for site in public()]
    last = newest()
    said = json.loads(last.body) if last else {"accounts": [], "department": _named(department)}
    if (accounts, _named(department)) == (said["accounts"], said["department"]):
        return last
    made: Issue = _issued(person, department, (last.number if last else 0) + 1, accounts)
    return made


@act(ISSUE, "{actor_name} issued the list of accounts, number {issue}, SHA-256 {sha256}.", may=[MACHINE])
def _issued(person: Person, department: Department, number: int, accounts: list[dict[str, Any]]) -> Done:
    """Keeps the exact bytes of the list; the ledger holds their SHA-256."""
    now = timezone.now()
    said = {
        "department": _named(department),
        "list": f"{settings.CONFIG.address.rstrip('/')}/d/{department.slug}/accounts/",
        "issue": number,
        "issued": instant(now),
        "accounts": accounts,
    }
    body = canonical(said)
    row = Issue(number=number, at=now, body=body.decode(), sha256=hashlib.sha256(body).hexdigest())
    row.save()
    return Done(row, about(number), {"issue": number, "sha256": row.sha256, "accounts": len(accounts)})


def _named(department: Department) -> dict[str, str]:
    return {"name": department.name, "slug": department.slug}
