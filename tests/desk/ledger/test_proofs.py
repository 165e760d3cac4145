"""A proof of one entry, with fields withheld, is verified by a stranger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.desk import cast
from tests.desk.cast import World

from postorders.desk.ledger.models import Payload
from postorders.desk.ledger.origin import signer
from postorders.desk.ledger.publish import publish
from postorders.ledger.proof import read_proof, verify_proof

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def index(world: World, home: Path) -> int:
    """The entry that added Officer Abernathy, signed and published."""
    with world.bluff.within():
        publish(world.bluff.department)
        row = Payload.objects.get(department=world.bluff.department, act="people.add-member", subject="31")
        return int(row.index)


@pytest.fixture
def officer(world: World) -> Client:
    """Officer Abernathy's browser."""
    client = Client()
    client.force_login(cast.account(world.bluff, "officer"))
    return client


def test_a_member_takes_a_proof_and_a_stranger_verifies_it(
    world: World, index: int, officer: Client, tmp_path: Path, postorders: Callable[..., Any]
) -> None:
    answer = officer.post(f"/desk/ledger/{index}/proof", {"hide": ["member", "at"]})
    assert answer["Content-Disposition"] == f'attachment; filename="cedar-bluff-{index}.tlog-proof"'
    entry = read_proof(answer.content).entry
    assert entry.get("number") == "31"
    assert "member" not in entry.shown and b"Abernathy" not in answer.content
    key = signer(world.bluff.department).vkey()
    report, _ = verify_proof(answer.content, [key])
    assert report.holds
    path = tmp_path / "one.tlog-proof"
    path.write_bytes(answer.content)
    assert postorders("ledger", "verify", path, "--key", key).code == 0
    path.write_bytes(answer.content.replace(f"index {index}".encode(), f"index {index + 1}".encode()))
    assert postorders("ledger", "verify", path, "--key", key).code == 1


def test_taking_a_proof_is_on_the_record(world: World, index: int, officer: Client) -> None:
    officer.post(f"/desk/ledger/{index}/proof", {"hide": ["member"]})
    shown = officer.get("/desk/ledger/").content.decode()
    assert f"Cole Abernathy took a proof of entry {index}, with withheld fields: member." in shown


def test_an_entry_that_is_not_signed_yet_has_no_proof(world: World, index: int, officer: Client) -> None:
    officer.post(f"/desk/ledger/{index}/proof")
    with world.bluff.within():
        last = Payload.objects.filter(department=world.bluff.department, actor="31").order_by("-index").first()
    answer = officer.post(f"/desk/ledger/{last.index}/proof")
    assert answer.status_code == 403
    assert "This entry is not signed yet." in answer.content.decode()


def test_a_field_that_the_entry_has_not_cannot_be_withheld(world: World, index: int, officer: Client) -> None:
    answer = officer.post(f"/desk/ledger/{index}/proof", {"hide": ["shoe-size"]})
    assert answer.status_code == 403
    assert "The entry has no field &#x27;shoe-size&#x27;." in answer.content.decode()


def test_the_page_of_the_ledger_gives_the_key_and_the_way(world: World, index: int) -> None:
    shown = Client().get("/d/cedar-bluff/ledger/")
    assert shown.status_code == 200
    text = shown.content.decode()
    assert str(signer(world.bluff.department).vkey()) in text
    assert "http://localhost:8471/d/cedar-bluff/ledger/files" in text
    assert "Abernathy" not in text
    assert Client().get("/d/nowhere/ledger/").status_code == 404


def test_before_anything_is_signed_the_page_says_so(world: World, home: Path) -> None:
    assert "Nothing was signed yet." in Client().get("/d/osage-crossing/ledger/").content.decode()
    assert Client().get("/d/osage-crossing/ledger/checkpoint").status_code == 404
