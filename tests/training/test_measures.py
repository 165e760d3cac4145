"""Figures, on arrays small enough to reckon by hand."""

from __future__ import annotations

import math
from dataclasses import asdict

import numpy as np
import pytest
from training.breakdown import by_hate, by_voice
from training.calibrate import degrees
from training.heads import HEADS
from training.measures import area, counted, figure, recall_at, share
from training.rows import Row

SCORES = np.array([0.9, 0.8, 0.7, 0.6])


def marks(*wanted: int) -> np.ndarray:
    return np.array(wanted, dtype=bool)


@pytest.mark.parametrize(
    ("wanted", "reckoned"),
    [((1, 1, 0, 0), 1.0), ((1, 0, 1, 0), (1 + 2 / 3) / 2), ((0, 0, 0, 1), 0.25), ((1, 1, 1, 1), 1.0)],
)
def test_area_is_the_mean_precision_at_each_post_that_shows_the_concept(
    wanted: tuple[int, ...], reckoned: float
) -> None:
    assert area(SCORES, marks(*wanted)) == pytest.approx(reckoned)


def test_what_cannot_be_measured_is_no_number() -> None:
    assert math.isnan(area(SCORES, marks(0, 0, 0, 0)))
    assert math.isnan(share(marks(1, 1), marks(0, 0)))


def test_a_share_looks_at_those_alone_that_are_asked_about() -> None:
    assert share(marks(1, 0, 1, 1), marks(1, 1, 0, 0)) == 0.5


def test_recall_at_a_precision_is_the_best_that_a_threshold_gives() -> None:
    wanted = marks(1, 1, 0, 1)
    assert recall_at(SCORES, wanted, 1.0) == pytest.approx(2 / 3)
    assert recall_at(SCORES, wanted, 0.75) == 1.0
    assert recall_at(SCORES, marks(0, 1, 0, 0), 0.8) == 0.0


def test_an_interval_is_over_groups_so_that_copies_in_one_group_do_not_narrow_it() -> None:
    right = np.array([1.0, 0.0] * 8)

    def mean(some: np.ndarray) -> float:
        return float(right[some].mean())

    few = figure(mean, [str(at % 2) for at in range(16)])
    many = figure(mean, [str(at) for at in range(16)])
    assert few.value == many.value == 0.5
    assert (few.count, few.groups, many.groups) == (16, 2, 16)
    assert (few.low, few.high) == (0.0, 1.0)
    assert 0.0 < many.low < 0.5 < many.high < 1.0
    assert figure(mean, ["one"] * 16) == figure(mean, ["one"] * 16)


def test_a_degree_begins_where_enough_is_right_and_is_missing_where_nothing_is() -> None:
    probability = np.linspace(0.99, 0.01, 99)
    trust = np.ones(99)
    at, right = degrees(probability, (probability > 0.8).astype(float), trust, ())
    assert set(at) == {"possible", "likely", "certain"}
    assert at["possible"] <= at["likely"] <= at["certain"]
    assert right["certain"] >= 0.95
    assert degrees(probability, np.zeros(99), trust, ()) == ({}, {})
    assert degrees(probability / 4, (probability > 0.8).astype(float), trust, ()) == ({}, {})


def test_a_degree_begins_above_posts_of_which_few_may_reach_it() -> None:
    probability = np.linspace(0.99, 0.01, 99)
    shown = (probability > 0.8).astype(float)
    under = (probability < 0.8) & (probability > 0.7)  # ten posts right under what shows the concept
    begins = [degrees(probability, shown, np.ones(99), [(under, most)])[0]["possible"] for most in (0.0, 0.5, 1.0)]
    assert begins[0] > probability[under].max() > begins[1] > begins[2]
    assert degrees(probability, shown, np.ones(99), ())[0]["possible"] == begins[2]


def test_a_share_of_single_posts_has_the_interval_of_wilson() -> None:
    assert asdict(counted(60, 80)) == {"value": 0.75, "low": 0.65, "high": 0.83, "count": 80, "groups": 80}


def test_a_voice_has_the_share_of_its_own_posts_with_an_interval_over_their_authors() -> None:
    said = [("a", 1.0, 0.9), ("a", 1.0, 0.9), ("b", 1.0, 0.1), ("b", 0.0, 0.1)]
    rows = [
        Row(str(at), {"threat": wanted}, "own", by, "aae", 1.0, ("threat",)) for at, (by, wanted, _) in enumerate(said)
    ]
    scores = np.zeros((len(rows), len(HEADS)))
    scores[:, HEADS.index("threat")] = [score for *_, score in said]
    voice = by_voice(rows, scores, {"threat": 0.5})["aae"]
    assert (voice["shown"], voice["not shown"]) == (3, 1)
    assert voice["recall"] == {"value": 0.667, "low": 0.0, "high": 1.0, "count": 3, "groups": 2}
    assert voice["false alarms"] == {"value": 0.0, "low": 0.0, "high": 0.0, "count": 1, "groups": 1}


def test_a_group_of_which_no_innocent_post_is_there_has_no_false_alarms() -> None:
    rows = [Row("x", {"bias": 1.0}, "own", group, "f", 1.0, ("frames", "f", "race")) for group in "ab"]
    scores = np.full((2, len(HEADS)), 0.7)
    race = by_hate(rows, scores, lambda row: row.tags[2:])["race"]
    assert (race["found"]["value"], race["innocent"], race["false alarms"]) == (1.0, 0, None)
