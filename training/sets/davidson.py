"""Tweets drawn by a list of hateful words: hate, merely offensive, neither. Offensive there is mostly dialect and
casual profanity, so it teaches that profanity is not hate, at half weight and from a sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.rows import Row
from training.tables import table, unescaped

FOLDER = "davidson2017"
EVERY = 3  # of the offensive rows, which are three quarters of the set
_NONE = dict.fromkeys(("bias", "dehumanizing", "threat", "harassment"), 0.0)


def rows(folder: Path) -> Iterator[Row]:
    """Every row that is used."""
    for index, row in enumerate(table(folder / "labeled_data_train.csv.gz")):
        raw, kind = row["tweet"], row["class_name"]
        text = unescaped(raw)
        if kind == "hate_speech":
            yield Row(text, {"bias": 1.0}, FOLDER, raw, kind, 0.8)
        elif kind == "neither":
            yield Row(text, _NONE, FOLDER, raw, kind)
        elif index % EVERY == 0:
            yield Row(text, {"bias": 0.0, "dehumanizing": 0.0}, FOLDER, raw, kind, 0.4)
