"""The encoder as onnxruntime runs it: one row for each text, whatever stands beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.signals.learned.tiny import make

from postorders.signals.learned.reading import Reading

ROW = [101, 2204, 2851, 102]


def test_it_says_of_a_text_a_number_a_head_384_of_the_whole_and_seven_a_piece(tmp_path: Path) -> None:
    place = make(tmp_path / "reader", ["a quiet night"])
    (one,) = Reading(place).run([[101, 103, 104, 102]])
    assert (len(one.logits), len(one.pooled), len(one.tags), len(one.tags[0])) == (2, 384, 4, 7)


@pytest.mark.proves(capability="learned-signals")
def test_a_text_has_the_same_numbers_in_whatever_company(reading: Any) -> None:
    others = [[101, *range(2000, 2000 + count), 102] for count in (0, 2, 60, 126)]
    (alone,) = reading.run([ROW])
    for batch in ([ROW, *others], [*others, ROW], [ROW, ROW]):
        for ids, out in zip(batch, reading.run(batch), strict=True):
            if ids == ROW:
                assert list(out.logits) == list(alone.logits)
                assert list(out.pooled) == list(alone.pooled)
                assert [list(tag) for tag in out.tags] == [list(tag) for tag in alone.tags]


@pytest.mark.proves(capability="learned-signals")
def test_there_is_a_number_for_each_head_and_tags_for_each_piece(reading: Any) -> None:
    (out,) = reading.run([ROW])
    assert len(out.logits) == len(reading.reader.weights.heads)
    assert len(out.tags) == len(ROW)
    assert sum(float(number) ** 2 for number in out.pooled) == pytest.approx(1.0, abs=1e-3)
