"""Fills a desk with made-up departments, members, requests and ledger entries, in bulk."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from postorders.desk.base import guard, scope
from postorders.desk.base.act import Done, act
from postorders.desk.base.person import MACHINE, machine
from postorders.desk.ledger.models import Entry, Log, Payload
from postorders.desk.people import acts
from postorders.desk.people.models import Department, Member
from postorders.desk.people.who import person
from postorders.desk.permissions.acts import ask
from postorders.desk.permissions.rules import Wish
from postorders.desk.policy.acts import adopt
from postorders.desk.signin.models import Account
from postorders.ledger.entry import leaf, seal, write_payload
from postorders.ledger.tree import Frontier, leaf_hash
from postorders.policy.library import TEMPLATES

WAITING = 40  # requests before each chief who is measured


def seed(departments: int, members: int, entries: int, users: int) -> list[dict[str, str]]:
    """Everything, and a session for each of so many chiefs (of one, again and again, where there is one department)."""
    call_command("migrate", verbosity=0)
    places = [_department(number, members // departments) for number in range(departments)]
    made = list(_entries(entries // departments))
    for place in places:
        _log(place, made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measured = places[:users]
    for place in measured:
        _requests(place)
    return [_session(measured[number % len(measured)]) for number in range(users)]


def _department(number: int, members: int) -> Department:
    slug = f"bench-{number:03}"
    place = acts.found(slug, f"Department {number:03}")
    with scope.within(place.id):
        adopt(machine(), TEMPLATES / "raymore-8")
        unit = acts.add_unit(machine(), "Command")
        chief = acts.add_member(machine(), "1", f"Chief of {number:03}", "officer", unit=unit)
        acts.give_role(machine(), chief, "chief")
        acts.lead_unit(machine(), unit, chief)
        with guard.lifted("seeding a benchmark"):
            rows = (
                Member(department_id=place.id, number=f"m{i}", name=f"Member {i}", member_class="officer", unit=unit)
                for i in range(2, members + 1)
            )
            while batch := list(islice(rows, 1000)):
                Member.objects.bulk_create(batch)
            Account.objects.create(email=f"chief@{slug}.example", department=place, member=chief, password="!")
    return place


def _entries(count: int) -> Iterator[tuple[bytes, str]]:
    at = "2026-03-02T15:04:05.678+00:00"
    for number in range(count):
        fields = {
            "act": "bench.note",
            "at": at,
            "actor": f"m{number % 300}",
            "actor_name": "A member",
            "about": f"note {number}",
        }
        entry = seal({**fields, "says": "An entry of a usual length, with a reason of a sentence or so."})
        yield leaf(entry), write_payload(entry).decode()


def _log(place: Department, made: list[tuple[bytes, str]]) -> None:
    at = datetime.datetime(2026, 3, 2, 15, 4, 5, tzinfo=datetime.UTC)
    with scope.within(place.id), guard.lifted("seeding a benchmark"), transaction.atomic():
        log = Log.objects.get(department=place)
        frontier = Frontier.from_bytes(bytes(log.frontier))
        for line, _ in made:
            frontier = frontier.append(leaf_hash(line))
        for start in range(0, len(made), 2000):
            part = list(enumerate(made[start : start + 2000], log.size + start))
            Entry.objects.bulk_create([Entry(department=place, index=i, leaf=line) for i, (line, _) in part])
            Payload.objects.bulk_create(
                [
                    Payload(
                        department=place, index=i, body=body, act="bench.note", actor="m1", about=f"note {i}", at=at
                    )
                    for i, (_, body) in part
                ]
            )
        Log.objects.filter(department=place).update(size=frontier.size, frontier=frontier.to_bytes())


def _requests(place: Department) -> None:
    with scope.within(place.id):
        for member in Member.objects.exclude(number="1")[:WAITING]:
            ask(person(member), "logo-use", Wish("The patch on a memorial page"))


def _session(place: Department) -> dict[str, str]:
    client = Client()
    client.force_login(Account.objects.get(email=f"chief@{place.slug}.example"))
    return {"slug": place.slug, "session": client.cookies["sessionid"].value}


@act("bench.note", "{actor_name} noted {note}.", may=[MACHINE])
def note(person: Any, words: str) -> Done:
    """An act that changes nothing, for the cost of an act and its entry."""
    return Done(None, "note", {"note": words})


def appends(seconds: float = 5.0) -> dict[str, Any]:
    """Acts a second in one process, and bare rows a second, each in a transaction of its own, in turns."""
    place = Department.objects.order_by("slug").first()
    assert place is not None
    rates: dict[str, list[float]] = {"act": [], "bare": []}
    with scope.within(place.id), guard.lifted("a benchmark"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id bigint PRIMARY KEY, body text)")
        body, row = json.dumps({"note": "x" * 400}), 0
        for _ in range(3):
            rates["act"].append(_rate(seconds, lambda: note(machine(), "x")))

            def bare() -> None:
                nonlocal row
                row += 1
                with transaction.atomic():
                    cursor.execute("INSERT INTO bench_bare VALUES (%s, %s)", [row, body])

            rates["bare"].append(_rate(seconds, bare))
    best = {name: max(found) for name, found in rates.items()}
    return {
        "acts_per_second": round(best["act"]),
        "bare_per_second": round(best["bare"]),
        "ratio": round(best["act"] / best["bare"], 2),
    }


def _rate(seconds: float, do: Any) -> float:
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        do()
        count += 1
    return count / (time.perf_counter() - began)
