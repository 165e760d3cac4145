"""What people said to chatbots, judged by several experts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.rows import Row
from training.tables import table

FOLDER = "convabuse"
_LEVELS = ("1", "0", "-1", "-2", "-3")


def rows(folder: Path) -> Iterator[Row]:
    """Turns on which the experts lean clearly to one side."""
    for name in ("convabuse_train.csv.gz", "convabuse_valid.csv.gz"):
        for row in table(folder / name):
            if row["user"].strip():
                yield from _row(row)


def _row(row: dict[str, str]) -> Iterator[Row]:
    levels = [
        int(level)
        for a in range(1, 9)
        for level in _LEVELS
        if row.get(f"Annotator{a}_is_abuse.{level}") in ("1", "1.0")
    ]
    if not levels:
        return
    mean = sum(levels) / len(levels)
    sexual = sum(row.get(f"Annotator{a}_sex_harassment") in ("1", "1.0") for a in range(1, 9)) * 2 >= len(levels)
    if mean <= -1:
        yield Row(row["user"], {"harassment": 1.0, "sexual": float(sexual)}, FOLDER, row["conv_id"], "abuse", 0.7)
    elif mean >= 0:
        none = dict.fromkeys(("harassment", "sexual", "bias", "threat"), 0.0)
        yield Row(row["user"], none, FOLDER, row["conv_id"], "none", 0.7)
