"""The arithmetic of a taught concept: a logistic regression on the encoder's numbers, and how well it does.

Deterministic, and small: what a department can write in an afternoon is learned in a second or two. It needs numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Rows = Sequence[Sequence[float]]
FLAG, PASS, ORDINARY = 1, 0, -1
FOLDS, SINGLY = 5, 20  # below so many examples each is left out by itself
STRENGTHS = (0.003, 0.01, 0.03, 0.1)  # of the regularization (L2)
MOST_ORDINARY = 0.95  # of the ordinary posts lie below the threshold
NEIGHBORS = 3
AXES = 96


@dataclass(frozen=True, slots=True)
class Head:
    """What was learned. `weights` has a number for each of the encoder's, and the bias last; a post whose
    probability reaches `at` shows the concept. `right` says of each example, flags first, whether it was judged
    rightly by what the others taught; `marked` is the share of ordinary posts, not learned from, that reach `at`."""

    weights: tuple[float, ...]
    at: float
    right: tuple[bool, ...]
    marked: float


def learn(flags: Rows, passes: Rows, ordinary: Rows = ()) -> Head:
    """A head from rows of the encoder's numbers, each made one long. Every second ordinary row is a pass of lesser
    weight, and the others measure. The strength is chosen by cross-validation, anew for what each fold leaves."""
    rows = unit([*flags, *passes, *ordinary[::2]])
    kinds = np.repeat([FLAG, PASS, ORDINARY], [len(flags), len(passes), len(ordinary[::2])])
    axes = _axes(rows, kinds)
    x = np.column_stack([rows @ axes.T, np.ones(len(rows))])
    found = _fit(x, kinds, _strength(x, kinds))
    weights = np.append(axes.T @ found[:-1], found[-1]).round(6)
    at = _threshold(x, kinds, found)
    fresh = _sigmoid(unit(ordinary[1::2]) @ weights[:-1] + weights[-1]) if len(ordinary) > 1 else np.zeros(1)
    return Head(tuple(map(float, weights)), at, _left_out(x, kinds), float(np.mean(fresh >= at)))


def unit(rows: Rows) -> Numbers:
    """The rows, each of length 1."""
    given = np.asarray(rows, dtype=np.float64)
    return np.asarray(given / np.maximum(np.linalg.norm(given, axis=1, keepdims=True), 1e-12))


def likeness(flags: Rows, passes: Rows) -> Numbers:
    """How alike each flag (a row) and each pass (a column) are: the cosine."""
    return np.asarray(unit(flags) @ unit(passes).T)


def strangers(flags: Rows, passes: Rows) -> int:
    """How many examples have among their three nearest mostly examples of the other side."""
    rows, side = unit([*flags, *passes]), np.repeat([FLAG, PASS], [len(flags), len(passes)])
    alike = rows @ rows.T
    np.fill_diagonal(alike, -2)
    nearest = np.argsort(-alike, axis=1, kind="stable")[:, :NEIGHBORS]
    return int(((side[nearest] != side[:, None]).sum(axis=1) * 2 > NEIGHBORS).sum())


def balanced(right: Sequence[bool], flags: int) -> float:
    """The mean of the shares that are right among the flags, which come first, and among the passes."""
    return float(np.mean(right[:flags]) + np.mean(right[flags:])) / 2


def _axes(rows: Numbers, kinds: NDArray[Any]) -> Numbers:
    """The directions in which the examples, and the mean of the ordinary posts, mostly lie: few, so that learning is
    quick."""
    plain = rows[kinds == ORDINARY].mean(axis=0, keepdims=True) if (kinds == ORDINARY).any() else rows[:0]
    _, sizes, axes = np.linalg.svd(np.concatenate([rows[kinds != ORDINARY], plain]), full_matrices=False)
    return np.asarray(axes[sizes > 1e-9][:AXES])


def _fit(x: Numbers, kinds: NDArray[Any], strength: float) -> Numbers:
    """Weights by Newton's method. The last column is the bias, which is not held small."""
    y, shares = kinds == FLAG, _shares(kinds)
    held = np.full(x.shape[1], strength)
    held[-1] = 1e-9
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = _sigmoid(x @ weights)
        slope = x.T @ (shares * (p - y)) + held * weights
        curve = (x * (shares * p * (1 - p))[:, None]).T @ x + np.diag(held)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-7:
            break
    return weights


def _shares(kinds: NDArray[Any]) -> Numbers:
    """Flags weigh as much as all the rest; passes as much as ordinary posts."""
    shares = np.zeros(len(kinds))
    rest = [kind for kind in (PASS, ORDINARY) if (kinds == kind).any()]
    for kind, share in ((FLAG, 0.5), *((kind, 0.5 / len(rest)) for kind in rest)):
        shares[kinds == kind] = share / (kinds == kind).sum()
    return shares


def _threshold(x: Numbers, kinds: NDArray[Any], weights: Numbers) -> float:
    """A half, or what few ordinary posts reach if that is more."""
    plain = _sigmoid(x[kinds == ORDINARY] @ weights)
    return round(max(0.5, float(np.quantile(plain, MOST_ORDINARY)) if len(plain) else 0.5), 6)


def _strength(x: Numbers, kinds: NDArray[Any]) -> float:
    """The strength that does best on what it was not taught; of equals the one with less loss."""
    fewest = min(int((kinds == FLAG).sum()), int((kinds == PASS).sum()))
    folds, some, y = _stratified(kinds, min(FOLDS, fewest)), kinds != ORDINARY, kinds == FLAG
    shares = _shares(kinds)

    def score(strength: float) -> tuple[float, float]:
        p = np.full(len(kinds), 0.5)
        for fold in range(folds.max() + 1):
            out = folds == fold
            p[out] = _sigmoid(x[out] @ _fit(x[~out], kinds[~out], strength))
        right = (p >= 0.5) == y
        even = (right[kinds == FLAG].mean() + right[kinds == PASS].mean()) / 2
        return float(round(even, 9)), float((shares * np.log(np.where(y, p, 1 - p)))[some].sum())

    return max(STRENGTHS, key=score)


def _left_out(x: Numbers, kinds: NDArray[Any]) -> tuple[bool, ...]:
    """Whether each example is judged rightly by what the others teach, strength and threshold included."""
    many = int((kinds != ORDINARY).sum())
    folds = np.full(len(kinds), -1)
    folds[:many] = np.arange(many) if many < SINGLY else _stratified(kinds, FOLDS)[:many]
    right = np.zeros(many, dtype=bool)
    for fold in range(folds.max() + 1):
        out = folds == fold
        weights = _fit(x[~out], kinds[~out], _strength(x[~out], kinds[~out]))
        p = _sigmoid(x[out] @ weights)
        right[np.flatnonzero(out)] = (p >= _threshold(x[~out], kinds[~out], weights)) == (kinds[out] == FLAG)
    return tuple(map(bool, right))


def _stratified(kinds: NDArray[Any], count: int) -> NDArray[Any]:
    """The fold of each row, flags and passes dealt out in turn; -1 for ordinary posts, which are never left out."""
    folds = np.full(len(kinds), -1)
    for kind in (FLAG, PASS):
        places = np.flatnonzero(kinds == kind)
        folds[places] = np.arange(len(places)) % count
    return folds


def _sigmoid(x: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -60, 60))))
