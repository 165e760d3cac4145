"""Posts of Twitter and Gab: hate, offensive, normal, and whom hate is aimed at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.rows import Row
from training.tables import table

FOLDER = "hatexplain"
_NONE = dict.fromkeys(("bias", "dehumanizing", "threat"), 0.0)
_AIMED = {"target_religion": "target:religion", "target_race": "target:race"}


def rows(folder: Path) -> Iterator[Row]:
    """Every row; offensive ones say nothing of hate, because the annotators disagreed on which is which."""
    for row in table(folder / "hatexplain_train.csv.gz"):
        text, kind = row["text"].replace("<user>", "@user").replace("<number>", "7").replace(" ’ ", "’"), row["label"]
        if kind == "hatespeech":
            aimed = {head: float(row[column] or 0) for column, head in _AIMED.items()}
            yield Row(text, {"bias": 1.0, **aimed}, FOLDER, text, kind, 0.8)
        elif kind == "normal":
            yield Row(text, _NONE, FOLDER, text, kind, 0.8)
