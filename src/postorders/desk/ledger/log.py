"""Appends to the department's log, inside the transaction of the act."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from postorders.desk.base import guard, scope
from postorders.desk.ledger.models import Entry, Log, Payload
from postorders.ledger.entry import leaf, seal, write_payload
from postorders.ledger.tree import Frontier, leaf_hash

ABOUT = 120  # characters by which an entry is found; the whole stands in its body


def append(fields: Mapping[str, Any]) -> int:
    """Adds one entry to the log of the department at work and returns its index, from 0.

    The row of the log is locked until the transaction ends, so that writers queue up; whatever rolls the
    transaction back takes the entry with it. Raises OutsideAct when no act is running.
    """
    if not guard.acting():
        raise guard.OutsideAct("An entry belongs to an act.")
    department = scope.current()
    log, _ = Log.objects.select_for_update().get_or_create(
        department_id=department, defaults={"frontier": Frontier().to_bytes()}
    )
    entry = seal(fields)
    line = leaf(entry)
    frontier = Frontier.from_bytes(bytes(log.frontier)).append(leaf_hash(line))
    index = log.size
    Entry.objects.create(department_id=department, index=index, leaf=line)
    Payload.objects.create(
        department_id=department,
        index=index,
        body=write_payload(entry).decode(),
        act=str(fields["act"]),
        actor=str(fields["actor"]),
        subject=subject_of(fields),
        about=str(fields["about"])[:ABOUT],
        at=datetime.datetime.fromisoformat(str(fields["at"])),
    )
    Log.objects.filter(department_id=department).update(size=frontier.size, frontier=frontier.to_bytes())
    return index


def subject_of(fields: Mapping[str, Any]) -> str:
    """The employee number of the member whom an entry concerns: its field `number`, or the member it is about."""
    about = str(fields["about"])
    named = about.removeprefix("member ") if about.startswith("member ") else fields.get("number", "")
    return str(named)[:40]
