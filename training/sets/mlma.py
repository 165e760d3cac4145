"""Tweets with several labels each by a noisy crowd: used where the crowd called one only normal, or hateful."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.rows import Row
from training.tables import table, unescaped

FOLDER = "mlma_english"
_AIMED = {"religion": "religion", "gender": "sex", "sexual_orientation": "orientation", "disability": "disability"}


def rows(folder: Path) -> Iterator[Row]:
    """The rows whose label is clear enough to teach."""
    for row in table(folder / "mlma_en.csv.gz"):
        labels = set(row["sentiment"].split("_"))
        raw = row["tweet"].replace("@URL", "https://a.example")
        text = unescaped(raw)
        if labels == {"normal"}:
            yield Row(text, {"bias": 0.0, "dehumanizing": 0.0}, FOLDER, raw, "normal", 0.3)
        elif {"hateful"} <= labels and "normal" not in labels:
            aimed = {f"target:{_AIMED[row['target']]}": 1.0} if row["target"] in _AIMED else {}
            yield Row(text, {"bias": 1.0, **aimed}, FOLDER, raw, "hateful", 0.3)
