"""Who may read which entries, and the entries that they asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from postorders.desk.base import scope
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.ledger import acts
from postorders.desk.ledger.models import Log, Payload
from postorders.desk.ledger.words import acts as all_acts
from postorders.desk.ledger.words import sentence
from postorders.ledger.entry import Disposed, read_payload
from postorders.ledger.entry import Payload as Contents

PAGE = 50
AGAIN = timedelta(hours=1)  # how long one record of reading covers


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: an act, a person by number, a matter, days (inclusive); entries before an index."""

    act: str = ""
    person: str = ""
    about: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: its index, when, by whom (a number), about what, its act, and what it says in words."""

    index: int
    at: datetime | None
    actor: str
    about: str
    act: str
    says: str
    disposed_by: int | None = None


def readable(person: Person) -> QuerySet:
    """The entries that a person may read: those whose act names one of their roles, and those by or about them."""
    rows: QuerySet = Payload.objects.filter(department_id=person.department)
    if MACHINE in person.roles:
        return rows
    known = all_acts().values()
    own = Q(actor=person.number) | Q(subject=person.number)
    if person.has(acts.READERS):
        hidden = [act.name for act in known if not person.has(act.read_by - {"anyone"})]
        return rows.exclude(Q(act__in=hidden) & ~own)
    return rows.filter(Q(act__in=[act.name for act in known if act.read_by & person.roles]) | own)


def reads_others(person: Person) -> bool:
    """Whether a role of the person opens entries of others to them."""
    return MACHINE in person.roles or any(person.roles & act.read_by for act in all_acts().values())


def asked(rows: QuerySet, given: Asked) -> QuerySet:
    """Those of the entries that were asked for, newest first."""
    if given.act:
        rows = rows.filter(act=given.act)
    if given.person:
        rows = rows.filter(Q(actor=given.person) | Q(subject=given.person))
    if given.about:
        rows = rows.filter(about=given.about)
    if given.since:
        rows = rows.filter(at__gte=_midnight(given.since))
    if given.until:
        rows = rows.filter(at__lt=_midnight(given.until) + timedelta(days=1))
    if given.before is not None:
        rows = rows.filter(index__lt=given.before)
    return rows.order_by("-index")


def tell(rows: QuerySet) -> Iterator[Told]:
    """Entries in words."""
    for row in rows.iterator(chunk_size=500):
        yield told(row)


def told(row: Payload) -> Told:
    """One entry in words."""
    says = sentence(contents(row))
    return Told(row.index, row.at, row.actor, row.about, row.act, says, row.disposed_by)


def contents(row: Payload) -> Contents:
    """What an entry says, as the library has it."""
    if row.body:
        return read_payload(row.body.encode())
    return Disposed(row.disposed_by) if row.disposed_by is not None else None


def note_reading(person: Person, where: str = "desk") -> None:
    """Records that somebody reads others' entries, once an hour, so that the ledger does not fill with itself."""
    if not reads_others(person):
        return
    since = timezone.now() - AGAIN
    mine = Payload.objects.filter(department_id=person.department, act="ledger.read", actor=person.number)
    last = mine.order_by("-index").first()
    if last is None or last.at < since:
        acts.read(person, where)


def published() -> int:
    """How many entries of the department at work are signed and published."""
    return int(Log.objects.filter(department_id=scope.current()).values_list("published", flat=True).first() or 0)


def _midnight(day: date) -> datetime:
    """When a day begins here; the first and the last days of the calendar are left to the neighboring ones."""
    day = min(max(day, date.min + timedelta(days=1)), date.max - timedelta(days=1))
    return timezone.make_aware(datetime.combine(day, time.min))
