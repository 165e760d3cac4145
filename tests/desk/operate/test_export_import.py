"""A department leaves whole and comes in elsewhere, with the same ledger."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.desk.operate.conftest import contains, desk, good, inside, ledger
from tests.desk.operate.test_backup_drill import SEALED

ROOT = """
from postorders.desk.base import scope
from postorders.desk.operate import ledgers
from postorders.desk.people.models import Department
place = Department.objects.get()
with scope.within(place.id):
    one = ledgers.walk(place.id)
    found = [one.size, one.root, list(one.problems)]"""
ROWS = """
from postorders.desk.base import scope
from postorders.desk.operate.whole import exported_tables
from postorders.desk.people.models import Department
place = Department.objects.get(slug="marais-landing")
with scope.within(place.id):
    found = {one._meta.db_table: one._base_manager.filter(department_id=place.id).count() for one in exported_tables()}"""
INDEX = """
from postorders.desk.ledger.models import Payload
from postorders.desk.base import scope
from postorders.desk.people.models import Department
place = Department.objects.get(slug="marais-landing")
with scope.within(place.id):
    rows = Payload.objects.filter(department_id=place.id, index__lt=60).order_by("index")
    found = [[one.index, one.act, one.actor, one.subject, one.about, str(one.at), one.body] for one in rows]"""


@pytest.fixture(scope="module")
def out(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """An export of one of the two departments, its keys apart, and what the command said."""
    folder = tmp_path_factory.mktemp("out")
    said = good("export", "marais-landing", folder / "whole", "--at", made, "--keys", folder / "keys")
    return folder / "whole", folder / "keys", said


def test_the_ledger_in_it_holds_under_the_key_that_was_printed(out: tuple[Path, Path, str]) -> None:
    folder, _, said = out
    key = said.split("--key '")[1].split("'")[0]
    ran = ledger("verify", folder / "ledger", "--key", key)
    assert (ran.code, "All of it holds." in ran.out) == (0, True)
    assert " 0 left out." in ran.out
    alone = [sys.executable, "-I", "-S", str(folder / "ledger" / "verify.py"), str(folder / "ledger")]
    assert subprocess.run(alone, check=False, capture_output=True).returncode == 0


def test_it_can_be_read_without_this_program(out: tuple[Path, Path, str]) -> None:
    folder = out[0]
    readme = (folder / "README.md").read_text()
    for path in (folder / "tables").glob("*.jsonl"):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        if path.stem == "accounts":
            continue
        section = readme.split(f"\n## {path.stem}\n")[1].split("\n## ")[0]
        assert {name for row in rows for name in row} <= set(section.split("`")[1::2]), path
    assert (folder / "roster.csv").read_text().startswith("number,name,email,class,rank,unit,head_of,roles")
    assert (folder / "packs" / "kcpd-261" / "2014-01-30" / "adoption.json").is_file()
    assert len(list((folder / "papers").glob("*.txt"))) == 7


def test_nothing_of_another_department_and_no_password_is_in_it(out: tuple[Path, Path, str]) -> None:
    folder = out[0]
    for text in ("Harriet Okafor", "linnet-creek", "scrypt$", "I meet the sellers"):
        assert not contains(folder, text), text


def test_it_comes_in_elsewhere_with_an_equal_root(out: tuple[Path, Path, str], made: Path, tmp_path: Path) -> None:
    folder, keys, said = out
    told = json.loads((folder / "export.json").read_text())
    answer = good("import", folder, "--at", tmp_path / "new", "--new", "--keys", keys)
    assert f"Root: {told['root']}" in said and f"Root: {told['root']}" in answer
    assert inside(tmp_path / "new", ROOT) == [told["entries"], told["root"], []]
    assert inside(tmp_path / "new", ROWS) == inside(made, ROWS)
    assert inside(tmp_path / "new", INDEX) == inside(made, INDEX)
    assert inside(tmp_path / "new", SEALED) == "I meet the sellers under another name this month."


def test_there_the_ledger_goes_on_under_the_same_key(out: tuple[Path, Path, str], tmp_path: Path) -> None:
    folder, keys, said = out
    good("import", folder, "--at", tmp_path / "new", "--new", "--keys", keys)
    new = ("--name", "Olive Strand", "--class", "civilian")
    good("adduser", "M99", "--at", tmp_path / "new", "--email", "olive@marais-landing.example", *new)
    good("worker", "--once", "--at", tmp_path / "new")
    key = said.split("--key '")[1].split("'")[0]
    published = tmp_path / "new" / "published" / "marais-landing"
    assert ledger("verify", published, "--key", key).code == 0
    assert " 0 whole" in ledger("verify", published).out


def test_without_the_keys_what_is_sealed_stays_closed(out: tuple[Path, Path, str], tmp_path: Path) -> None:
    answer = good("import", out[0], "--at", tmp_path / "new", "--new")
    assert "cannot be opened" in inside(tmp_path / "new", SEALED)
    assert answer.endswith("the ledger goes on under a new key, and what is sealed stays so.\n")


def test_a_desk_that_has_the_department_refuses_it(out: tuple[Path, Path, str], made: Path) -> None:
    ran = desk("import", out[0], "--at", made)
    assert ran.code == 2
    assert ran.err == (
        f"postorders: {out[0]}: This desk has the department marais-landing already; nothing was written. "
        "Import into another desk.\n"
    )


def test_a_damaged_export_is_refused_whole(out: tuple[Path, Path, str], tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(out[0], tmp_path / "whole"))
    path = folder / "ledger" / "payloads" / "0.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Grunwald", b"Grunwold", 1))
    ran = desk("import", folder, "--at", tmp_path / "new", "--new")
    assert ran.code == 2
    assert ran.err == (
        f"postorders: {path}: The file was changed since the copy was made. Nothing was written. Take another copy.\n"
    )
    assert not (tmp_path / "new").exists()


def test_the_export_is_on_the_record(out: tuple[Path, Path, str]) -> None:
    last = (out[0] / "ledger" / "payloads" / "0.jsonl").read_text().splitlines()
    shown = [
        line for file in sorted((out[0] / "ledger" / "payloads").glob("*")) for line in file.read_text().splitlines()
    ]
    assert last and '["act","operate.export",' in shown[-1]
