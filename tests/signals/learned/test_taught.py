"""A head learned from a few examples: what it learns, what it makes of doubtful ones, and that it is always the same."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.signals.learned.tiny import embed

from postorders.signals.concept import Ready
from postorders.signals.learned import head
from postorders.signals.learned.applied import Window, taught_scores, taught_signals, untaught
from postorders.signals.learned.taught import Doubt, Taught, teach, wilson

TALKS = [
    "The union rejected the wage offer.",
    "Contract talks with the union stall over wage steps.",
    "Wage talks resume with a mediator and the union.",
    "A wage contract that the union can sign.",
    "The mediator left the contract talks.",
    "Our union votes on the wage contract.",
]
DAYS = [
    "Coffee and cookies at the library.",
    "The library opens late after snow.",
    "Snow closed the bridge and the park.",
    "Puppies play in the park by the bridge.",
    "Cookies for puppies at the park.",
    "Slow down for snow on the bridge.",
]


def ready(taught: Taught) -> Ready:
    return Ready("contract-talks", "contract talks", "case-talk", taught=taught.weights, at=taught.at)


@pytest.fixture(scope="module")
def taught() -> Taught:
    found, doubts = teach(TALKS, DAYS, embed)
    assert doubts == ()
    assert found is not None
    return found


def test_it_tells_a_post_that_it_never_saw(taught: Taught) -> None:
    (new,) = embed(["The mediator says the union may sign a wage contract."])
    (other,) = embed(["The library has a park for puppies."])
    assert taught_scores(new, [ready(taught)])["contract-talks"] >= taught.at
    assert taught_scores(other, [ready(taught)])["contract-talks"] < taught.at


def test_it_says_how_well_it_does_on_what_it_was_not_taught(taught: Taught) -> None:
    assert (taught.total, taught.right >= 10) == (12, True)
    assert (taught.low, taught.high) == wilson(taught.right, 12)


def test_what_it_learned_is_a_number_for_each_of_the_encoders_and_a_bias_to_six_places(taught: Taught) -> None:
    assert len(taught.weights) == 385
    assert all(number == round(number, 6) for number in (*taught.weights, taught.at))


def test_the_order_of_the_examples_and_saying_one_twice_change_nothing(taught: Taught) -> None:
    assert teach(TALKS, DAYS, embed)[0] == taught
    assert teach([*reversed(TALKS), TALKS[2].upper()], DAYS[3:] + DAYS[:3], embed)[0] == taught


def test_the_length_of_the_numbers_does_not_matter(taught: Taught) -> None:
    (numbers,) = embed(TALKS[:1])
    double = [2 * number for number in numbers]
    assert taught_scores(double, [ready(taught)]) == pytest.approx(taught_scores(numbers, [ready(taught)]))


def test_numbers_of_another_encoder_are_refused(taught: Taught) -> None:
    with pytest.raises(ValueError, match="was taught on 384 numbers; these are 3"):
        taught_scores([1.0, 0.0, 0.0], [ready(taught)])


def test_the_window_that_shows_it_best_is_the_one_that_is_cited(taught: Taught) -> None:
    words = f"{DAYS[0]} {TALKS[0]} {TALKS[1]}"
    cuts = [0, len(DAYS[0]) + 1, len(DAYS[0]) + len(TALKS[0]) + 2, len(words)]
    windows = [Window(a, b, embed([words[a:b]])[0]) for a, b in itertools.pairwise(cuts)]
    (signal,) = taught_signals("text", words, windows, [ready(taught)])
    assert signal.text in (f"{TALKS[0]} ", TALKS[1])
    assert (signal.text, signal.how, signal.sure) == (
        words[signal.start : signal.end],
        "contract-talks/taught",
        "possible",
    )
    assert taught_signals("text", DAYS[0], windows[:1], [ready(taught)]) == []


def test_a_text_of_no_windows_shows_nothing(taught: Taught) -> None:
    assert taught_signals("text", "", [], [ready(taught)]) == []


def test_ordinary_posts_hold_back_a_concept_that_would_mark_them() -> None:
    plain = embed([f"{one} {other}" for one, other in itertools.product(("Morning", "Evening", "Night"), DAYS)])
    bare, _ = teach(TALKS, [f"Talks about {text}" for text in DAYS], embed)
    held, _ = teach(TALKS, [f"Talks about {text}" for text in DAYS], embed, lambda: plain)
    assert bare is not None
    assert held is not None
    assert held.marked == 0
    (ordinary,) = embed(["Morning snow"])
    assert (
        taught_scores(ordinary, [ready(held)])["contract-talks"]
        < taught_scores(ordinary, [ready(bare)])["contract-talks"]
    )


@pytest.mark.parametrize(("flags", "passes"), [(TALKS[:3], DAYS), (TALKS, DAYS[:3]), ([], []), (TALKS[:1] * 9, DAYS)])
def test_too_few_teach_nothing(flags: list[str], passes: list[str]) -> None:
    assert teach(flags, passes, embed) == (None, (Doubt("few"),))


def test_the_same_words_on_both_sides_are_a_contradiction_even_where_nothing_reads() -> None:
    passes = [*DAYS, "  the UNION rejected the wage offer. "]
    assert teach(TALKS, passes, None) == (None, (Doubt("same", 0, 6),))
    assert teach(TALKS, passes, embed) == (None, (Doubt("same", 0, 6),))


def test_without_an_encoder_nothing_is_learned_and_nothing_is_wrong() -> None:
    assert teach(TALKS, DAYS, None) == (None, ())


def test_examples_that_are_mostly_like_the_other_side_contradict_each_other() -> None:
    mixed = [*TALKS[:3], *DAYS[:3]], [*TALKS[3:], *DAYS[3:]]
    _, (doubt,) = teach(*mixed, embed)
    assert doubt.why == "near"
    assert {mixed[0][doubt.flag] in TALKS, mixed[1][doubt.passed] in TALKS} != {True, False}


def test_examples_from_which_the_others_do_not_follow_teach_too_little() -> None:
    alone = [f"{word} {word}ing" for word in "apple brick cloud drift ember fable".split()]
    others = [f"{word} {word}ing" for word in "glass honey ivory jolly knife lemon".split()]
    _, (doubt,) = teach(alone, others, embed)
    assert doubt.why in ("poor", "near")
    assert doubt.right * 10 < doubt.total * 7


@pytest.mark.parametrize(
    ("right", "total", "interval"), [(14, 16, (64, 97)), (16, 16, (81, 100)), (0, 8, (0, 32)), (50, 100, (40, 60))]
)
def test_the_interval_is_wilsons(right: int, total: int, interval: tuple[int, int]) -> None:
    assert wilson(right, total) == interval


def test_each_fold_has_its_share_of_both_sides_and_ordinary_posts_are_never_left_out() -> None:
    kinds = np.array([head.FLAG] * 10 + [head.PASS] * 15 + [head.ORDINARY] * 4)
    folds = head._stratified(kinds, 5)
    for fold in range(5):
        assert [int((kinds[folds == fold] == kind).sum()) for kind in (head.FLAG, head.PASS)] == [2, 3]
    assert set(folds[kinds == head.ORDINARY]) == {-1}


def test_a_concept_that_was_to_be_taught_and_was_not_is_named(taught: Taught) -> None:
    known, unknown = ready(taught), Ready("silence", "silence", "case-talk")
    assert untaught([known, unknown], reads=True) == (unknown,)
    assert untaught([known, unknown], reads=False) == (known, unknown)
    assert untaught([Ready("patch-visible", "a patch", "fact")], reads=False) == ()
