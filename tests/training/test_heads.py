"""What a post teaches of the concepts that are not marked in it."""

from __future__ import annotations

from training.heads import CONCEPTS, FEW, LATER, MARKED, NEAR, SELDOM, absent


def test_a_file_that_is_marked_whole_denies_whatever_is_not_marked_but_doubts_its_neighbors() -> None:
    assert absent("none", whole=True) == dict.fromkeys(CONCEPTS, 0.0)
    said = absent("witness-detail", whole=True)
    assert said.keys() == {*CONCEPTS}
    assert {name for name, value in said.items() if value} == NEAR["witness-detail"]


def test_another_file_denies_what_is_far_and_doubts_or_leaves_open_what_is_near() -> None:
    said = absent("threat", whole=False)
    assert said["private-business"] == 0.0
    assert said["harassment"] == SELDOM  # often marked, and not always
    assert "quotation" not in said  # nobody was asked
    assert "named-suspect" not in said  # there was no such head when it was written


def test_posts_about_something_else_altogether_deny_later_concepts_softly() -> None:
    assert {absent("bias", whole=False)[name] for name in LATER} == {SELDOM}


def test_what_is_doubted_is_never_among_what_is_measured_on_all_posts() -> None:
    assert not MARKED & {*FEW}
