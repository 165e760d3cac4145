"""A backup: one moment of the whole desk, table by table, written while people go on working.

The keys are never in it. Whoever finds it can read it and cannot sign, open what is sealed, or pass for the desk.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from postorders.desk.base import scope
from postorders.desk.config import FILE, SECRETS, Config
from postorders.desk.folder import settings_text
from postorders.desk.ledger.models import Payload
from postorders.desk.operate import ledgers, manifest, places, tables
from postorders.desk.operate.forms import BACKUP, BACKUP_FILE, DISPOSALS, LIST, PAYLOADS, place_of
from postorders.desk.operate.snapshot import frozen
from postorders.desk.people.models import Department
from postorders.errors import Problem, refuse
from postorders.ledger import layout
from postorders.ledger.entry import Disposed
from postorders.ledger.files import alone, put
from postorders.ledger.folder import replace_payloads
from postorders.words import _


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup holds: each department's slug, entries and root, and how many rows in all."""

    folder: Path
    departments: tuple[dict[str, Any], ...]
    rows: int


def backup(config: Config, to: Path, keys: Path | None = None) -> Made:
    """Writes a backup of this desk into the new folder `to`, and its keys into another one when `keys` names it.

    Published ledgers are copied first, so that none is ahead of its database. Raises InputError when a place is
    taken, or a ledger does not hold: a backup of a damaged desk would pass for a good one.
    """
    target = places.free(to)
    if keys is not None:
        _apart(target, places.free(keys, "--keys"))
    with places.whole(target) as folder:
        _published(config, folder)
        with frozen() as departments:
            heads = [_head(department) for department in departments]
            rows = _rows(departments, folder)
        _settings(config, folder)
        made = timezone.now().isoformat(timespec="seconds")
        manifest.write(folder, BACKUP_FILE, BACKUP, {"made": made, "departments": heads, "rows": rows})
    if keys is not None:
        places.copy_keys(config.key_folder, keys.absolute())
    _listed(config, target, made)
    return Made(target, tuple(heads), rows)


def known_backups(home: Path) -> list[dict[str, str]]:
    """The backups that this desk has made: `folder`, and `made` (ISO 8601)."""
    try:
        found: list[dict[str, str]] = json.loads((home / LIST).read_bytes())
    except FileNotFoundError:
        return []
    except ValueError as error:
        raise refuse(_("The list of backups is damaged."), _("Restore it, or remove it."), str(home / LIST)) from error
    return found


def scrub(folder: Path, department: str, indexes: Iterable[int], by: int | None = None) -> int:
    """Destroys the payloads of these entries of a department (its slug) in a backup; returns how many were there.

    `by` is the index of the entry that disposed of them. Raises InputError when the backup is not there, or damaged.
    """
    data = manifest.read(folder, BACKUP_FILE, BACKUP)
    path = place_of(folder, department) / PAYLOADS
    if not path.is_file():
        return 0
    wanted = set(indexes)
    done, kept = 0, []
    for row in tables.read(path):
        if row["index"] in wanted:
            done += bool(row["body"])
            row = blank(row, by)
        kept.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    places.overwrite(path, b"".join(kept))
    _scrub_published(place_of(folder, department) / "published", wanted, by)
    scrubbed = [*data.get("scrubbed", ()), {"department": department, "entries": sorted(wanted)}]
    manifest.rewrite(folder, BACKUP_FILE, {"scrubbed": scrubbed})
    return done


def blank(row: dict[str, Any], by: int | None = None) -> dict[str, Any]:
    """The row of a payload without what it said; `by` is the entry that disposed of it, where it is known."""
    gone = {**row, "body": "", "act": "", "actor": "", "subject": "", "about": "", "at": None}
    return {**gone, "disposed_by": row["disposed_by"] if by is None else by}


def _scrub_published(folder: Path, wanted: set[int], by: int | None) -> None:
    if not (folder / layout.CHECKPOINT).is_file():
        return
    size = layout.load_checkpoint(folder / layout.CHECKPOINT).size
    gone = Disposed(by) if by is not None and by < size else None
    replace_payloads(folder, {index: gone for index in wanted if index < size})


def _apart(target: Path, keys: Path) -> None:
    if keys == target or target in keys.parents or keys in target.parents:
        what = _("The keys would lie with the backup; nothing was written.")
        raise refuse(what, _("Keep them apart: name a place outside of it."), str(keys))


def _head(department: Department) -> dict[str, Any]:
    with scope.within(department.id):
        found = ledgers.walk(department.id)
    if found.problems:
        mend = _("Run 'postorders desk doctor'. Nothing was written.")
        raise refuse(f"{department.name}: {found.problems[0]}", mend)
    return {
        "slug": department.slug,
        "name": department.name,
        "id": str(department.id),
        "entries": found.size,
        "root": found.root,
    }


def _rows(departments: list[Department], folder: Path) -> int:
    done = 0
    for model in tables.kept():
        name = f"{model._meta.db_table}.jsonl"
        if not tables.walled(model):
            done += _file(folder / "shared" / name, tables.lines(model))
            continue
        for department in departments:
            place = place_of(folder, department.slug)
            with scope.within(department.id):
                path = place / PAYLOADS if model is Payload else place / "tables" / name
                done += _file(path, tables.lines(model, department.id))
    return done


def _file(path: Path, lines: Iterable[bytes]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("wb") as file:
        for line in lines:
            file.write(line)
            count += 1
    return count


def _published(config: Config, folder: Path) -> None:
    for path in sorted((config.home / "published").glob("*")):
        if path.is_dir():
            with alone(path):
                shutil.copytree(path, place_of(folder, path.name) / "published")


def _settings(config: Config, folder: Path) -> None:
    """The settings without what is secret, the record of disposals, and the list of earlier backups."""
    data = tomllib.loads((config.home / FILE).read_text(encoding="utf-8"))
    open_ones = {name: value for name, value in data.items() if name not in (*SECRETS, "keys")}
    put(folder / FILE, settings_text(open_ones).encode())
    for name in (DISPOSALS, LIST):
        if (config.home / name).is_file():
            shutil.copyfile(config.home / name, folder / name)


def _listed(config: Config, target: Path, made: str) -> None:
    """Notes where the backup is, so that a disposal can reach it."""
    others = [one for one in known_backups(config.home) if one["folder"] != str(target)]
    put(config.home / LIST, json.dumps([*others, {"folder": str(target), "made": made}], indent=1).encode() + b"\n")


def missing_backups(home: Path) -> list[Problem]:
    """The backups of the list that are not where they were written."""
    mend = _("Mount it again, or strike it from {list} when it no longer exists.").format(list=LIST)
    return [
        Problem(_("The backup of {made} is not there.").format(made=one["made"]), mend, one["folder"])
        for one in known_backups(home)
        if not (Path(one["folder"]) / BACKUP_FILE).is_file()
    ]
