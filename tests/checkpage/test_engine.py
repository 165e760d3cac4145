"""What the page asks of Python, asked here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from postorders.checkpage.engine import Engine
from postorders.plain import to_plain
from postorders.policy.library import compiled
from postorders.policy.policy import Policy
from postorders.signals.library import shipped

DAY = "2026-03-02"


@pytest.fixture(scope="module")
def engine(policies: dict[str, Policy]) -> Engine:
    """An engine with both policies."""
    return Engine(
        json.dumps({"policies": [compiled(one) for one in policies.values()], "concepts": to_plain(shipped())})
    )


def asked(engine: Engine, do: str = "check", **given: Any) -> dict[str, Any]:
    request = {"policy": "raymore-8", **given, "do": do}
    if do == "check":
        post = {"id": "draft", "account": "personal", "text": "Vote for the levy."}
        request = {"post": post, "context": {}, "as_of": DAY} | request
    data: dict[str, Any] = json.loads(engine.answer(json.dumps(request)))
    return data


def test_it_names_its_policies_and_the_facts_that_it_may_ask_for(engine: Engine) -> None:
    about = json.loads(engine.answer('{"do": "about"}'))
    assert {one["id"] for one in about["policies"]} == {"raymore-8", "kcpd-261"}
    assert about["facts"]["patch-visible"]["about"] == "media"


def test_an_answer_that_is_neither_yes_nor_no_is_refused(engine: Engine) -> None:
    (problem,) = asked(engine, context={"facts": {"patch-visible": "perhaps"}})["problems"]
    assert problem == 'this page: The field "facts.patch-visible" cannot be "perhaps". Use yes or no.'


def test_half_a_character_is_told(engine: Engine) -> None:
    (problem,) = asked(engine, post={"id": "draft", "account": "personal", "text": "a\ud83d"})["problems"]
    assert "holds half of a character (the lone surrogate U+D83D)" in problem


def test_a_permission_of_a_kind_that_the_policy_does_not_have_has_no_label(engine: Engine) -> None:
    held = {"id": "P-1", "kind": "something-else", "granted_by": "chief", "form": "written", "start": DAY}
    (one,) = asked(engine, "permissions", permissions=[held])["permissions"]
    assert one == {**held, "label": ""}
