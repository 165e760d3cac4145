"""A condition is held, not held, or unknown; a clause speaks only where all of its conditions hold."""

from __future__ import annotations

import pytest
from tests.cast import UNDERCOVER, clause, judged, official, order, personal, seen

from postorders.judge.conditions import situation, verdict, weigh, weigh_parties
from postorders.judge.judgment import Condition
from postorders.policy.policy import Party
from postorders.posts.context import Context


def test_what_nobody_said_is_not_part_of_the_situation() -> None:
    assert dict(situation(official(), Context())) == {
        "account": ("official",),
        "third-party": ("no",),
        "moment": ("draft",),
    }


def test_all_that_was_said_is_part_of_the_situation() -> None:
    context = Context("publication", "on", "personal", "officer", ("PIO", "shift lead"), facts={"patch-visible": "no"})
    assert dict(situation(personal(third_party=True), context)) == {
        "account": ("personal",),
        "third-party": ("yes",),
        "moment": ("publication",),
        "duty": ("on",),
        "device": ("personal",),
        "class": ("officer",),
        "role": ("PIO", "shift lead"),
        "patch-visible": ("no",),
    }


@pytest.mark.parametrize(
    ("wants", "is_", "result"),
    [
        (("on",), ("on",), "held"),
        (("on", "off"), ("off",), "held"),
        (("PIO",), ("shift lead", "PIO"), "held"),
        (("on",), ("off",), "not held"),
        (("on",), (), "unknown"),
    ],
)
def test_a_condition_is_weighed_against_what_is_known(
    wants: tuple[str, ...], is_: tuple[str, ...], result: str
) -> None:
    (condition,) = weigh({"x": wants}, {"x": is_} if is_ else {})
    assert (condition.wants, condition.value, condition.result) == (wants, ", ".join(is_), result)


@pytest.mark.parametrize(
    ("results", "whole"),
    [
        ([], "held"),
        (["held", "held"], "held"),
        (["held", "unknown"], "unknown"),
        (["unknown", "not held"], "not held"),
    ],
)
def test_conditions_hold_together_when_all_do(results: list[str], whole: str) -> None:
    assert verdict(Condition("x", (), "", result) for result in results) == whole  # type: ignore[arg-type]


def test_of_the_parties_that_a_clause_binds_the_one_that_fits_best_counts() -> None:
    who = {
        "reserve": Party("a reserve", {"class": ("reserve",)}),
        "officer": Party("an officer", {"class": ("officer",)}),
    }
    (condition,) = weigh_parties(("reserve", "officer"), who, {"class": ("officer",)})
    assert (condition.wants, condition.result) == (("officer",), "held")


def test_a_party_that_does_not_post_adds_no_condition() -> None:
    who = {"chief": Party("the Chief", {"class": ("officer",)}, posts=False)}
    assert weigh_parties(("chief",), who, {}) == ()


def test_a_clause_flags_where_its_conditions_hold_and_says_which_those_were() -> None:
    policy = order(clause(when={"account": ["official"]}))
    (flag,) = judged(policy, seen("ssn")).flags
    assert flag.conditions == (Condition("account", ("official",), "official", "held"),)
    assert flag.why == "Seen: words of ssn (account is official)."


def test_a_clause_is_silent_where_a_condition_does_not_hold() -> None:
    policy = order(clause(when={"account": ["official"]}))
    assert judged(policy, seen("ssn"), personal()).outcome == "clear"


def test_the_condition_of_a_party_is_a_condition_of_the_clause() -> None:
    policy = order(clause(binds=["poster"]))
    assert judged(policy, seen("ssn")).outcome == "hold"
    assert judged(policy, seen("ssn"), personal()).outcome == "clear"


def test_nothing_is_flagged_that_was_not_seen() -> None:
    assert judged(order(clause()), seen("phone")).outcome == "clear"
    assert judged(order(clause()), seen()).outcome == "clear"


def test_flags_come_in_the_order_of_the_source() -> None:
    policy = order(clause("12.2", looks_for=["threat"]), clause("12.1"), clause("12.10", looks_for=["ssn", "threat"]))
    flags = judged(policy, seen("ssn", "threat")).flags
    assert [(flag.clause, flag.concept) for flag in flags] == [
        ("12.2", "threat"),
        ("12.1", "ssn"),
        ("12.10", "ssn"),
        ("12.10", "threat"),
    ]


def test_a_flag_cites_words_place_pattern_and_remedy() -> None:
    (flag,) = judged(order(clause()), seen("ssn")).flags
    (span,) = flag.spans
    assert (span.field, span.start, span.end, span.text, span.how) == ("text", 0, 3, "Her", "ssn/1")
    assert (flag.label, flag.remedy) == ("numbers of people", "Leave the number out.")


def test_the_trace_tells_of_every_clause_that_could_have_spoken() -> None:
    policy = order(
        clause("12.1", looks_for=["threat"]),
        clause("12.2", when={"account": ["personal"]}),
        clause("12.3", when={"duty": ["on"]}),
        clause("12.4"),
        clause("12.5", kind="statement", looks_for=[]),
    )
    trace = judged(policy, seen("ssn"), explain=True).trace
    assert trace is not None
    assert {step.clause: step.came_to for step in trace} == {
        "12.1": "nothing seen",
        "12.2": "does not apply: account not held",
        "12.3": "waits for: duty",
        "12.4": "flagged: hold",
    }
    assert judged(policy, seen("ssn")).trace is None


def test_a_fact_may_be_a_condition() -> None:
    policy = order(clause(binds=["undercover-officer"], looks_for=["identifies-as-member"], effect="advise"))
    sighted = seen("identifies-as-member", questions=(UNDERCOVER,))
    yes = Context(member_class="officer", facts={"undercover-work": "yes"})
    no = Context(member_class="officer", facts={"undercover-work": "no"})
    assert judged(policy, sighted, personal(), yes).outcome == "advise"
    assert judged(policy, sighted, personal(), no).outcome == "clear"
