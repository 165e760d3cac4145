"""A fact is asked only where its answer would change the outcome; what nobody looked at is never clear."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cast import PATCH, RELEASE, UNDERCOVER, WORDS, clause, judged, official, order, personal, photo, seen

from postorders.judge.judgment import Judgment, Unchecked
from postorders.posts.context import Context
from postorders.signals.signal import Signal

PATCH_RULE = clause("12.5", looks_for=["patch-visible"], effect="ask", lifted_by=RELEASE)
UNDERCOVER_RULE = clause("12.6", binds=["undercover-officer"], looks_for=["identifies-as-member"], effect="advise")
PICTURE = personal("On shift.", media=(photo(),))


def asked(judgment: Judgment) -> dict[str, tuple[str, ...]]:
    return {question.fact: question.clauses for question in judgment.questions}


def answered(**facts: str) -> Context:
    return Context(facts={name.replace("_", "-"): answer for name, answer in facts.items()})


def test_a_condition_that_nobody_answered_is_asked_and_the_outcome_is_ask() -> None:
    judgment = judged(order(UNDERCOVER_RULE), seen("identifies-as-member"), personal(), Context(member_class="officer"))
    assert (judgment.outcome, judgment.flags) == ("ask", ())
    assert asked(judgment) == {"undercover-work": ("12.6",)}
    assert judgment.questions[0].asks == UNDERCOVER.asks


def test_a_question_that_only_a_reading_calls_up_is_asked_and_decides_nothing() -> None:
    read = Signal("identifies-as-member", "text", 0, 3, "Her", "learned", "possible")
    officer = Context(member_class="officer")
    judgment = judged(order(UNDERCOVER_RULE), seen(read), personal(), officer)
    assert (judgment.outcome, asked(judgment)) == ("incomplete", {"undercover-work": ("12.6",)})
    beside = judged(order(UNDERCOVER_RULE, clause("12.4", effect="advise")), seen(read, "ssn"), personal(), officer)
    assert (beside.outcome, asked(beside)) == ("advise", {"undercover-work": ("12.6",)})
    assert judged(order(UNDERCOVER_RULE), seen(read, "identifies-as-member"), personal(), officer).outcome == "ask"


def test_every_unknown_condition_is_asked() -> None:
    judgment = judged(order(UNDERCOVER_RULE), seen("identifies-as-member"), personal())
    assert list(asked(judgment)) == ["class", "undercover-work"]
    assert judgment.questions[0].asks == "Are you an officer, a civilian employee or a reserve?"


def test_nothing_is_asked_where_another_condition_fails() -> None:
    context = Context(member_class="civilian")
    judgment = judged(order(UNDERCOVER_RULE), seen("identifies-as-member"), personal(), context)
    assert (judgment.outcome, judgment.questions) == ("clear", ())


def test_nothing_is_asked_where_nothing_was_seen() -> None:
    judgment = judged(order(UNDERCOVER_RULE), seen("phone"), personal())
    assert (judgment.outcome, judgment.questions) == ("clear", ())


def test_nothing_is_asked_where_the_outcome_is_as_strong_already() -> None:
    policy = order(clause("12.6", when={"duty": ["on"]}, looks_for=["threat"], effect="advise"), clause("12.4"))
    judgment = judged(policy, seen("threat", "ssn"))
    assert (judgment.outcome, judgment.questions) == ("hold", ())


def test_beside_mere_advice_a_question_is_asked_and_decides() -> None:
    policy = order(UNDERCOVER_RULE, clause("12.4", effect="advise"))
    judgment = judged(policy, seen("identifies-as-member", "ssn"), personal(), Context(member_class="officer"))
    assert (judgment.outcome, asked(judgment)) == ("ask", {"undercover-work": ("12.6",)})
    assert [flag.clause for flag in judgment.flags] == ["12.4"]


def test_nothing_is_asked_for_a_mere_note() -> None:
    policy = order(clause(effect="inform", when={"duty": ["on"]}))
    judgment = judged(policy, seen("ssn"), personal())
    assert (judgment.outcome, judgment.questions) == ("clear", ())


@pytest.mark.parametrize("fact", ["duty", "device", "class", "role"])
def test_the_moment_is_asked_in_plain_words(fact: str) -> None:
    value = {"duty": "on", "device": "personal", "class": "officer", "role": "PIO"}[fact]
    judgment = judged(order(clause(when={fact: [value]})), seen("ssn"))
    assert judgment.outcome == "ask"
    assert asked(judgment) == {fact: ("12.4",)}
    assert judgment.questions[0].asks.endswith("?")


def test_a_picture_that_nobody_looked_at_is_never_clear() -> None:
    judgment = judged(order(PATCH_RULE), seen(), PICTURE)
    assert judgment.outcome == "incomplete"
    assert judgment.unchecked == (
        Unchecked("media[0] photo", "Nobody looked at it. Not answered: patch-visible, words-in-picture."),
    )
    assert asked(judgment) == {"patch-visible": ("12.5",), "words-in-picture": ()}


def test_a_picture_with_every_answer_given_is_clear_and_says_on_what_it_was_judged() -> None:
    judgment = judged(order(PATCH_RULE), seen(), PICTURE, answered(patch_visible="no", words_in_picture="no"))
    assert (judgment.outcome, judgment.questions) == ("clear", ())
    assert [note.says for note in judgment.notes] == [
        "media[0] photo was not opened: it was judged on the author's answers."
    ]


def test_a_fact_about_pictures_is_not_asked_of_a_post_without_one() -> None:
    assert judged(order(PATCH_RULE), seen(), personal()).questions == ()


def test_a_fact_is_not_asked_where_no_clause_depends_on_it() -> None:
    assert "patch-visible" not in asked(judged(order(clause()), seen(), PICTURE))


def test_a_fact_is_not_asked_where_its_clause_does_not_apply() -> None:
    policy = order(clause("12.5", looks_for=["patch-visible"], when={"account": ["official"]}))
    assert "patch-visible" not in asked(judged(policy, seen(), PICTURE))


def test_a_fact_is_not_asked_where_the_post_is_held_already_and_the_picture_is_still_named() -> None:
    policy = order(clause("12.4"), clause("12.5", looks_for=["patch-visible"], effect="ask", lifted_by=RELEASE))
    judgment = judged(policy, seen("ssn"), official(media=(photo(),)))
    assert (judgment.outcome, judgment.questions) == ("hold", ())
    assert [unchecked.what for unchecked in judgment.unchecked] == ["media[0] photo"]


def test_words_in_a_picture_must_be_given_to_be_checked() -> None:
    judgment = judged(order(clause()), seen(), PICTURE, answered(words_in_picture="yes"))
    assert judgment.outcome == "incomplete"
    assert judgment.unchecked[0].why == "It has words in it that were not given. Add them as its transcript."


def test_words_that_were_given_need_no_question() -> None:
    post = personal("On shift.", media=(photo(transcript="Roll call at six"),))
    judgment = judged(order(clause()), seen(), post)
    assert (judgment.outcome, judgment.questions) == ("clear", ())


def test_what_detection_could_not_examine_is_named_and_never_clear() -> None:
    sighted = seen(unexamined=(Unchecked("text", "It reads as Spanish, and the patterns know English."),))
    judgment = judged(order(clause()), sighted)
    assert (judgment.outcome, judgment.unchecked) == ("incomplete", sighted.unexamined)


def test_a_flag_outweighs_what_was_not_checked() -> None:
    sighted = seen("ssn", unexamined=(Unchecked("text", "Only its first 50,000 characters were read."),))
    assert judged(order(clause(effect="advise")), sighted).outcome == "advise"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_ends_the_question(answer: str) -> None:
    context: dict[str, Any] = {"member_class": "officer", "facts": {"undercover-work": answer}}
    judgment = judged(order(UNDERCOVER_RULE), seen("identifies-as-member"), personal(), Context(**context))
    assert judgment.questions == ()
    assert judgment.outcome == {"yes": "advise", "no": "clear"}[answer]


def test_each_picture_is_named() -> None:
    post = personal("On shift.", media=(photo(name="a.jpg"), photo(name="b.jpg")))
    assert [one.what for one in judged(order(PATCH_RULE), seen(questions=(PATCH, WORDS)), post).unchecked] == [
        "media[0] photo a.jpg",
        "media[1] photo b.jpg",
    ]
