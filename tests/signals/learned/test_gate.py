"""The quick look before the encoder: what reaches no threshold is passed over, and all else is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.signals.learned.scripted import MARKS

from postorders.signals.learned.gate import FILE, PAIRS, Gate, table_rows
from postorders.signals.learned.pieces import Pieces

WORDS = ["kill", "him", "quiet", "night", "animals", "are", "."]
VOCABULARY = 30522
PIECES = Pieces([*MARKS, *WORDS])
KILL, HIM = len(MARKS), len(MARKS) + 1


def row_of_pair(first: int, second: int) -> int:
    rows, _ = table_rows([[first, second]])
    return int(rows[-1])


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    """Two heads: one for the word `kill`, one for `are animals`; the last row counts in every text."""
    table = np.zeros((VOCABULARY + PAIRS + 1, 2), dtype=np.int8)
    table[KILL] = (100, 0)
    table[row_of_pair(len(MARKS) + 5, len(MARKS) + 4)] = (0, 100)
    np.savez_compressed(
        tmp_path / FILE, table=table, scale=np.full(len(table), 0.1, np.float32), heads=np.eye(2, dtype=np.float32),
        bias=np.array([0.0, 0.0], np.float32), at=np.array([1.0, 1.0], np.float32), longest=np.int64(20),
    )  # fmt: skip
    return Gate(tmp_path, PIECES)


def test_a_text_is_worth_reading_when_one_head_reaches_its_threshold(gate: Gate) -> None:
    texts = ["quiet night", "kill him", "animals are", "are animals", "", "quiet night ."]
    assert gate.worth(texts) == [False, True, False, True, False, False]


def test_scores_are_the_mean_of_the_rows_and_how_far_above_the_threshold(gate: Gate) -> None:
    (one,) = gate.scores(["kill him"])
    assert one[0] == pytest.approx(100 * 0.1 / 4 - 1.0)  # two words, one pair and the row of every text
    assert one[1] == pytest.approx(-1.0)


def test_a_text_longer_than_a_window_is_always_worth_reading(gate: Gate) -> None:
    assert gate.worth(["quiet " * 20, "quiet " * 21]) == [False, True]


def test_no_texts_are_no_texts(gate: Gate) -> None:
    assert gate.worth([]) == []


def test_each_text_is_looked_at_by_itself(gate: Gate) -> None:
    texts = ["kill him", "", "are animals", "quiet", "animals", "are", "kill"]
    together = gate.scores(texts)
    assert all((gate.scores([text])[0] == row).all() for text, row in zip(texts, together, strict=True))


def test_rows_are_pieces_pairs_within_a_text_and_one_that_all_have() -> None:
    rows, starts = table_rows([[KILL], [], [KILL, HIM]])
    always = VOCABULARY + PAIRS
    parts = [part.tolist() for part in np.split(rows, starts[1:])]
    assert parts == [[always, KILL], [always], [always, KILL, HIM, row_of_pair(KILL, HIM)]]
    assert VOCABULARY <= row_of_pair(KILL, HIM) < always
    assert row_of_pair(KILL, HIM) != row_of_pair(HIM, KILL)


def test_without_its_vectors_every_text_is_read(tmp_path: Path) -> None:
    assert Gate(tmp_path, PIECES).worth(["quiet night", ""]) == [True, True]


@pytest.mark.proves(capability="learned-signals")
def test_the_gate_that_ships_says_of_each_text_whether_it_is_worth_reading(reading: Any) -> None:
    texts = ["Road closed at Elm and Third.", "I will kill you if you come back.", "quiet night " * 100]
    scores = reading._gate.scores(texts)
    assert (reading.reader.weights.folder / FILE).is_file()
    assert scores.shape == (3, 1)
    assert reading.worth_reading(texts)[1:] == [True, True]
