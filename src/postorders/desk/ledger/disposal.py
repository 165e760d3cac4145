"""Carrying a disposal out, beyond the rows: the database's own leftovers, the list for restores, the backups."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from postorders.desk.base.person import Person, machine
from postorders.desk.ledger import acts
from postorders.desk.ledger.models import Disposal
from postorders.desk.people.models import Department
from postorders.errors import InputError

log = logging.getLogger("postorders.ledger")
LIST, BACKUPS = "disposals.jsonl", "backups.json"


def dispose(person: Person, row: Disposal) -> Disposal:
    """Has the payloads of a proposal destroyed here, and then in every backup that can be reached.

    Called outside a transaction. What could not be reached stays on the list, and is tried again every day.
    """
    row = acts.dispose(person, row, backups())
    finish(row)
    return row


def finish(row: Disposal) -> None:
    """What follows a disposal; run again, it does what is left."""
    department = Department.objects.get(id=row.department_id)
    note(row, department)
    clean()
    done = [name for name in row.unreached if _scrubbed(name, department.slug, row)]
    if done:
        acts.reached(machine(), row, done)


def clean() -> None:
    """Makes the database let go of what was deleted: SQLite's log of changes is emptied into the file, whose freed
    pages are zeroed; PostgreSQL frees dead rows.
    """
    if connection.in_atomic_block:
        raise RuntimeError("A disposal is finished outside a transaction.")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                log.warning("SQLite was busy: what was disposed of leaves its log of changes with the next cleaning.")
        else:
            cursor.execute("VACUUM ledger_payload")


def note(row: Disposal, department: Department) -> None:
    """Appends to the list that a restore reads, once for each certificate."""
    path: Path = settings.CONFIG.home / LIST
    key = (department.slug, row.certificate)
    if key in {(one["department"], one["certificate"]) for one in noted(path)}:
        return
    said: dict[str, Any] = {"department": department.slug, "certificate": row.certificate, "entries": row.indexes}
    said |= {"authority": row.authority, "at": row.decided.isoformat(timespec="seconds")}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(said, ensure_ascii=False) + "\n")


def noted(path: Path) -> list[dict[str, Any]]:
    """The disposals on the list; half a line at its end is no entry."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines if line]


def backups() -> list[str]:
    """The folders of the backups that this desk has made."""
    path: Path = settings.CONFIG.home / BACKUPS
    if not path.exists():
        return []
    listed = json.loads(path.read_text(encoding="utf-8"))
    found = [str(one["folder"] if isinstance(one, dict) else one) for one in listed]
    return sorted(dict.fromkeys(found))


def _scrubbed(backup: str, department: str, row: Disposal) -> bool:
    """Whether the payloads are gone from a backup now."""
    from postorders.desk.operate.backup import scrub

    try:
        scrub(Path(backup), department, row.indexes, row.certificate)
    except (OSError, InputError) as error:
        log.warning("The disposal did not reach the backup %s: %s", backup, error)
        return False
    return True
