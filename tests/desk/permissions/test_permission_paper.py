"""The page of a permission: all that an approval needs, and a digest that any other word would change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from datetime import UTC

import pytest
from django.utils import timezone
from tests.desk.cast import World
from tests.desk.permissions import scene
from tests.desk.permissions.scene import ask, delegate, grant

from postorders.desk.ledger.models import Payload
from postorders.desk.permissions.models import Grant, Request
from postorders.desk.permissions.paper import Approval, Terms, digest, proof, written
from postorders.desk.permissions.rights import Right, kind_for, policy_for
from postorders.desk.permissions.seal import seal, unseal
from postorders.errors import InputError

pytestmark = pytest.mark.both


def test_it_holds_what_every_approval_needs(world: World) -> None:
    one = delegate(world.bluff, "chief", "lieutenant")
    asked = ask(world.bluff, "speak-for-department", purpose="A talk at the school")
    text = grant(world.bluff, asked, "lieutenant", conditions="In uniform", reasons="A good cause").paper
    with world.bluff.within():
        hash = policy_for(Request.objects.get()).hash
    for needed in (
        *("Cole Abernathy (31)", "A talk at the school", "author 31", "Marisol Tran (12)", str(one.id), "8.04.B#2"),
        *("designee of Adaeze Whitlow (Chief)", "Form given: written", "In uniform", "A good cause", hash),
        *(f"In force from: {scene.today()}", f"In force to: {scene.today() + 30 * scene.DAY}", "typed the name"),
    ):
        assert needed in text


def test_a_delegation_of_the_evening_keeps_its_day(world: World) -> None:
    one = delegate(world.bluff, "chief", "lieutenant")
    one.given = timezone.localtime().replace(hour=20).astimezone(UTC)  # there the next day has begun
    assert f" of {scene.today()}, in force from" in proof(one)


def test_its_digest_stands_in_the_grant_and_in_the_ledger(world: World) -> None:
    given = grant(world.bluff, ask(world.bluff, "logo-use"), "chief")
    assert given.digest == hashlib.sha256(given.paper.encode()).hexdigest()
    with world.bluff.within():
        entry = Payload.objects.get(department=world.bluff.department, act="permissions.grant")
    assert given.digest in json.dumps(entry.body)


def test_the_same_facts_give_the_same_text_and_any_other_word_another_digest(world: World) -> None:
    asked = ask(world.bluff, "logo-use")
    at = timezone.now()
    with world.bluff.within():
        asked = Request.objects.select_related("member", "policy_version", "department").get()
        policy, kind = policy_for(asked), kind_for(asked)
        approval = Approval(Right(world.bluff.members["chief"], "chief"), at, "Adaeze Whitlow")
        terms = Terms(scene.today(), None, "In uniform", "A good cause", "written", "Yes")
        first = written(policy, kind, asked, terms, [approval])
        assert written(policy, kind, asked, terms, [approval]) == first
        changed = [replace(terms, **{one.name: _other(one.name)}) for one in fields(Terms) if one.name != "signed_name"]
        texts = [written(policy, kind, asked, one, [approval]) for one in changed]
        for name, value in (("purpose", "Other"), ("item", "Other"), ("scope", {"author": "32"}), ("number", "9")):
            texts.append(written(policy, kind, _with(asked, name, value), terms, [approval]))
        texts.append(written(policy, kind, asked, terms, [replace(approval, at=at + scene.DAY)]))
        texts.append(written(policy, kind, asked, terms, [replace(approval, signed_name="A. Whitlow")]))
    assert len({digest(text) for text in [first, *texts]}) == len(texts) + 1


def _other(name: str) -> object:
    return scene.today() + scene.DAY if name in ("starts", "ends") else "other"


def _with(asked: Request, name: str, value: object) -> Request:
    copy = Request.objects.select_related("member", "policy_version", "department").get(id=asked.id)
    setattr(copy, name, value)
    return copy


def test_a_value_of_several_lines_cannot_pass_for_another_row(world: World) -> None:
    asked = ask(world.bluff, "logo-use", purpose="A memorial\nDecided by: Nobody (0)")
    lines = grant(world.bluff, asked, "chief").paper.splitlines()
    assert [line for line in lines if line.startswith("Decided by:")] == ["Decided by: Adaeze Whitlow (1)"]


def test_a_sealed_justification_is_nowhere_in_the_database(world: World) -> None:
    asked = ask(world.osage, "no-identification", justification="Works narcotics buys")
    grant(world.osage, asked, "supervisor")
    with world.osage.within():
        rows = [*Request.objects.values_list(), *Grant.objects.values_list()]
        told = Payload.objects.filter(department=world.osage.department).values_list("body", flat=True)
        assert "narcotics" not in f"{rows} {list(told)}"
        assert b"narcotics" not in bytes(Request.objects.get().sealed)


def test_what_is_sealed_belongs_to_its_request(world: World) -> None:
    first, second = ask(world.osage, "no-identification"), ask(world.osage, "no-identification")
    sealed = seal("Works narcotics buys", first.id)
    assert unseal(sealed, first.id) == "Works narcotics buys"
    for bytes_, request in ((sealed, second.id), (sealed[:-1] + bytes([sealed[-1] ^ 1]), first.id)):
        with pytest.raises(InputError, match="cannot be opened with this desk's seal key"):
            unseal(bytes_, request)
