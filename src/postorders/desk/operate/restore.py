"""A desk from a backup: compared first, filled whole or not at all, and its ledgers walked."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postorders.desk.config import FILE, Config
from postorders.desk.operate import manifest
from postorders.desk.operate.forms import BACKUP, BACKUP_FILE, DISPOSALS, LIST, PAYLOADS, place_of
from postorders.desk.operate.opening import fresh
from postorders.errors import refuse
from postorders.words import _


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: per department its slug, entries and root; rows; payloads destroyed anew; whether keys came."""

    made: str
    departments: tuple[dict[str, Any], ...]
    rows: int
    disposed: int
    keys: bool


def restore(
    source: Path, home: Path, keys: Path | None = None, disposals: Path | None = None, **given: Any
) -> Restored:
    """Makes a new desk in `home` from the backup in `source`, with its old keys when `keys` names them.

    `disposals` is the record of what was disposed of after the backup; `given` replaces settings. Raises InputError,
    and leaves nothing behind, when anything in the backup does not hold.
    """
    data = manifest.read(source, BACKUP_FILE, BACKUP)
    again = _disposals(disposals or source / DISPOSALS)
    settings = {**tomllib.loads((source / FILE).read_text(encoding="utf-8")), **given}
    with fresh(home, keys, **settings) as config:
        manifest.fits(data, str(source))
        rows, done = _fill(source, config, data, again)
        if disposals or (source / DISPOSALS).is_file():
            shutil.copyfile(disposals or source / DISPOSALS, config.home / DISPOSALS)
        _known(source, config.home, data["made"])
    return Restored(data["made"], tuple(data["departments"]), rows, done, keys is not None)


def _fill(source: Path, config: Config, data: dict[str, Any], again: dict[str, set[int]]) -> tuple[int, int]:
    from django.db import transaction

    from postorders.desk.base import guard
    from postorders.desk.operate import tables

    slugs = [one["slug"] for one in data["departments"]]
    with transaction.atomic():
        with guard.lifted("restoring a backup"):
            rows = sum(_table(source, model, slugs, again) for model in tables.kept())
            tables.number_on()
            _queue_again()
        if wrong := tables.unknown_references():
            raise refuse(_("Something in the backup points at nothing: {what}").format(what=wrong), file=str(source))
        done = sum(_department(source, config, one, data["made"]) for one in data["departments"])
    return rows, done


def _table(source: Path, model: Any, slugs: list[str], again: dict[str, set[int]]) -> int:
    from postorders.desk.ledger.models import Payload
    from postorders.desk.operate import tables

    name = f"{model._meta.db_table}.jsonl"
    if model is Payload:
        return sum(_payloads(place_of(source, slug) / PAYLOADS, again[slug]) for slug in slugs)
    walled = [place_of(source, slug) / "tables" / name for slug in slugs]
    files = walled if tables.walled(model) else [source / "shared" / name]
    return sum(tables.put(model, tables.read(path), str(path)) for path in files)


def _payloads(path: Path, again: set[int]) -> int:
    """Payloads that were disposed of since are left out on the way in, so that they never reach the new database."""
    from postorders.desk.ledger.models import Payload
    from postorders.desk.operate import tables
    from postorders.desk.operate.backup import blank

    rows = (blank(row) if row["index"] in again and row["body"] else row for row in tables.read(path))
    return tables.put(Payload, rows, str(path))


def _known(source: Path, home: Path, made: str) -> None:
    """The new desk knows the old one's backups, this one too, so that a disposal reaches them."""
    from postorders.desk.operate.backup import known_backups

    others = [one for one in known_backups(source) if one["folder"] != str(source.absolute())]
    listed = [*others, {"folder": str(source.absolute()), "made": made}]
    (home / LIST).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


def _queue_again() -> None:
    """Tasks that were being done when the backup was made are done again."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.running().update(status="READY", started_at=None)


def _department(source: Path, config: Config, said: dict[str, Any], made: str) -> int:
    """Walks the ledger of a department, brings its published copy back, and certifies what was disposed of since."""
    from postorders.desk.base import scope
    from postorders.desk.base.person import machine
    from postorders.desk.operate import acts, ledgers
    from postorders.desk.people.models import Department

    department = Department.objects.get(id=said["id"])
    published = place_of(source, said["slug"]) / "published"
    with scope.within(department.id):
        gone = ledgers.scrubbed(department.id)
        found = ledgers.walk(department.id, without=gone)
        if found.problems or (found.size, found.root) != (said["entries"], said["root"]):
            what = _("The ledger of {name} does not hold.").format(name=department.name)
            raise refuse(what, " ".join(found.problems), str(source))
        _publish_back(published, config.home / "published" / said["slug"])
        acts.restored(machine(), department, made, found.size, found.root)
        if gone:
            acts.dispose_again(machine(), department, gone)
    return len(gone)


def _publish_back(source: Path, target: Path) -> None:
    if not source.is_dir():
        return
    from postorders.ledger.verify import verify

    report = verify(source)
    if not report.holds:
        what = _("The published ledger in the backup does not hold: {what}").format(what=report.problems[0])
        raise refuse(what, file=str(source))
    shutil.copytree(source, target, dirs_exist_ok=True)


def _disposals(path: Path) -> dict[str, set[int]]:
    """What a desk's record of disposals names: department (slug) to entries. Raises InputError for a bad line."""
    found: dict[str, set[int]] = defaultdict(set)
    if not path.is_file():
        return found
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            data = json.loads(line)
            found[str(data["department"])].update(int(index) for index in data["entries"])
        except (ValueError, KeyError, TypeError) as error:
            mend = _("Take the whole file {name} of the desk.").format(name=DISPOSALS)
            raise refuse(_("This line tells of no disposal."), mend, str(path), number) from error
    return found
