"""Figures of a head with intervals, by bootstrap over groups: posts of one author or frame stand or fall together."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from postorders.signals.learned.taught import wilson

ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured share with its 95% interval, and on how many posts (of how many groups) it rests."""

    value: float
    low: float
    high: float
    count: int
    groups: int


def area(scores: np.ndarray, wanted: np.ndarray) -> float:
    """The area under the precision-recall curve: precision averaged over every post that shows the concept."""
    order = np.argsort(-scores, kind="stable")
    hits = wanted[order]
    if not hits.sum():
        return math.nan
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / hits.sum())


def share(right: np.ndarray, of: np.ndarray) -> float:
    """The share of those that `of` marks which `right` marks too."""
    return float(right[of].mean()) if of.any() else math.nan


def recall_at(scores: np.ndarray, wanted: np.ndarray, precision: float) -> float:
    """The highest recall of any threshold whose precision is at least so high."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(wanted[order])
    fits = hits / np.arange(1, len(hits) + 1) >= precision
    return float(hits[fits].max() / max(wanted.sum(), 1)) if fits.any() else 0.0


def figure(measure: Callable[[np.ndarray], float], groups: Sequence[str], seed: int = 1) -> Figure:
    """`measure` of all rows (given as indexes), and its interval over draws of whole groups."""
    by_group: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        by_group.setdefault(group, []).append(index)
    members = [np.array(some) for some in by_group.values()]
    value = measure(np.arange(len(groups)))
    draw, found = random.Random(seed), []
    for _ in range(ROUNDS):
        one = measure(np.concatenate(draw.choices(members, k=len(members)))) if members else math.nan
        if not math.isnan(one):
            found.append(one)
    low, high = (float(np.quantile(found, q)) for q in (0.025, 0.975)) if found else (math.nan, math.nan)
    return Figure(round(value, 3), round(low, 3), round(high, 3), len(groups), len(members))


def counted(right: int, total: int) -> Figure:
    """The share of some posts that stand each for itself, with the interval of Wilson (1927)."""
    low, high = wilson(right, total)
    return Figure(round(right / total, 3), low / 100, high / 100, total, total)
