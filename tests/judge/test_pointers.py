"""A clause that only a person can judge is pointed at; it never flags and never changes the outcome."""

from __future__ import annotations

from tests.cast import clause, judged, lowered, official, order, personal, seen

POINTER = clause(
    "12.7", values=True, judged_by="person", when={"account": ["personal"]}, for_a_person=["disparagement", "ssn"],
    effect="inform",
)  # fmt: skip


def test_a_post_that_bears_on_it_is_pointed_at() -> None:
    judgment = judged(order(POINTER), seen("disparagement"), personal())
    (pointer,) = judgment.for_a_person
    assert (pointer.clause, pointer.label, pointer.concept) == ("12.7", "numbers of people", "disparagement")
    assert pointer.spans[0].text == "Her"
    assert (judgment.outcome, judgment.flags, judgment.notes) == ("clear", (), ())


def test_it_is_not_pointed_at_where_its_conditions_do_not_hold() -> None:
    assert judged(order(POINTER), seen("disparagement"), official()).for_a_person == ()


def test_what_other_words_take_back_points_nowhere() -> None:
    assert judged(order(POINTER), seen(lowered("disparagement", "figurative")), personal()).for_a_person == ()


def test_pointers_come_in_the_order_of_the_source() -> None:
    early = clause("12.1", judged_by="person", for_a_person=["ssn"])
    found = judged(order(early, POINTER), seen("ssn", "disparagement"), personal()).for_a_person
    assert [(one.clause, one.concept) for one in found] == [("12.1", "ssn"), ("12.7", "disparagement"), ("12.7", "ssn")]


def test_the_trace_names_it() -> None:
    trace = judged(order(POINTER), seen("ssn"), personal(), explain=True).trace
    assert trace is not None
    assert [(step.clause, step.came_to) for step in trace] == [("12.7", "a pointer for a person")]
