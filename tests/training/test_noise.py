"""Mishaps change how a post looks and never what it shows; two posts in one show what either shows."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.noise import joined, noisy
from training.rows import Row

from training import data

POST = "Somebody took the anchor from in front of the Legion hall."


@given(st.text(max_size=60), st.integers(0, 10_000))
def test_any_text_survives_a_mishap_and_the_same_draw_does_the_same(text: str, seed: int) -> None:
    assert noisy(text, random.Random(seed)) == noisy(text, random.Random(seed))


def test_most_draws_change_a_post_and_none_empties_it() -> None:
    changed = [noisy(POST, random.Random(seed)) for seed in range(200)]
    assert all(len(text) >= len(POST) * 0.8 for text in changed)
    assert sum(text != POST for text in changed) > 150


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [(1.0, 0.0, 1.0), (0.0, 1.0, 1.0), (0.0, 0.0, 0.0), (1.0, None, 1.0), (0.0, None, None), (None, None, None)],
)
def test_two_posts_in_one_show_what_either_shows_and_leave_open_what_either_leaves_open(
    mine: float | None, theirs: float | None, together: float | None
) -> None:
    first, second = (
        Row(text, {} if value is None else {"threat": value}, "own", "file/0")
        for text, value in (("one", mine), ("two", theirs))
    )
    both = joined(first, second, random.Random(1))
    assert both.labels.get("threat") == together
    assert "one" in both.text
    assert "two" in both.text


def test_an_epoch_is_drawn_alike_from_one_seed_and_keeps_every_label() -> None:
    rows = [Row(f"{POST} {at}", {"threat": float(at % 2)}, "own", f"file/{at}", tags=("threat",)) for at in range(60)]
    first, again, other = (data.epoch(rows, seed) for seed in (3, 3, 4))
    assert first == again != other
    labels = {row.group: row.labels for row in rows}
    assert len(first) == len(rows) * data.CLOSE.hand
    assert all(row.labels == labels[row.group] for row in first)
    assert any(row.text not in {one.text for one in rows} for row in first)


def test_every_row_is_in_one_batch_and_no_batch_is_too_large() -> None:
    lengths = [random.Random(at).randrange(3, 90) for at in range(300)]
    batches = list(data.batches(lengths, 400, seed=2))
    assert sorted(at for batch in batches for at in batch) == list(range(300))
    assert all(len(batch) * max(lengths[at] for at in batch) <= 400 for batch in batches)
