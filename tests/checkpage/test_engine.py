"""What the page asks of Python, asked here."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
    if request["policy"] is None:
        del request["policy"]
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


HEADS = ("threat", "figurative")
WORDS = ("[UNK]", "i", "could", "murder", "a", "burger", ".")
AT = {"possible": 0.5, "likely": 0.7, "certain": 0.9}


@pytest.fixture
def reading(engine: Engine) -> Iterator[Engine]:
    """The engine with reading aids: a small vocabulary, and heads whose encoder is whoever answers."""
    common = {"scale": 1.0, "shift": 0.0, "seen": 0.0, "at": AT, "right": {"likely": 0.91}, "doubt": 0.0}
    said = {"heads": [{"name": name, **common} for name in HEADS], "length": 16}
    asked(engine, "reader", policy=None, weights=json.dumps(said), vocabulary="\n".join(WORDS))
    yield engine
    asked(engine, "no-reader", policy=None)


def told(batch: list[list[int]], threat: float) -> list[dict[str, Any]]:
    """What an encoder might say of a batch: so much for a threat, nothing else, and no names."""
    tags = [[1.0, *[0.0] * 6]]
    return [{"logits": [threat, -9.0], "pooled": [1.0] * 384, "tags": tags * len(ids)} for ids in batch]


def driven(engine: Engine, threat: float, **given: Any) -> dict[str, Any]:
    """A check, and the encoder's answers until it is done."""
    answer = asked(engine, **given)
    while "batch" in answer:
        answer = asked(engine, "read-on", policy=None, outputs=told(answer["batch"], threat))
    return answer


BURGER = {"id": "draft", "account": "personal", "text": "I could murder a burger."}


def test_without_aids_a_check_is_one_step_by_patterns(engine: Engine) -> None:
    answer = asked(engine, post=BURGER)
    assert (json.loads(answer["line"])["engine"]["weights"], answer["learned"]) == ("none", {})


def test_with_aids_it_asks_for_the_ids_of_the_draft_first(reading: Engine) -> None:
    assert asked(reading, post=BURGER) == {"batch": [[101, 1, 2, 3, 4, 5, 6, 102]]}


@pytest.mark.parametrize(
    ("threat", "learned"),
    [(-5.0, {}), (0.2, {"threat": {"sure": "possible", "of_ten": None}}), (1.5, {"threat": {"sure": "likely", "of_ten": 9}})],
)  # fmt: skip
def test_what_the_encoder_says_is_judged_and_told_in_words(
    reading: Engine, threat: float, learned: dict[str, Any]
) -> None:
    answer = driven(reading, threat, post=BURGER)
    judged = json.loads(answer["line"])
    assert answer["learned"] == learned
    assert [flag["concept"] for flag in judged["flags"] if flag["concept"] == "threat"] == ["threat"] * bool(learned)
    assert len(judged["engine"]["weights"]) == 64


def test_while_a_draft_is_being_read_patterns_alone_can_be_asked(reading: Engine) -> None:
    batch = asked(reading, post=BURGER)["batch"]
    meanwhile = asked(reading, post=BURGER, alone=True)
    assert json.loads(meanwhile["line"])["engine"]["weights"] == "none"
    outputs = told(batch, -5.0)
    assert "line" in asked(reading, "read-on", policy=None, outputs=outputs)


def test_a_reading_that_was_stopped_is_forgotten(reading: Engine) -> None:
    outputs = told(asked(reading, post=BURGER)["batch"], 2.0)
    asked(reading, "stop", policy=None)
    (problem,) = asked(reading, "read-on", policy=None, outputs=outputs)["problems"]
    assert problem == "this page: No check is under way. Check the draft again."


def test_damaged_weights_are_told(engine: Engine) -> None:
    (problem,) = asked(engine, "reader", policy=None, weights="{}", vocabulary="")["problems"]
    assert problem.startswith("this page: The reading aids are not of the form that this page knows")
