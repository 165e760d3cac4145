"""What is published of the weights: nothing that fell goes out unsaid, and page and card say what was measured."""

from __future__ import annotations

import copy
import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from training.card import write_card
from training.evaluate import fell
from training.page import write_page
from training.sources import MANIFEST
from training.tables import outline


@pytest.mark.parametrize(
    ("title", "value"), [("area", 0.84), ("precision", 0.69), ("recall", 0.59), ("false alarms", 0.09)]
)
def test_a_figure_below_its_published_interval_is_named(figures: dict[str, Any], title: str, value: float) -> None:
    now = copy.deepcopy(figures)
    now["concepts"]["threat"][title]["value"] = value
    (line,) = fell(figures, now)
    assert line.startswith(f"threat: {title} was ")
    assert line.endswith(f" and is {value}.")


def test_more_false_alarms_on_near_misses_are_named(figures: dict[str, Any]) -> None:
    now = copy.deepcopy(figures)
    now["hard negatives"]["threat"]["value"] = 0.11
    assert fell(figures, now) == ["threat: false alarms on near misses was 0.05 (0.01 to 0.1) and is 0.11."]


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("by group", "race", "found", "value"), 0.49, "by group race: found was 0.75 (0.5 to 0.9) and is 0.49."),
        (("by voice", "aae", "recall", "value"), 0.39, "by voice aae: recall was 0.667 (0.4 to 0.9) and is 0.39."),
        (
            ("clauses", "raymore-8, learned", "found"),
            51,
            "raymore-8, learned: clauses found was 0.75 (0.65 to 0.83) and is 0.637.",
        ),
        (
            ("clauses", "raymore-8, learned", "alarmed"),
            8,
            "raymore-8, learned: clean posts flagged was 0.04 (0.01 to 0.13) and is 0.16.",
        ),
        (
            ("posts", "raymore-8, patterns"),
            6,
            "raymore-8, patterns: ordinary posts held was 0.02 (0.0 to 0.1) and is 0.12.",
        ),
        (("names", "found"), 9, "names of people: recall was 0.7 (0.48 to 0.85) and is 0.45."),
    ],
)
def test_a_fall_for_one_group_voice_policy_or_kind_of_post_is_named(
    figures: dict[str, Any], place: tuple[str, ...], value: float, said: str
) -> None:
    now = copy.deepcopy(figures)
    *way, last = place
    at = now
    for step in way:
        at = at[step]
    at[last] = value
    assert fell(figures, now) == [said]


def test_a_figure_of_one_group_has_no_interval_to_fall_below(figures: dict[str, Any]) -> None:
    now = copy.deepcopy(figures)
    now["by voice"]["aae"]["false alarms"]["value"] = 0.9
    assert fell(figures, now) == []


def test_a_figure_within_its_interval_or_better_is_not_named(figures: dict[str, Any]) -> None:
    now = copy.deepcopy(figures)
    threat = now["concepts"]["threat"]
    threat["area"]["value"], threat["recall"]["value"], threat["false alarms"]["value"] = 0.86, 0.99, 0.0
    assert fell(figures, now) == []


def test_the_page_shows_each_figure_with_its_interval_and_none_where_there_is_none(
    figures: dict[str, Any], tmp_path: Path
) -> None:
    write_page(tmp_path / "page.md", figures)
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| `threat` | 30 | 60 | 9 | 0.90 (0.85-0.95) | 0.80 (0.70-0.90) |" in page
    assert "| `reckless-boast` | 30 | 60 | 9 | 0.70 (0.60-0.80) | none |" in page
    assert "| race | 4 | 0.75 (0.50-0.90) | 0 |  |" in page
    assert "| aae | 3 | 0.67 (0.40-0.90) | 4 | 0.25 |" in page
    assert "| raymore-8, learned | 60 of 80 | 75.0% (65%-83%) | 7 | 2 of 50 | 4.0% (1%-13%) |" in page
    assert "14 of 20 names of people found, 70.0% (48%-85%)" in page
    assert "nan" not in page


@pytest.fixture
def card(figures: dict[str, Any], tmp_path: Path) -> str:
    (tmp_path / "encoder.onnx").write_bytes(b"\0" * 1_600_000)
    heads = [{"name": "threat", "at": {"likely": 0.8, "possible": 0.6}}, {"name": "reckless-boast", "at": {}}]
    said = {"files": {"encoder.onnx": "of no matter here"}, "heads": heads}
    (tmp_path / "weights.json").write_text(json.dumps(said), encoding="utf-8")
    write_card(tmp_path, figures, date(2026, 3, 4))
    return (tmp_path / "CARD.md").read_text(encoding="utf-8")


def test_the_card_names_every_set_with_its_license_and_authors(card: str) -> None:
    for name, one in outline(MANIFEST)["sets"].items():
        assert f"| {name} | {one['origin']} | {one['license']} | {one['cite']} |" in card


def test_the_card_says_what_the_weights_are_and_that_they_find_nothing_about_anybody(card: str) -> None:
    assert "2 MB, with a head for each of 2 concepts" in card
    assert "on 2026-03-04." in card
    assert f"| `encoder.onnx` | 1,600,000 | `{sha256(bytes(1_600_000)).hexdigest()}` |" in card
    assert all(f"* **{word}" in card for word in ("No findings.", "No discipline, ", "No scores of people."))


def test_the_card_shows_figures_and_which_degrees_a_concept_has(card: str) -> None:
    numbers = "0.75 (0.60-0.90) | 0.04 (0.01-0.08)"
    assert f"| `threat` | 0.90 (0.85-0.95) | {numbers} | possible, likely |" in card
    assert f"| `reckless-boast` | 0.70 (0.60-0.80) | {numbers} | none: it never flags by itself |" in card
    assert "](../../docs/reference/error-rates.md)" in card
