"""Our own rows, read once, and figures small enough to see through."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from training.rows import Part, Row, split

from training import own


@pytest.fixture(scope="session")
def ours() -> list[Row]:
    """Every example and every filling of a frame."""
    return [*own.examples(), *own.frames()]


@pytest.fixture(scope="session")
def sides(ours: list[Row]) -> dict[Part, list[Row]]:
    """The same by side of the split."""
    return split(ours)


def measured(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "count": 90, "groups": 9}


@pytest.fixture
def figures() -> dict[str, Any]:
    """Figures of two concepts, as they are published."""
    threat = {
        "area": measured(0.9, 0.85, 0.95), "precision": measured(0.8, 0.7, 0.9), "recall": measured(0.75, 0.6, 0.9),
        "false alarms": measured(0.04, 0.01, 0.08), "recall at 0.8": measured(0.7, 0.5, 0.8),
        "shown": 30, "not shown": 60, "thin": False,
    }  # fmt: skip
    boast = {
        **deepcopy(threat),
        "area": measured(0.7, 0.6, 0.8),
        "precision": measured(float("nan"), 0.0, 0.0),
        "thin": True,
    }
    return {
        "weights": "0123456789ab", "rows": {"all": 1200, "own": 300}, "mean area": 0.8,
        "concepts": {"threat": threat, "reckless-boast": boast},
        "hard negatives": {"threat": measured(0.05, 0.01, 0.1)},
        "by kind": {}, "by group": {"race": {
            "hateful": 4, "found": measured(0.75, 0.5, 0.9), "innocent": 0, "false alarms": None,
        }},
        "by voice": {"aae": {
            "shown": 3, "recall": measured(0.667, 0.4, 0.9), "not shown": 4,
            "false alarms": measured(0.25, 0.1, 0.5) | {"groups": 1},
        }},
        "peers": {}, "posts": {"posts": 50, "raymore-8, patterns": 1}, "worst": [],
        "clauses": {"raymore-8, learned": {"wanted": 80, "found": 60, "false": 7, "clean": 50, "alarmed": 2}},
        "names": {"people": 20, "found": 14, "said": 19, "right": 15},
    }  # fmt: skip
