"""Sexism on Gab and Reddit, with threats and plans to harm told apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.heads import SELDOM
from training.rows import Row
from training.tables import table

FOLDER = "edos"
EVERY = 2  # of the rows that are not sexist


def rows(folder: Path) -> Iterator[Row]:
    """Every sexist row and a sample of the others."""
    return (row for index, row in enumerate(every(folder)) if row.kind != "not sexist" or index % EVERY == 0)


def every(folder: Path) -> Iterator[Row]:
    """Every row. Those not sexist may hold other hate and threats: they are asked about sexism alone, and teach of the
    others no more than that they are seldom."""
    for row in table(folder / "edos_labelled_train.csv.gz"):
        text = row["text"].replace("[USER]", "@user").replace("[URL]", "https://a.example")
        if row["label_sexist"] == "sexist":
            threat = float(row["label_category"].startswith("1"))
            yield Row(text, {"bias": 1.0, "target:sex": 1.0, "threat": threat}, FOLDER, text, row["label_category"])
        else:
            seldom = {"bias": SELDOM, "target:sex": 0.0, "threat": SELDOM}
            yield Row(text, seldom, FOLDER, text, "not sexist", 0.5)
