"""An exported department comes into a desk: the same rows, and a ledger with the same root."""

from __future__ import annotations

import base64
import datetime
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from postorders.desk.base import guard, scope
from postorders.desk.config import Config
from postorders.desk.ledger.log import ABOUT, subject_of
from postorders.desk.ledger.models import Entry, Log, Payload
from postorders.desk.operate import ledgers, manifest, places, sealing, tables
from postorders.desk.operate.forms import EXPORT, EXPORT_FILE
from postorders.desk.operate.whole import exported_tables
from postorders.desk.people.models import Department
from postorders.desk.register import directory
from postorders.desk.signin.models import Account
from postorders.errors import InputError, Problem, refuse
from postorders.ledger import folder as library
from postorders.ledger.entry import Disposed, write_payload
from postorders.ledger.entry import Entry as Sealed
from postorders.ledger.tiles import ENTRIES, WIDTH, tile_name, unbundle
from postorders.ledger.tree import Frontier, leaf_hash
from postorders.ledger.verify import verify
from postorders.words import _


@dataclass(frozen=True, slots=True)
class Entered:
    """What came in: the department, rows, entries and root, accounts to invite, and whether keys came along."""

    name: str
    rows: int
    entries: int
    root: str
    accounts: int
    keys: bool


def enter_department(config: Config, source: Path, keys: Path | None = None) -> Entered:
    """Brings the department in the folder `source` into this desk, whole or not at all.

    `keys` are those that were exported apart. Raises InputError when the folder is damaged, its ledger does not hold,
    or the desk has the department, or an address of its people, already.
    """
    data = manifest.read(source, EXPORT_FILE, EXPORT)
    manifest.fits(data, str(source))
    report = verify(source / "ledger")
    if not report.holds:
        raise InputError(*(Problem(str(one), file=str(source)) for one in report.problems))
    _no_clash(data, source)
    published = config.home / "published" / data["department"]
    try:
        with transaction.atomic():
            with guard.lifted("bringing a department in"):
                rows, accounts = _rows(config, source, data, keys)
                directory.rebuild(Department.objects.filter(id=data["id"]))
            _check(source, data)
            _publish(source / "ledger", published, data["entries"])
    except BaseException:
        shutil.rmtree(published, ignore_errors=True)
        raise
    if keys is not None and not (config.key_folder / f"{data['department']}.ledger").exists():
        _key(keys, config.key_folder, data["department"])
    return Entered(data["name"], rows, data["entries"], data["root"], accounts, keys is not None)


def _no_clash(data: dict[str, Any], source: Path) -> None:
    taken = Department.objects.filter(slug=data["department"]) | Department.objects.filter(id=data["id"])
    if taken.exists():
        what = _("This desk has the department {slug} already; nothing was written.").format(slug=data["department"])
        raise refuse(what, _("Import into another desk."), str(source))
    emails = [row["email"] for row in tables.read(source / "tables" / "accounts.jsonl")]
    if clash := sorted(Account.objects.filter(email__in=emails).values_list("email", flat=True)):
        what = _("These addresses sign in to another department of this desk: {emails}.")
        mend = _("Change them there, or import into another desk. Nothing was written.")
        raise refuse(what.format(emails=", ".join(clash)), mend, str(source))


def _rows(config: Config, source: Path, data: dict[str, Any], keys: Path | None) -> tuple[int, int]:
    folder, department = source / "tables", uuid.UUID(data["id"])
    done = tables.put(Department, tables.read(folder / "people_department.jsonl"))
    for model in exported_tables():
        path = folder / f"{model._meta.db_table}.jsonl"
        rows = tables.read(path)
        if model._meta.db_table in sealing.TABLES and data["resealed"] and keys is not None:
            rows = _resealed(rows, sealing.read(keys), sealing.read(config.key_folder), model._meta.db_table)
        done += tables.put(model, rows, str(path), renumber=True)
    tables.put(Entry, _leaves(source / "ledger", department, data["entries"]))
    tables.put(Payload, _payloads(source / "ledger", department, data["entries"]))
    return done, _accounts(folder / "accounts.jsonl", department)


def _resealed(rows: Iterator[dict[str, Any]], old: bytes, new: bytes, table: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        moved = sealing.moved({**row, "sealed": base64.b64decode(row["sealed"])}, old, new, table)
        yield {**moved, "sealed": base64.b64encode(moved["sealed"]).decode()}


def _leaves(ledger: Path, department: uuid.UUID, size: int) -> Iterator[dict[str, Any]]:
    """The entries of a verified folder as rows, and at their end the row of the log."""
    frontier = Frontier()
    for group in range(0, size, WIDTH):
        name = tile_name(ENTRIES, group // WIDTH, min(WIDTH, size - group))
        for leaf in unbundle((ledger / name).read_bytes())[0]:
            row = {"department_id": str(department), "index": frontier.size}
            frontier = frontier.append(leaf_hash(leaf))
            yield {**row, "leaf": base64.b64encode(leaf).decode()}
    with scope.within(department):
        Log.objects.create(department_id=department, size=size, frontier=frontier.to_bytes(), published=size)


def _payloads(ledger: Path, department: uuid.UUID, size: int) -> Iterator[dict[str, Any]]:
    for index, payload in library.load_payloads(ledger, range(size)):
        row: dict[str, Any] = {"department_id": str(department), "index": index, "disposed_by": None}
        row |= {"body": "", "act": "", "actor": "", "subject": "", "about": "", "at": None}
        if isinstance(payload, Disposed):
            row["disposed_by"] = payload.by
        elif isinstance(payload, Sealed):
            said = payload.shown
            at = datetime.datetime.fromisoformat(str(said["at"])) if "at" in said else None
            row |= {"body": write_payload(payload).decode(), "at": at.isoformat() if at else None}
            row |= {name: str(said.get(name, "")) for name in ("act", "actor", "about")}
            row["about"] = row["about"][:ABOUT]
            row["subject"] = subject_of({"about": "", **said})
        yield row


def _accounts(path: Path, department: uuid.UUID) -> int:
    """Accounts without passwords: each is invited again."""
    count = 0
    for row in tables.read(path):
        account = Account(**row, department_id=department)
        account.set_unusable_password()
        account.save()
        account.vouch()
        count += 1
    return count


def _check(source: Path, data: dict[str, Any]) -> None:
    if wrong := tables.unknown_references():
        raise refuse(_("Something in the export points at nothing: {what}").format(what=wrong), file=str(source))
    department = uuid.UUID(data["id"])
    with scope.within(department):
        found = ledgers.walk(department)
    if found.problems or (found.size, found.root) != (data["entries"], data["root"]):
        raise refuse(_("The ledger did not come out the same."), " ".join(found.problems), str(source))


def _publish(ledger: Path, published: Path, size: int) -> None:
    """The published folder goes on from the export's; what acts said is not public, and is left out of it."""
    shutil.copytree(ledger, published, dirs_exist_ok=True)
    for first in range(0, size, ledgers.STEP):
        library.replace_payloads(published, dict.fromkeys(range(first, min(size, first + ledgers.STEP))))


def _key(keys: Path, target: Path, slug: str) -> None:
    path = keys / f"{slug}.ledger"
    if path.is_file():
        places.copy_file(path, target / path.name)
