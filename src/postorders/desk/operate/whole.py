"""One department, whole, in open formats: to read without this program, or to work on in another desk."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models
from django.utils import timezone

from postorders.desk.base import scope
from postorders.desk.base.person import machine
from postorders.desk.config import Config
from postorders.desk.ledger.models import Log, Payload
from postorders.desk.ledger.origin import folder_of, key_of, origin, signer
from postorders.desk.operate import acts, ledgers, manifest, places, readme, sealing, tables
from postorders.desk.operate.forms import EXPORT, EXPORT_FILE
from postorders.desk.operate.snapshot import frozen
from postorders.desk.people.models import Department
from postorders.desk.people.who import today
from postorders.desk.permissions.models import Grant
from postorders.desk.policy.models import Version
from postorders.desk.signin.models import Account
from postorders.ledger import folder as library
from postorders.ledger.files import alone
from postorders.ledger.tree import Frontier

# The ledger is exported in its own form; a token of this host is worth nothing elsewhere.
APART = ("ledger_log", "ledger_entry", "ledger_payload", "api_token")
ACCOUNT = ("email", "member_id", "is_active", "disabled_because")


@dataclass(frozen=True, slots=True)
class Exported:
    """Where a department was exported to, its entries and root, how many rows, and the key that signs its ledger."""

    folder: Path
    entries: int
    root: str
    rows: int
    key: str


def export(config: Config, department: Department, to: Path, keys: Path | None = None) -> Exported:
    """Writes a department into the new folder `to`. The export is itself an entry, the last one of the ledger.

    `keys` names a new folder for the ledger's key and for a seal key: what is sealed is closed anew under that one.
    Without it the ledger goes on elsewhere under another key, and what is sealed stays closed. Raises InputError.
    """
    target = places.free(to)
    place = places.free(keys, "--keys") if keys is not None else None
    with scope.within(department.id):
        acts.exported(machine(), department)
        with places.whole(target) as folder:
            seal = _keys(config, department, place) if place else None
            _published(department, folder)
            with frozen():
                rows = _rows(department, folder, seal)
                key = _ledger(department, folder)
                found = ledgers.walk(department.id)
            (folder / "README.md").write_text(readme.written(department, exported_tables()), encoding="utf-8")
            said = {"made": timezone.now().isoformat(timespec="seconds"), "department": department.slug}
            said |= {"id": str(department.id), "name": department.name}
            head: dict[str, Any] = {
                "entries": found.size,
                "root": found.root,
                "rows": rows,
                "resealed": seal is not None,
            }
            manifest.write(folder, EXPORT_FILE, EXPORT, {**said, **head})
    return Exported(target, found.size, found.root, rows, key)


def exported_tables() -> list[type[models.Model]]:
    """The tables that are exported as they are."""
    return [model for model in tables.kept() if tables.walled(model) and model._meta.db_table not in APART]


def _keys(config: Config, department: Department, place: Path) -> tuple[bytes, bytes]:
    """Copies the ledger's key and makes a seal key for the road; returns the desk's own and the new one."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = sealing.read(config.key_folder)
    signer(department)
    places.copy_file(key_of(department), place / key_of(department).name)
    return own, sealing.made(place)


def _rows(department: Department, folder: Path, seal: tuple[bytes, bytes] | None) -> int:
    done = _written(folder, "people_department", _one(department))
    for model in exported_tables():
        name = model._meta.db_table
        if name in sealing.TABLES and seal:
            done += _written(folder, name, _resealed(model, department, seal))
        else:
            done += _written(folder, name, tables.lines(model, department.id))
    done += _written(folder, "accounts", _accounts(department))
    _open_forms(folder)
    return done


def _written(folder: Path, name: str, lines: Iterable[bytes]) -> int:
    (folder / "tables").mkdir(exist_ok=True)
    count = 0
    with (folder / "tables" / f"{name}.jsonl").open("wb") as file:
        for line in lines:
            file.write(line)
            count += 1
    return count


def _one(department: Department) -> Iterator[bytes]:
    names = [field.attname for field in tables.columns(Department)]
    row = Department.objects.values(*names).get(id=department.id)
    yield tables.line(row)


def _resealed(model: type[models.Model], department: Department, seal: tuple[bytes, bytes]) -> Iterator[bytes]:
    names = [field.attname for field in tables.columns(model)]
    rows = model._base_manager.filter(department_id=department.id).order_by("pk").values(*names)
    for row in rows.iterator(tables.batch(model)):
        yield tables.line(sealing.moved(row, *seal, model._meta.db_table))


def _accounts(department: Department) -> Iterator[bytes]:
    """Who may sign in, without passwords and second factors: those stay where they were made."""
    for row in Account.objects.filter(department_id=department.id).order_by("email").values(*ACCOUNT).iterator(500):
        yield tables.line(row)


def _open_forms(folder: Path) -> None:
    """Packs as folders, documents and papers as files, the roster as CSV."""
    from postorders.desk.people.roster import export as roster

    for version in Version.objects.order_by("policy", "effective"):
        place = folder / "packs" / version.policy / version.version
        with zipfile.ZipFile(io.BytesIO(bytes(version.pack))) as archive:
            archive.extractall(place)
        if version.document:
            (folder / "documents").mkdir(exist_ok=True)
            name = f"{version.policy}-{version.version}{Path(version.document_name).suffix.lower()[:8]}"
            (folder / "documents" / name).write_bytes(bytes(version.document))
    for number, paper in Grant.objects.exclude(paper="").order_by("pk").values_list("request__number", "paper"):
        (folder / "papers").mkdir(exist_ok=True)
        (folder / "papers" / f"{number}.txt").write_text(paper, encoding="utf-8")
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        file.writelines(roster(today()))


def _published(department: Department, folder: Path) -> None:
    """What was published: its checkpoints, timestamps and the signatures of witnesses go along."""
    source = folder_of(department)
    if source.is_dir():
        with alone(source):
            shutil.copytree(source, folder / "ledger")


def _ledger(department: Department, folder: Path) -> str:
    """The whole ledger with its payloads, signed; returns the key that verifies it."""
    place, log = folder / "ledger", Log.objects.get(department_id=department.id)
    start = library.newest(place).size if place.is_dir() else 0
    new = ((line, None) for _index, line, _body, _disposed in ledgers.entries(department.id, start))
    library.publish(place, origin(department), new, signer(department), start, Frontier.from_bytes(bytes(log.frontier)))
    for first in range(0, log.size, ledgers.STEP):
        rows = Payload.objects.filter(department_id=department.id, index__gte=first, index__lt=first + ledgers.STEP)
        found = {row.index: ledgers.sealed(row.body, row.disposed_by) for row in rows}
        library.replace_payloads(place, found)
    return str(signer(department).vkey())
