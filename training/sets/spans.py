"""Comments under news, all toxic, mostly insults at public people: each runs somebody down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.rows import Row
from training.tables import table

FOLDER = "toxic_spans"
EVERY = 3


def rows(folder: Path) -> Iterator[Row]:
    """One row in so many, where annotators marked any words as toxic."""
    for index, row in enumerate(table(folder / "tsd_train.csv.gz")):
        if index % EVERY == 0 and row["spans"] != "[]":
            yield Row(row["text"], {"disparagement": 1.0}, FOLDER, row["text"], "toxic", 0.3)
