"""Sexism on Gab and Reddit, with threats and plans to harm told apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.rows import Row
from training.tables import table

FOLDER = "edos"
EVERY = 2  # of the rows that are not sexist


def rows(folder: Path) -> Iterator[Row]:
    """Every sexist row and a sample of the others."""
    return (row for index, row in enumerate(every(folder)) if row.labels["bias"] or index % EVERY == 0)


def every(folder: Path) -> Iterator[Row]:
    """Every row; those not sexist may hold other hate, so that they are trusted by half."""
    for row in table(folder / "edos_labelled_train.csv.gz"):
        text = row["text"].replace("[USER]", "@user").replace("[URL]", "https://a.example")
        if row["label_sexist"] == "sexist":
            threat = float(row["label_category"].startswith("1"))
            yield Row(text, {"bias": 1.0, "target:sex": 1.0, "threat": threat}, FOLDER, text, row["label_category"])
        else:
            yield Row(text, {"bias": 0.0, "target:sex": 0.0, "threat": 0.0}, FOLDER, text, "not sexist", 0.5)
