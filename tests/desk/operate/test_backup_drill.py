"""The drill: back up, lose everything, restore, verify. Keys apart, disposals carried out again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.desk.operate.conftest import contains, desk, good, inside, ledger

from postorders import __version__

HEADS = """
from postorders.desk.base import scope
from postorders.desk.operate import ledgers
from postorders.desk.people.models import Department
found = {}
for place in Department.objects.all():
    with scope.within(place.id):
        one = ledgers.walk(place.id)
        assert not one.problems, one.problems
        found[place.slug] = [one.size, one.root]"""
COUNTS = """
from postorders.desk.operate import tables
from postorders.desk.people.models import Department
from postorders.desk.base import scope
found = {}
for model in tables.kept():
    name = model._meta.db_table
    if not name.startswith(("ledger_", "django_tasks")):
        found[name] = model._base_manager.count()"""


def test_what_was_backed_up_comes_back_and_the_ledgers_hold(made: Path, tmp_path: Path) -> None:
    before = inside(made, HEADS)
    said = good("backup", tmp_path / "kept", "--at", made, "--keys", tmp_path / "keys")
    for slug, (size, root) in before.items():
        assert f"{size} entries, root {root[:16]}" in said, slug
    good("restore", tmp_path / "kept", "--at", tmp_path / "new", "--keys", tmp_path / "keys")
    data = json.loads((tmp_path / "kept" / "backup.json").read_text())
    assert {one["slug"]: [one["entries"], one["root"]] for one in data["departments"]} == before
    after = inside(tmp_path / "new", HEADS)
    assert {slug: size for slug, (size, _root) in after.items()} == {
        slug: size + 1 for slug, (size, _) in before.items()
    }
    assert inside(tmp_path / "new", COUNTS) == inside(made, COUNTS)
    good("worker", "--once", "--at", tmp_path / "new")
    for slug in before:
        assert ledger("verify", tmp_path / "new" / "published" / slug).code == 0


def test_the_restore_is_on_the_record(made: Path, tmp_path: Path) -> None:
    good("backup", tmp_path / "kept", "--at", made)
    good("restore", tmp_path / "kept", "--at", tmp_path / "new")
    code = """
from postorders.desk.ledger.models import Payload
from postorders.desk.base import scope
from postorders.desk.people.models import Department
found = []
for place in Department.objects.all():
    with scope.within(place.id):
        found.append(Payload.objects.filter(department_id=place.id).order_by("-index").first().act)"""
    assert inside(tmp_path / "new", code) == ["operate.restore", "operate.restore"]


def test_no_key_and_no_secret_is_in_a_backup(made: Path, tmp_path: Path) -> None:
    good("backup", tmp_path / "kept", "--at", made, "--keys", tmp_path / "keys")
    for path in (made / "keys").iterdir():
        assert (tmp_path / "keys" / path.name).read_bytes() == path.read_bytes()
        assert (tmp_path / "keys" / path.name).stat().st_mode & 0o077 == 0
        assert not contains(tmp_path / "kept", path.read_text().splitlines()[-1].strip()), path
    assert not contains(tmp_path / "kept", "I meet the sellers")


SEALED = """
from postorders.desk.permissions.models import Request
from postorders.desk.permissions.seal import unseal
from postorders.errors import InputError
one = Request.everywhere.exclude(sealed=b"").get()
try:
    found = unseal(bytes(one.sealed), one.id)
except InputError as error:
    found = str(error)"""


def test_what_is_sealed_opens_with_the_old_keys_alone(made: Path, tmp_path: Path) -> None:
    good("backup", tmp_path / "kept", "--at", made, "--keys", tmp_path / "keys")
    good("restore", tmp_path / "kept", "--at", tmp_path / "with", "--keys", tmp_path / "keys")
    said = good("restore", tmp_path / "kept", "--at", tmp_path / "without")
    assert inside(tmp_path / "with", SEALED) == "I meet the sellers under another name this month."
    assert "cannot be opened" in inside(tmp_path / "without", SEALED)
    assert "New keys were made: ledgers go on under a new key, and what was sealed stays closed." in said


def test_the_keys_may_not_lie_in_the_backup(made: Path, tmp_path: Path) -> None:
    ran = desk("backup", tmp_path / "kept", "--at", made, "--keys", tmp_path / "kept" / "keys")
    assert ran.code == 2
    assert "The keys would lie with the backup; nothing was written." in ran.err
    assert not list(tmp_path.iterdir())


def _change(folder: Path) -> str:
    path = folder / "departments" / "linnet-creek" / "tables" / "people_member.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Okafor", b"Okafer"))
    return (
        f"postorders: {path}: The file was changed since the copy was made. Nothing was written. Take another copy.\n"
    )


def _remove(folder: Path) -> str:
    path = folder / "departments" / "linnet-creek" / "payloads.jsonl"
    path.unlink()
    return f"postorders: {path}: The file is missing. Nothing was written. Take another copy.\n"


def _add(folder: Path) -> str:
    path = folder / "shared" / "more.jsonl"
    path.write_text("{}\n")
    return f"postorders: {path}: The manifest knows no such file. Nothing was written. Take another copy.\n"


def _cut(folder: Path) -> str:
    path = folder / "backup.json"
    path.write_text(path.read_text()[:300])
    return f"postorders: {path}: The manifest is damaged; nothing was written. Take another copy.\n"


def _age(folder: Path) -> str:
    path = folder / "backup.json"
    data = json.loads(path.read_text())
    data["migrations"]["people"], data["release"] = "0000_earlier", "0.0.9"
    path.write_text(json.dumps(data))
    return (
        f"postorders: {folder}: The copy was made by release 0.0.9, whose tables differ from those of {__version__}. "
        "Restore it with that release, then upgrade.\n"
    )


@pytest.fixture(scope="module")
def kept(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One backup, to be copied."""
    folder = tmp_path_factory.mktemp("backup") / "kept"
    good("backup", folder, "--at", made)
    return folder


@pytest.mark.parametrize("spoil", [_change, _remove, _add, _cut, _age])
def test_a_damaged_backup_is_refused_whole(spoil: Callable[[Path], str], kept: Path, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(kept, tmp_path / "kept"))
    message = spoil(folder)
    ran = desk("restore", folder, "--at", tmp_path / "new")
    assert (ran.code, ran.err) == (2, message)
    assert not (tmp_path / "new").exists()


def test_a_row_that_a_forged_manifest_vouches_for_is_caught_by_the_ledger(kept: Path, tmp_path: Path) -> None:
    import hashlib
    import shutil

    folder = Path(shutil.copytree(kept, tmp_path / "kept"))
    path = folder / "departments" / "linnet-creek" / "payloads.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Harriet Okafor", b"Harriet Okafer"))
    data = json.loads((folder / "backup.json").read_text())
    data["files"]["departments/linnet-creek/payloads.jsonl"] = {
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size,
    }
    (folder / "backup.json").write_text(json.dumps(data))
    ran = desk("restore", folder, "--at", tmp_path / "new")
    assert ran.code == 2
    assert "The ledger of Linnet Creek Police Department (demo) does not hold." in ran.err
    assert "is not the one that its leaf commits to." in ran.err
    assert not (tmp_path / "new").exists()


SECRET = "The group is where people ask"
APPEAL = """
from postorders.desk.ledger.models import Payload
from postorders.desk.base import scope
from postorders.desk.people.models import Department
place = Department.objects.get(slug="linnet-creek")
with scope.within(place.id):
    found = list(Payload.objects.filter(department_id=place.id, act="permissions.appeal").values_list("index", flat=True))"""


def test_what_was_disposed_of_after_the_backup_does_not_come_back(kept: Path, made: Path, tmp_path: Path) -> None:
    [index] = inside(made, APPEAL)
    told = {
        "department": "linnet-creek",
        "certificate": 400,
        "entries": [index],
        "authority": "GS 4",
        "at": "2026-01-01",
    }
    (tmp_path / "disposals.jsonl").write_text(json.dumps(told) + "\n")
    assert contains(kept / "departments" / "linnet-creek", SECRET)
    said = good("restore", kept, "--at", tmp_path / "new", "--disposals", tmp_path / "disposals.jsonl")
    assert "1 payloads that had been disposed of were destroyed again." in said
    code = f"""
from postorders.desk.ledger.models import Payload
from postorders.desk.people.models import Department
row = Payload._base_manager.get(department__slug="linnet-creek", index={index})
last = Payload._base_manager.filter(department__slug="linnet-creek").order_by("-index").first()
found = [row.body, row.actor, row.disposed_by == last.index, last.act]"""
    assert inside(tmp_path / "new", code) == ["", "", True, "operate.dispose-again"]
    good("export", "linnet-creek", tmp_path / "out", "--at", tmp_path / "new")
    assert "1 disposed of" in ledger("verify", tmp_path / "out" / "ledger").out


def test_a_disposal_reaches_a_backup_which_still_restores(made: Path, tmp_path: Path) -> None:
    good("backup", tmp_path / "kept", "--at", made)
    [index] = inside(made, APPEAL)
    place = tmp_path / "kept" / "departments" / "linnet-creek"
    payload = f'"index":{index},"body":"{{'
    assert contains(place, payload)
    code = f"from postorders.desk.operate.backup import scrub\nfound = scrub(Path({str(tmp_path / 'kept')!r}), 'linnet-creek', [{index}], 400)"
    assert inside(made, code) == 1
    assert not contains(place, payload)
    said = good("restore", tmp_path / "kept", "--at", tmp_path / "new")
    assert "1 payloads that had been disposed of were destroyed again." in said
    assert inside(tmp_path / "new", HEADS)


def test_a_disposal_that_finds_a_damaged_backup_changes_nothing_in_it(kept: Path, made: Path, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(kept, tmp_path / "kept"))
    _change(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code = f"""
from postorders.desk.operate.backup import scrub
from postorders.errors import InputError
try:
    found = scrub(Path({str(folder)!r}), "linnet-creek", [3], 400)
except InputError as error:
    found = "refused\""""
    assert inside(made, code) == "refused"
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


WRITER = """
from postorders.desk.base import scope
from postorders.desk.base.person import machine
from postorders.desk.people.acts import add_member
from postorders.desk.people.models import Department
with scope.within(Department.objects.get(slug="linnet-creek").id):
    for count in range(150):
        add_member(machine(), f"W{count}", f"Writer {count}", "civilian")
found = True"""


def test_a_backup_while_people_work_is_of_one_moment(copied: Callable[[str], Path], tmp_path: Path) -> None:
    home = copied("desk")
    writer = threading.Thread(target=inside, args=(home, WRITER))
    writer.start()
    copies = 0
    while writer.is_alive() or not copies:
        good("backup", tmp_path / f"kept{copies}", "--at", home)
        copies += 1
    writer.join()
    for number in range(copies):
        folder = tmp_path / f"kept{number}"
        good("restore", folder, "--at", tmp_path / f"new{number}")
        rows = (folder / "departments" / "linnet-creek" / "tables" / "people_member.jsonl").read_text().splitlines()
        acts = (folder / "departments" / "linnet-creek" / "payloads.jsonl").read_text()
        assert len(rows) == acts.count('"act":"people.add-member"')


def test_a_desk_whose_ledger_is_broken_is_not_backed_up(copied: Callable[[str], Path], tmp_path: Path) -> None:
    home = copied("desk")
    _break(home)
    ran = desk("backup", tmp_path / "kept", "--at", home)
    assert ran.code == 2
    assert "Nothing was written." in ran.err
    assert not (tmp_path / "kept").exists()


def _break(home: Path) -> None:
    code = """
from postorders.desk.base import guard
from postorders.desk.ledger.models import Payload
with guard.lifted("a test"):
    row = Payload._base_manager.filter(department__slug="linnet-creek").order_by("-index")[2]
    Payload._base_manager.filter(department_id=row.department_id, index=row.index).update(body=row.body.replace("20", "21"))
found = True"""
    inside(home, code)


def test_every_backup_is_on_the_list_that_a_disposal_reads(copied: Callable[[str], Path], tmp_path: Path) -> None:
    home = copied("desk")
    good("backup", tmp_path / "one", "--at", home)
    good("backup", tmp_path / "two", "--at", home)
    listed = json.loads((home / "backups.json").read_text())
    assert [one["folder"] for one in listed] == [str(tmp_path / "one"), str(tmp_path / "two")]
    good("restore", tmp_path / "two", "--at", tmp_path / "new")
    listed = json.loads((tmp_path / "new" / "backups.json").read_text())
    assert [one["folder"] for one in listed] == [str(tmp_path / "one"), str(tmp_path / "two")]
