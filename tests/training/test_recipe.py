"""The order of fittings that makes the weights."""

from __future__ import annotations

from pathlib import Path

import pytest
from training.recipe import STEPS, commands
from training.tables import outline


def test_every_step_stands_on_what_is_made_before_it() -> None:
    steps = dict(commands(outline(STEPS), Path("work")))
    assert len(steps) == len(outline(STEPS))
    made: set[str] = set()
    for name, command in steps.items():
        assert {word for word in command if word.endswith("encoder.pt")} <= made | {f"work/{name}/encoder.pt"}
        made.add(f"work/{name}/encoder.pt")


def test_a_fitting_says_what_its_step_says_and_a_mean_names_its_parts() -> None:
    steps = [
        {"fit": "one", "seed": 5},
        {"fit": "two", "start": "one", "rate": 1e-4},
        {"mean": "both", "of": ["one", "two"]},
    ]
    assert list(commands(steps, Path("work"))) == [
        ("one", ["training.fit", "--out", "work/one", "--seed", "5"]),
        ("two", ["training.fit", "--out", "work/two", "--start", "work/one/encoder.pt", "--rate", "0.0001"]),
        ("both", ["training.average", "--weights", "work/one/encoder.pt", "work/two/encoder.pt",
                  "--out", "work/both/encoder.pt"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([{"fit": "two", "start": "one"}], "two stands on one, not made before it"),
        ([{"fit": "one"}, {"fit": "one"}], "the step one is there already"),
        ([{"fit": "one", "epoch": 2}], "no step"),
        ([{"mean": "one"}], "no step"),
        ([{"of": []}], "no step"),
    ],
)
def test_a_step_that_cannot_be_taken_is_named_before_the_first_is(steps: list[dict[str, object]], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        list(commands(steps, Path("work")))
