"""Sentences of one frame with many identity words, so that the word alone decides nothing. A sample."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from training.rows import Row
from training.tables import table

FOLDER = "identity_madlibs"
EVERY = 24
_NONE = dict.fromkeys(("bias", "dehumanizing", "harassment", "threat", "disparagement"), 0.0)


def rows(folder: Path) -> Iterator[Row]:
    """One row in so many, chosen by hash; kind words show nothing, unkind ones harass or disparage somebody."""
    for row in table(folder / "bias_madlibs_77k.csv.gz"):
        if int(hashlib.sha256(row["Text"].encode()).hexdigest()[:8], 16) % EVERY:
            continue
        labels = _NONE if row["Label"] == "NOT_BAD" else {"disparagement": 1.0}
        yield Row(row["Text"], labels, FOLDER, row["Template"], row["Label"], 0.5)
