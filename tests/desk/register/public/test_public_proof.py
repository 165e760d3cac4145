"""The list is provable: its exact bytes, their SHA-256 in the ledger, and the proof that a stranger verifies."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.desk.cast import World
from tests.desk.register.public.street import BLUFF, becomes, site, text

from postorders.desk.base import guard
from postorders.desk.ledger.models import Log
from postorders.desk.ledger.origin import signer
from postorders.desk.ledger.publish import publish
from postorders.desk.register.models import Issue, Site
from postorders.desk.register.publish import changed
from postorders.ledger.proof import read_proof, verify_proof
from postorders.plain import canonical

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
LIST, PROOF = f"{BLUFF}/accounts/issue.json", f"{BLUFF}/accounts/issue.proof"


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """The desk's folder and keys, for this test alone."""
    (tmp_path / "keys").mkdir()
    settings.CONFIG = replace(settings.CONFIG, folder=str(tmp_path), keys=str(tmp_path / "keys"))
    return tmp_path


@pytest.fixture
def main(home: Path, world: World) -> Any:
    return site(world.bluff, "https://x.com/cedarbluffpd", "Cedar Bluff Police")


@pytest.fixture
def stranger() -> Client:
    return Client()


def signed(world: World) -> None:
    with world.bluff.within():
        publish(world.bluff.department)


def test_the_bytes_are_canonical_and_their_hash_is_the_rows(world: World, main: Any, stranger: Client) -> None:
    body = stranger.get(LIST).content
    assert canonical(json.loads(body)) == body
    assert [one["url"] for one in json.loads(body)["accounts"]] == ["https://x.com/cedarbluffpd"]
    with world.bluff.within():
        assert Issue.objects.get().sha256 == hashlib.sha256(body).hexdigest()


def test_before_the_ledger_is_signed_the_proof_is_announced(world: World, main: Any, stranger: Client) -> None:
    early = stranger.get(PROOF)
    assert early.status_code == 404 and 0 < int(early["Retry-After"]) <= 660
    assert "provable within" in text(early) and "provable within" in text(stranger.get(f"{BLUFF}/accounts/"))


def test_a_stranger_verifies_that_the_ledger_holds_the_list(
    world: World, main: Any, stranger: Client, tmp_path: Path, postorders: Any
) -> None:
    signed(world)
    with world.bluff.within():
        before = Log.objects.get(department=world.bluff.department).size
    proof, body = stranger.get(PROOF), stranger.get(LIST).content
    entry = read_proof(proof.content).entry
    assert entry.get("sha256") == hashlib.sha256(body).hexdigest()
    key = signer(world.bluff.department).vkey()
    assert verify_proof(proof.content, [key])[0].holds
    (tmp_path / "one.tlog-proof").write_bytes(proof.content)
    assert postorders("ledger", "verify", tmp_path / "one.tlog-proof", "--key", key).code == 0
    assert f'href="{PROOF}"' in text(stranger.get(f"{BLUFF}/accounts/"))
    with world.bluff.within():
        assert Log.objects.get(department=world.bluff.department).size == before, "a visit wrote into the ledger"


def test_the_proof_of_one_list_is_not_that_of_another(world: World, main: Any, stranger: Client) -> None:
    signed(world)
    first, key = stranger.get(PROOF).content, signer(world.bluff.department).vkey()
    becomes(world.bluff, main, "suspended")
    assert stranger.get(PROOF).status_code == 404
    signed(world)
    second, wanted = stranger.get(PROOF).content, hashlib.sha256(stranger.get(LIST).content).hexdigest()
    assert read_proof(second).entry.get("sha256") == wanted != read_proof(first).entry.get("sha256")
    moved = second.replace(second.split(b"\n")[2], first.split(b"\n")[2])
    assert verify_proof(second, [key])[0].holds and not verify_proof(moved, [key])[0].holds


def test_who_changes_the_list_at_once_is_issued_one_after_the_other(world: World, main: Any) -> None:
    def one(number: int) -> None:
        try:
            with world.bluff.within(), transaction.atomic(), guard.doing("test"):
                made = Site(
                    number=100 + number, name=f"Account {number}", platform="x", handle=f"cedarbluff{number}",
                    url=f"https://x.com/cedarbluff{number}", key=f"x:cedarbluff{number}", state="listed",
                )  # fmt: skip
                made.save()
                changed(made, "listed")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(8)))
    with world.bluff.within():
        issues = list(Issue.objects.order_by("number"))
    assert [issue.number for issue in issues] == list(range(1, 10))
    assert [len(json.loads(issue.body)["accounts"]) for issue in issues] == list(range(1, 10))
