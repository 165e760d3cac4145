"""Hate and near misses written in pairs to fool a model; a pair stays on one side of the split."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from training.rows import Row
from training.tables import table

FOLDER = "hatemojibuild"
_AIMED = {
    "mus": "religion", "jew": "religion", "hindu": "religion", "bla": "race", "blawom": "race", "blaman": "race",
    "asi": "race", "asi.east": "race", "asi.east.chin": "origin", "asi.south": "race", "asi.south.pak": "origin",
    "arab": "origin", "hisp": "origin", "african": "origin", "wom": "sex", "muswom": "sex", "gay": "orientation",
    "gayman": "orientation", "gaywom": "orientation", "lgbtqa": "orientation", "bis": "orientation",
    "trans": "gender", "dis": "disability", "immig": "immigration", "ref": "immigration", "old": "age",
}  # fmt: skip
_TYPES = {"dehumanizinglanguage": "dehumanizing", "threateninglanguage": "threat"}


def rows(folder: Path) -> Iterator[Row]:
    """Every row of the training and validation parts."""
    for name in ("hatemojibuild_train.csv.gz", "hatemojibuild_validation.csv"):
        for row in table(folder / name):
            pair = "-".join(sorted((row["entry_id"], row["matched_id"] or "")))
            yield Row(row["text"], _labels(row), FOLDER, pair, row["type"])


def _labels(row: dict[str, str]) -> dict[str, float]:
    hateful = float(row["label_gold"])
    labels = {"bias": hateful, "dehumanizing": 0.0, "threat": 0.0}
    if head := _TYPES.get(row["type"]):
        labels[head] = 1.0
    elif hateful:
        labels.pop("dehumanizing")
    for code, name in _AIMED.items():
        if f"'{code}'" in row["target"]:
            labels[f"target:{name}"] = 1.0
    return labels
