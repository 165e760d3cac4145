"""A process that acts on a desk of its own until it is done or killed, and says what was acknowledged to it.

python acting.py found            makes the tables and a department
python acting.py act SEED COUNT   says how the desk is found (JSON), then does COUNT acts, one line for each done
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any


def found() -> None:
    """Makes the tables, and a department."""
    from django.core.management import call_command

    from postorders.desk.base import guard
    from postorders.desk.people.acts import found as begin

    with guard.lifted("making the tables"):
        call_command("migrate", verbosity=0)
    begin("cedar-bluff", "Cedar Bluff Police Department")


def check() -> dict[str, Any]:
    """Compares entries, payloads and rows of the department with each other and with the head of its log."""
    from postorders.desk.ledger.models import Entry, Log, Payload
    from postorders.desk.people.models import Member, Unit
    from postorders.ledger.entry import Entry as Sealed
    from postorders.ledger.entry import leaf, read_payload
    from postorders.ledger.tree import Frontier, leaf_hash

    log, frontier, problems = Log.objects.get(), Frontier(), []
    said: dict[str, list[str]] = {"people.add-unit": [], "people.add-member": []}
    bodies = dict(Payload.objects.values_list("index", "body"))
    for entry in Entry.objects.order_by("index"):
        if entry.index != frontier.size:
            problems.append(f"a gap before {entry.index}")
        frontier = frontier.append(leaf_hash(bytes(entry.leaf)))
        payload = read_payload(bodies.pop(entry.index, "null").encode())
        if not isinstance(payload, Sealed) or leaf(payload) != bytes(entry.leaf):
            problems.append(f"entry {entry.index} has another payload")
            continue
        said.setdefault(payload.get("act"), []).append(payload.get("unit") or payload.get("number"))
    if bodies:
        problems.append(f"orphans: {sorted(bodies)}")
    if (log.size, bytes(log.frontier)) != (frontier.size, frontier.to_bytes()):
        problems.append(f"the log says {log.size}, and there are {frontier.size}, or others")
    rows = {
        "people.add-unit": list(Unit.objects.values_list("name", flat=True)),
        "people.add-member": list(Member.objects.values_list("number", flat=True)),
    }
    problems += [f"{act}: rows and entries differ" for act in rows if sorted(rows[act]) != sorted(said[act])]
    return {"size": log.size, "problems": problems, "done": sorted(rows["people.add-unit"] + rows["people.add-member"])}


def act(seed: int, count: int) -> None:
    """Does that many acts, of which every fifth is refused."""
    from postorders.desk.base.act import Refused
    from postorders.desk.base.person import machine
    from postorders.desk.people.acts import add_member, add_unit

    chance, desk = random.Random(seed), machine()
    for number in range(count):
        name = f"{seed}-{number}"
        if chance.random() < 0.5:
            add_unit(desk, name)
        else:
            add_member(desk, name, f"Member {name}", "officer")
        print(name, flush=True)
        if number % 5 == 0:
            try:
                add_member(desk, f"{name}-again", "Nobody", "volunteer")
            except Refused:
                continue
            raise AssertionError("It should have been refused.")


def main() -> None:
    """What the arguments say."""
    import django

    django.setup()
    if sys.argv[1] == "found":
        found()
        return
    from postorders.desk.base import scope
    from postorders.desk.people.models import Department

    with scope.within(Department.objects.get().id):
        print(json.dumps(check()), flush=True)
        act(int(sys.argv[2]), int(sys.argv[3]))


if __name__ == "__main__":
    main()
