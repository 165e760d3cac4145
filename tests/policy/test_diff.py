"""A difference between two versions names clause and field, what was and what is."""

from __future__ import annotations

from tests.cast import clause, order, reading

from postorders.policy.diff import Change, diff


def test_a_version_does_not_differ_from_itself() -> None:
    assert diff(order(clause(), readings=[reading()]), order(clause(), readings=[reading()])) == []


def test_a_changed_field() -> None:
    assert diff(order(clause()), order(clause(effect="advise"))) == [
        Change("12.4", "effect", "hold", "advise", "changed")
    ]


def test_a_field_that_came_and_one_that_went() -> None:
    old, new = order(clause(consequence="S-FG")), order(clause(when={"account": ["official"]}))
    assert {(change.field, change.what) for change in diff(old, new)} == {("when", "added"), ("consequence", "removed")}


def test_a_clause_that_came_and_one_that_went() -> None:
    assert diff(order(clause("12.1")), order(clause("12.2", says="Fewer numbers."))) == [
        Change("12.2", "", None, "Fewer numbers.", "added"),
        Change("12.1", "", "No numbers.", None, "removed"),
    ]


def test_the_pack_comes_first_and_readings_are_part_of_it() -> None:
    old, new = order(clause()), order(clause(says="Less."), readings=[reading()], title="Words (Order 12)")
    assert [(change.clause, change.field) for change in diff(old, new)] == [
        ("", "title"),
        ("", "readings"),
        ("12.4", "says"),
    ]


def test_the_order_of_clauses_alone_is_no_difference() -> None:
    assert diff(order(clause("1"), clause("2")), order(clause("2"), clause("1"))) == []
