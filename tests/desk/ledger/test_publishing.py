"""The ledger is signed and published: whole, verifiable by a stranger, and without what its entries say."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.desk.cast import Place, World

from postorders.desk.base.person import machine
from postorders.desk.jobs import worker
from postorders.desk.jobs.tasks import mail_checkpoint
from postorders.desk.ledger import publish as publishing
from postorders.desk.ledger.models import Checkpoint, Log, Payload
from postorders.desk.ledger.origin import folder_of, key_of, signer
from postorders.desk.ledger.publish import pending, publish
from postorders.desk.people.acts import add_unit
from postorders.errors import InputError
from postorders.ledger.folder import newest
from postorders.ledger.verify import verify

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bluff(world: World, home: Path) -> Iterator[Place]:
    """One department at work, publishing into a folder of this test."""
    with world.bluff.within():
        yield world.bluff


def fetch(folder: Path, slug: str) -> Path:
    """A copy of everything that is published, as an outsider gets it."""
    client = Client()
    base = f"http://localhost:8471/d/{slug}/ledger/"
    for line in client.get(f"/d/{slug}/ledger/files").content.decode().splitlines():
        assert line.startswith(base)
        answer = client.get(line.removeprefix("http://localhost:8471"))
        assert answer.status_code == 200, line
        assert not answer.cookies
        path = folder / line.removeprefix(base)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answer.content)
    return folder


def test_an_outsider_copies_the_ledger_and_verifies_it(bluff: Place, tmp_path: Path) -> None:
    size = publish(bluff.department)
    copy = fetch(tmp_path / "copy", "cedar-bluff")
    report = verify(copy, [signer(bluff.department).vkey()])
    assert (report.problems, report.size) == ((), size)
    assert report.size == Checkpoint.objects.get().size
    script = [sys.executable, "-I", str(copy / "verify.py"), str(copy), str(signer(bluff.department).vkey())]
    assert subprocess.run(script, capture_output=True, check=False).returncode == 0


def test_nothing_that_is_published_says_what_was_done(bluff: Place, tmp_path: Path) -> None:
    publish(bluff.department)
    lying = [path.read_bytes() for path in folder_of(bluff.department).rglob("*") if path.is_file()]
    for path in fetch(tmp_path / "copy", "cedar-bluff").rglob("*"):
        lying += [path.read_bytes()] if path.is_file() else []
    for word in (b"Whitlow", b"people.add-member", b"Patrol"):
        assert not any(word in data for data in lying)


def test_a_payload_that_lies_in_the_folder_by_mistake_is_not_served(bluff: Place) -> None:
    publish(bluff.department)
    (folder_of(bluff.department) / "payloads" / "0.jsonl").write_text('{"fields":[]}\n')
    assert Client().get("/d/cedar-bluff/ledger/payloads/0.jsonl").status_code == 404


@pytest.mark.parametrize(
    "name", ["../../desk.toml", "keys/../keys", "tile/0/..", "payloads/", "tile/0/x", "checkpoints/../keys", ".hidden"]
)
def test_nothing_else_is_served(bluff: Place, name: str) -> None:
    publish(bluff.department)
    assert Client().get(f"/d/cedar-bluff/ledger/{name}").status_code == 404


def test_a_checkpoint_is_asked_for_again_with_its_etag(bluff: Place) -> None:
    publish(bluff.department)
    client = Client()
    first = client.get("/d/cedar-bluff/ledger/checkpoint")
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get("/d/cedar-bluff/ledger/checkpoint", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    add_unit(machine(), "Traffic")
    publish(bluff.department)
    later = client.get("/d/cedar-bluff/ledger/checkpoint", headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200


def test_the_record_of_publishing_is_no_reason_to_publish_again(bluff: Place) -> None:
    size = publish(bluff.department)
    assert Log.objects.get(department=bluff.department).size == size + 1
    assert not pending(bluff.department.id)
    assert publish(bluff.department) == size
    add_unit(machine(), "Traffic")
    assert pending(bluff.department.id)
    assert publish(bluff.department) == size + 2
    assert verify(folder_of(bluff.department)).holds


def test_a_worker_that_died_between_the_folder_and_the_row_is_made_good(
    bluff: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def died(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(publishing, "_record", died)
    with pytest.raises(SystemExit):
        publish(bluff.department)
    monkeypatch.undo()
    assert not Checkpoint.objects.exists()
    size = publish(bluff.department)
    assert Checkpoint.objects.get().size == size == newest(folder_of(bluff.department)).size


def test_a_database_that_lost_entries_is_not_published_over(bluff: Place) -> None:
    from postorders.desk.base import guard
    from postorders.ledger.tree import Frontier

    publish(bluff.department)
    with guard.lifted("spoiling"):
        Log.objects.filter(department=bluff.department).update(size=3, frontier=Frontier().to_bytes())
    with pytest.raises(InputError, match="the database has 3: it lost some"):
        publish(bluff.department)


def test_the_name_of_a_ledger_stays_when_the_address_changes(bluff: Place, settings: Any) -> None:
    publish(bluff.department)
    settings.CONFIG = replace(settings.CONFIG, address="https://desk.cedar-bluff.example")
    add_unit(machine(), "Traffic")
    publish(bluff.department)
    assert newest(folder_of(bluff.department)).origin == "localhost:8471/d/cedar-bluff/ledger"


def test_a_new_key_after_a_loss_signs_on_and_both_are_told(bluff: Place) -> None:
    publish(bluff.department)
    old = signer(bluff.department).vkey()
    key_of(bluff.department).unlink()
    add_unit(machine(), "Traffic")
    publish(bluff.department)
    keys = (folder_of(bluff.department) / "keys").read_text()
    assert str(old) in keys
    assert str(signer(bluff.department).vkey()) in keys
    assert verify(folder_of(bluff.department)).holds


def test_the_key_is_its_owners_alone(bluff: Place) -> None:
    publish(bluff.department)
    assert key_of(bluff.department).stat().st_mode & 0o077 == 0


def test_the_witness_gets_the_signed_file_once(bluff: Place, settings: Any) -> None:
    settings.CONFIG = replace(settings.CONFIG, witness_mail="union@local99.example")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    size = publish(bluff.department)
    worker.main(once=True)
    name = f"cedar-bluff-{size}.checkpoint"
    (sent,) = [one for one in mail.outbox if one.attachments[0][0] == name]
    assert sent.to == ["union@local99.example"]
    assert sent.attachments[0][1] == (folder_of(bluff.department) / "checkpoints" / str(size)).read_text()
    mail_checkpoint.call(str(bluff.department.id), size)
    again = [one for one in mail.outbox if one.attachments[0][0] == name]
    assert len({one.extra_headers["Message-ID"] for one in again}) == 1


def test_each_department_has_a_ledger_and_a_key_of_its_own(world: World, home: Path) -> None:
    for place in (world.bluff, world.osage):
        with place.within():
            publish(place.department)
            assert verify(folder_of(place.department), [signer(place.department).vkey()]).holds
    assert len({signer(place.department).vkey() for place in (world.bluff, world.osage)}) == 2


class Clock(BaseHTTPRequestHandler):
    """A timestamp authority on a loopback port: openssl answers."""

    authority: Any
    broken = False

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        answer = self.authority.answer(query)
        self.wfile.write(answer[:-10] if self.broken else answer)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def clock(bluff: Place, settings: Any, tmp_path: Path) -> Iterator[type[Clock]]:
    """A desk with a timestamp authority."""
    from tests.ledger.ledgers import Authority

    class Answering(Authority):
        def answer(self, query: bytes) -> bytes:
            (self.folder / "query").write_bytes(query)
            self._run("ts", "-reply", "-config", self.folder / "conf", "-queryfile", self.folder / "query",
                      "-out", self.folder / "reply")  # fmt: skip
            return (self.folder / "reply").read_bytes()

    Clock.authority, Clock.broken = Answering(tmp_path / "authority"), False
    (tmp_path / "trusted.pem").write_bytes(Clock.authority.certificates)
    server = HTTPServer(("127.0.0.1", 0), Clock)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/"
    given = {"timestamps": address, "timestamps_certificate": str(tmp_path / "trusted.pem")}
    settings.CONFIG = replace(settings.CONFIG, **given)
    yield Clock
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_checkpoint_is_stamped_by_an_outside_authority(bluff: Place, clock: type[Clock]) -> None:
    size = publish(bluff.department)
    report = verify(folder_of(bluff.department), authority=clock.authority.certificates)
    assert (report.problems, [one for one, _ in report.stamps]) == ((), [size])
    assert Checkpoint.objects.get().stamp


def test_a_stamp_that_does_not_hold_is_not_kept_and_is_asked_for_again(bluff: Place, clock: type[Clock]) -> None:
    clock.broken = True
    size = publish(bluff.department)
    row = Checkpoint.objects.get()
    assert (row.size, bytes(row.stamp)) == (size, b"")
    assert not (folder_of(bluff.department) / "stamps" / f"{size}.tsr").exists()
    clock.broken = False
    publish(bluff.department)
    assert bytes(Checkpoint.objects.get().stamp)
    assert Payload.objects.filter(department_id=bluff.department.id, act="ledger.stamp").count() == 1


def test_an_authority_that_is_away_holds_nothing_up(bluff: Place, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "trusted.pem").write_text("nothing")
    given = {"timestamps": "http://127.0.0.1:9/", "timestamps_certificate": str(tmp_path / "trusted.pem")}
    settings.CONFIG = replace(settings.CONFIG, **given)
    size = publish(bluff.department)
    assert Checkpoint.objects.get().size == size
