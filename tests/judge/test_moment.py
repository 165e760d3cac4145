"""Rules about equipment speak at publication, and from conditions alone."""

from __future__ import annotations

from tests.cast import clause, judged, order, personal, seen

from postorders.posts.context import Context

RULE = clause(
    "13.1",
    flags_on="conditions",
    when={"moment": ["publication"], "account": ["official"], "device": ["personal"], "duty": ["on"]},
)
ORDER = order(RULE)


def at_publication(device: str = "", duty: str = "") -> Context:
    return Context("publication", duty, device)


def test_a_draft_is_not_weighed_by_them() -> None:
    assert judged(ORDER, seen(), context=Context(device="personal", duty="on")).outcome == "clear"


def test_conditions_that_hold_flag_without_a_word_being_seen() -> None:
    judgment = judged(ORDER, seen(), context=at_publication("personal", "on"))
    assert judgment.outcome == "hold"
    (flag,) = judgment.flags
    assert (flag.clause, flag.concept, flag.spans) == ("13.1", "", ())
    assert flag.why.startswith("The conditions alone decide: moment is publication; account is official;")


def test_a_condition_that_does_not_hold_ends_it() -> None:
    assert judged(ORDER, seen(), context=at_publication("department", "on")).outcome == "clear"
    assert judged(ORDER, seen(), context=at_publication("personal", "off")).outcome == "clear"
    assert judged(ORDER, seen(), personal(), at_publication("personal", "on")).outcome == "clear"


def test_a_condition_that_nobody_gave_is_asked_and_named_and_not_clear() -> None:
    judgment = judged(ORDER, seen(), context=at_publication("personal"))
    assert judgment.outcome == "incomplete"
    assert [(question.fact, question.clauses) for question in judgment.questions] == [("duty", ("13.1",))]
    assert [(one.what, one.why) for one in judgment.unchecked] == [("duty", "Nobody said; 13.1 depends on it.")]
