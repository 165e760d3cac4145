"""What a program writes is held to the same as what a person types, and a program sees no more than the pages show."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.desk.api.test_api import ask, token
from tests.desk.cast import World

from postorders.desk.people import acts as people
from postorders.desk.people.models import Delegation
from postorders.desk.people.who import today
from postorders.desk.permissions.models import Request

pytestmark = pytest.mark.both
RECORD = "Look at FBI/123456AB8 before you decide."
WISH = {"kind": "logo-use", "purpose": "The open house", "starts": str(today()), "ends": str(today())}


def problem(answer: Any) -> str:
    assert answer.status_code == 422, answer.content
    return str(answer.json()["problems"][0]["what"])


@pytest.mark.parametrize("field", ["purpose", "item", "justification", "post", "site"])
def test_a_record_number_in_a_request_is_turned_away_and_nothing_is_kept(world: World, field: str) -> None:
    given = token(world.bluff, "officer", "ask")
    said = problem(ask("/permissions", given, "post", **{**WISH, field: RECORD}))
    assert "criminal justice information" in said and field in said and "123456" not in said
    with world.bluff.within():
        assert not Request.objects.exists()


@pytest.mark.parametrize("step", ["refuse", "send-back", "pass-up", "appeal", "revoke"])
def test_so_it_is_in_reasons(world: World, step: str) -> None:
    given = token(world.bluff, "chief")
    assert "criminal justice" in problem(ask(f"/permissions/2026-00001/{step}", given, "post", reasons=RECORD))


@pytest.mark.parametrize("field", ["conditions", "words", "reasons"])
def test_and_in_the_terms_of_a_grant(world: World, field: str) -> None:
    given = token(world.bluff, "chief")
    terms = {"starts": str(today()), field: RECORD}
    assert "criminal justice" in problem(ask("/permissions/2026-00001/grant", given, "post", **terms))


def test_and_in_the_reason_of_a_delegation(world: World) -> None:
    given = token(world.bluff, "chief", "people")
    said = {"to": "12", "starts": str(today()), "reason": RECORD}
    assert "criminal justice" in problem(ask("/delegations", given, "post", **said))


def test_a_character_that_is_none_is_named(world: World) -> None:
    given = token(world.bluff, "officer", "ask")
    assert "none" in problem(ask("/permissions", given, "post", **{**WISH, "purpose": "a\0b"}))


def test_a_designation_does_not_reach_back(world: World) -> None:
    given = token(world.bluff, "chief", "people")
    answer = ask("/delegations", given, "post", to="12", starts=str(today() - timedelta(days=30)))
    assert answer.status_code == 403 and "reach back" in answer.json()["problems"][0]["what"]
    with world.bluff.within():
        assert not Delegation.objects.exists()


def test_delegations_of_others_are_the_chiefs_to_see(world: World) -> None:
    """As on the page: the Chief sees all, others those that they gave or hold."""
    place = world.osage
    people.delegate(place.as_("chief"), place.members["manager"], today())
    people.delegate(place.as_("bureau"), place.members["media"], today())
    seen = {
        who: {one["to"] for one in ask("/delegations", token(place, who, "read")).json()}
        for who in ("chief", "bureau", "commander", "media")
    }
    assert seen == {"chief": {"E8", "E5"}, "bureau": {"E5"}, "commander": set(), "media": {"E5"}}
