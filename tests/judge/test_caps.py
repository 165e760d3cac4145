"""What makes a flag weaker than its clause is written: the account, the kind, the law, a signed reading."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import RELEASE, TODAY, clause, judged, official, order, personal, reading, seen

from postorders.judge.judgment import Judgment
from postorders.policy.policy import Policy

SIGHTED = seen("ssn")
CONTESTED = [{"when": {"account": ["personal"]}, "risk": 3, "why": "Contested.", "cites": ["grove-charter"]}]


def on_own_account(policy: Policy, **given: Any) -> Judgment:
    return judged(policy, SIGHTED, personal(), **given)


def test_an_official_post_is_held() -> None:
    judgment = judged(order(clause()), SIGHTED)
    assert (judgment.outcome, judgment.flags[0].caps) == ("hold", ())


def test_nothing_holds_a_personal_post() -> None:
    judgment = on_own_account(order(clause()))
    assert judgment.outcome == "advise"
    assert [(cap.to, cap.because) for cap in judgment.flags[0].caps] == [
        ("advise", "Nothing holds a post on a personal account.")
    ]


def test_a_hold_becomes_ask_on_a_personal_account_where_leave_can_be_had() -> None:
    assert on_own_account(order(clause(lifted_by=RELEASE))).outcome == "ask"


def test_a_hold_becomes_advice_on_a_personal_account_where_leave_is_for_official_posts_alone() -> None:
    policy = order(clause(lifted_by={**RELEASE, "when": {"account": ["official"]}}))
    judgment = on_own_account(policy)
    assert (judgment.outcome, judgment.flags[0].lifted_by) == ("advise", "nobody")
    assert judged(policy, SIGHTED).flags[0].lifted_by["permission"] == "number-release"


@pytest.mark.parametrize("kind", ["caution", "statement", "definition"])
def test_a_clause_that_orders_nothing_is_never_more_than_advice(kind: str) -> None:
    judgment = judged(order(clause(kind=kind)), SIGHTED)
    assert judgment.outcome == "advise"
    assert f"of kind {kind}" in judgment.flags[0].caps[0].because


@pytest.mark.parametrize("kind", ["obligation", "prohibition", "permission", "procedure", "sanction"])
def test_a_clause_of_values_is_never_more_than_advice(kind: str) -> None:
    assert judged(order(clause(kind=kind, values=True)), SIGHTED).outcome == "advise"
    assert judged(order(clause(kind=kind)), SIGHTED).outcome == "hold"


def test_a_contested_clause_is_advice_where_it_is_contested_and_nowhere_else() -> None:
    policy = order(clause(effect="ask", lifted_by=RELEASE, law=CONTESTED))
    assert on_own_account(policy).outcome == "advise"
    assert judged(policy, SIGHTED).outcome == "ask"


@pytest.mark.parametrize("risk", [0, 1, 2])
def test_a_lesser_risk_caps_nothing(risk: int) -> None:
    law = [{**CONTESTED[0], "risk": risk}]
    assert on_own_account(order(clause(effect="ask", lifted_by=RELEASE, law=law))).outcome == "ask"


def test_a_flag_carries_the_legal_risks_of_its_situation() -> None:
    policy = order(clause(law=[*CONTESTED, {"risk": 1, "why": "Always.", "cites": ["grove-charter"]}]))
    assert [risk["risk"] for risk in on_own_account(policy).flags[0].law] == [3, 1]
    assert [risk["risk"] for risk in judged(policy, SIGHTED).flags[0].law] == [1]


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({}, "ask"),
        ({"status": "proposed"}, "advise"),
        ({"signed_by": ""}, "advise"),
        ({"signed_on": ""}, "advise"),
        ({"signed_on": TODAY}, "ask"),
        ({"signed_on": "2026-03-03"}, "advise"),
        ({"status": "withdrawn", "withdrawn_on": "2026-03-03"}, "ask"),
        ({"status": "withdrawn", "withdrawn_on": TODAY}, "advise"),
        ({"clauses": ("12.5",)}, "advise"),
    ],
)
def test_only_a_reading_in_force_frees_a_contested_clause(given: dict[str, Any], outcome: str) -> None:
    clauses = (clause(effect="ask", lifted_by=RELEASE, law=CONTESTED), clause("12.5", looks_for=["threat"]))
    assert on_own_account(order(*clauses, readings=[reading(**given)])).outcome == outcome


def test_a_signed_reading_may_limit_a_clause_and_the_flag_says_so() -> None:
    judgment = judged(order(clause(), readings=[reading(effect="advise")]), SIGHTED)
    assert judgment.outcome == "advise"
    assert judgment.flags[0].caps[0].because == "The reading 'r', signed 2025-06-01, limits it."


def test_a_signed_reading_may_limit_a_clause_to_a_note() -> None:
    judgment = judged(order(clause(), readings=[reading(effect="inform")]), SIGHTED)
    assert (judgment.outcome, judgment.flags) == ("clear", ())
    assert [note.clause for note in judgment.notes] == ["12.4"]


def test_a_reading_makes_no_clause_stronger() -> None:
    assert judged(order(clause(effect="advise"), readings=[reading(effect="hold")]), SIGHTED).outcome == "advise"


def test_a_reading_is_judged_as_of_its_time() -> None:
    policy = order(clause(), readings=[reading(effect="advise")])
    assert judged(policy, SIGHTED, as_of="2025-05-31").outcome == "hold"
    assert judged(policy, SIGHTED, as_of="2025-06-01").outcome == "advise"


def test_inform_is_a_note_and_changes_no_outcome() -> None:
    judgment = judged(order(clause(effect="inform")), SIGHTED, official())
    assert (judgment.outcome, judgment.flags) == ("clear", ())
    assert [(note.clause, note.says) for note in judgment.notes] == [("12.4", "numbers of people: words of ssn.")]


def test_the_outcome_is_that_of_the_strongest_flag() -> None:
    policy = order(clause("12.1", effect="advise"), clause("12.2", effect="hold"), clause("12.3", effect="inform"))
    assert judged(policy, SIGHTED).outcome == "hold"
