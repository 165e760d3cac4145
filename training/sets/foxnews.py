"""Comments under news stories, several of them about police and crime."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.rows import Row
from training.tables import table

FOLDER = "fox_news_comments"


def rows(folder: Path) -> Iterator[Row]:
    """Every comment; those under one story stay together."""
    for row in table(folder / "fox_news_comments.csv.gz"):
        yield Row(row["text"], {"bias": float(row["label"])}, FOLDER, row["title"], row["label"], 0.7)
