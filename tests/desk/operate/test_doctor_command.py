"""The doctor finds what is wrong, and only that."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.desk.operate.conftest import desk, good, inside


def named(home: Path, **given: str) -> dict[str, str]:
    """What the doctor finds: each name with its level, the worse where it has both."""
    ran = desk("doctor", "--at", home, "--format", "json", **given)
    data = json.loads(ran.out)
    assert ran.code == int(not data["healthy"])
    return {one["name"]: one["level"] for one in sorted(data["findings"], key=lambda one: one["level"])}


def test_a_desk_in_order_has_only_what_a_demonstration_lacks(copied: Callable[[str], Path], tmp_path: Path) -> None:
    home = copied("desk")
    good("backup", tmp_path / "kept", "--at", home)
    assert named(home) == {
        "keys-inside": "doubtful",
        "one-factor": "doubtful",
        "mail-none": "doubtful",
        "not-witnessed": "doubtful",
        "policy-unproved": "doubtful",
        "backup-near": "doubtful",
    }


def test_every_finding_says_how_to_mend_it(copied: Callable[[str], Path]) -> None:
    said = desk("doctor", "--at", copied("desk")).out
    assert (
        "WRONG: backup-none\n  There is no backup.\n"
        "  Make one, best every night: 'postorders desk backup DIR --keys DIR2'.\n"
    ) in said
    assert said.endswith("1 wrong, 6 things doubtful.\n")


PEOPLE = """
import datetime
from django.utils import timezone
from postorders.desk.base import guard, scope
from postorders.desk.people.models import Delegation, Department, RoleHeld
from postorders.desk.ledger.models import Payload
from django_tasks_db.models import DBTaskResult
with guard.lifted("a test"):
    for place in Department.objects.all():
        with scope.within(place.id):
            RoleHeld.objects.filter(role__in=["chief", "attorney", "media-unit"]).delete()
            Delegation.objects.update(revoked=timezone.localdate())
            last = Payload.objects.filter(department_id=place.id).order_by("-index").first()
            ahead = timezone.now() + datetime.timedelta(hours=3)
            Payload.objects.filter(department_id=place.id, index=last.index).update(at=ahead)
    one = DBTaskResult.objects.first()
    DBTaskResult.objects.filter(id=one.id).update(status="FAILED")
    two = DBTaskResult.objects.exclude(id=one.id).first()
    long_ago = timezone.now() - datetime.timedelta(hours=2)
    DBTaskResult.objects.filter(id=two.id).update(status="READY", enqueued_at=long_ago, run_after=long_ago)
found = 1"""


def test_planted_faults_are_all_found(copied: Callable[[str], Path], tmp_path: Path) -> None:
    home = copied("desk")
    inside(home, PEOPLE)
    (home / "keys" / "seal-key").unlink()
    (home / "keys" / "secret-key").chmod(0o644)
    with (home / "desk.toml").open("a") as file:
        file.write('\naddress = "https://desk.marais.example"\nmail_password = "x"\n')
        with socket.create_server(("127.0.0.1", 0)) as server:
            file.write(f'mail_host = "127.0.0.1"\nmail_port = {server.getsockname()[1]}\n')
        file.write('timestamps = "http://127.0.0.1:1/"\n')
    (home / "desk.toml").chmod(0o662)
    (home / "static" / "desk.css").unlink(missing_ok=True)
    gone = {"folder": str(tmp_path / "gone"), "made": "2026-01-05T03:00:00+00:00"}
    (home / "backups.json").write_text(json.dumps([gone]))
    found = named(home)
    assert {name for name, level in found.items() if level == "wrong"} == {
        "key-missing", "key-open", "settings-open", "https-without-proxy", "role-missing", "tasks-waiting",
        "tasks-failed", "mail-down", "clock", "backup-old", "not-stamped",
    }  # fmt: skip
    assert {name for name, level in found.items() if level == "doubtful"} >= {
        "secret-in-settings", "static-missing", "no-designee", "decider-missing", "backup-missing", "not-witnessed",
    }  # fmt: skip


def _payload(home: Path) -> None:
    inside(home, _UPDATE.format(what='Payload.objects.filter(department_id=place.id, index=5).update(body="")'))


def _tail(home: Path) -> None:
    inside(home, _UPDATE.format(what="Entry.objects.filter(department_id=place.id, index=place_size - 1).delete()"))


_UPDATE = """
from postorders.desk.base import guard, scope
from postorders.desk.ledger.models import Entry, Log, Payload
from postorders.desk.people.models import Department
place = Department.objects.get(slug="linnet-creek")
with guard.lifted("a test"), scope.within(place.id):
    place_size = Log.objects.get(department_id=place.id).size
    {what}
found = 1"""


@pytest.mark.parametrize("spoil", [_payload, _tail])
def test_a_ledger_that_does_not_hold_is_wrong(spoil: Callable[[Path], None], copied: Callable[[str], Path]) -> None:
    home = copied("desk")
    spoil(home)
    assert named(home)["ledger-broken"] == "wrong"


def test_a_published_ledger_that_goes_further_than_the_database_is_wrong(copied: Callable[[str], Path]) -> None:
    home = copied("desk")
    what = """Entry.objects.filter(department_id=place.id, index__gte=20).delete()
    Payload.objects.filter(department_id=place.id, index__gte=20).delete()
    from postorders.ledger.tree import Frontier, leaf_hash
    tree = Frontier()
    for one in Entry.objects.filter(department_id=place.id).order_by("index"):
        tree = tree.append(leaf_hash(bytes(one.leaf)))
    Log.objects.filter(department_id=place.id).update(size=20, frontier=tree.to_bytes())"""
    inside(home, _UPDATE.format(what=what))
    found = named(home)
    assert found["published-differs"] == "wrong"
    assert "ledger-broken" not in found


def test_what_was_not_published_in_time_is_wrong(copied: Callable[[str], Path]) -> None:
    import shutil

    home = copied("desk")
    shutil.rmtree(home / "published" / "linnet-creek")
    assert named(home)["never-published"] == "wrong"
    shutil.rmtree(home / "published" / "marais-landing" / "tile")
    (home / "published" / "marais-landing" / "checkpoint").write_text("no\n")
    assert named(home)["published-damaged"] == "wrong"


def test_settings_that_cannot_be_are_all_told(copied: Callable[[str], Path]) -> None:
    home = copied("desk")
    with (home / "desk.toml").open("a") as file:
        file.write('port = 0\nidle_lock_minutes = 60\nlanguage = "fr"\nlock_after_failure = 3\n')
    ran = desk("doctor", "--at", home, "--format", "json")
    told = json.loads(ran.out)["findings"]
    assert {one["name"] for one in told} == {"settings"}
    assert len(told) >= 1 and ran.code == 1
    started = desk("run", "--at", home)
    assert started.code == 2
    assert len(started.err.splitlines()) == len(told)


def test_tables_of_another_release_are_named(copied: Callable[[str], Path]) -> None:
    home = copied("desk")
    code = """
from django.db import connection
from postorders.desk.base import guard
with guard.lifted("a test"):
    connection.cursor().execute("DELETE FROM django_migrations WHERE app = 'usersessions'")
found = 1"""
    inside(home, code)
    assert named(home)["migrations"] == "wrong"
    ran = desk("run", "--at", home)
    assert ran.code == 2
    assert "usersessions 0001_initial wait. Make a backup, then run 'postorders desk run --migrate'" in ran.err


def test_a_damaged_database_file_is_wrong(copied: Callable[[str], Path]) -> None:
    home = copied("desk")
    data = bytearray((home / "desk.sqlite3").read_bytes())
    data[4096 * 40 : 4096 * 60] = b"\xff" * 4096 * 20
    (home / "desk.sqlite3").write_bytes(bytes(data))
    for rest in home.glob("desk.sqlite3-*"):
        rest.unlink()
    assert named(home)["database"] == "wrong"


def test_it_changes_nothing(copied: Callable[[str], Path]) -> None:
    home = copied("desk")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and "-" not in path.suffix}
    named(home)
    assert before == {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and "-" not in path.suffix}
