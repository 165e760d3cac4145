"""Makes the encoder's numbers into probabilities, and sets the degrees, on posts that training never saw.

python -m training.calibrate --data ../shared/data --place models/reader
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from postorders.signals.learned.sureness import DEGREES
from training import data, outputs
from training.heads import HEADS, PROTECTIVE
from training.rows import Row, asked

ALARMS = 0.10  # of rows that do not show the concept, most of them meant to lure, at most so many reach any degree
NEAR_ALARMS = 0.07  # of those that were written to look like it, at most so many
OTHERS_ALARMS = 0.015  # of posts that are labeled whole and were not written for the concept
ORDINARY_ALARMS = 0.01  # and of ordinary posts: most of what anybody writes is ordinary, and there are many concepts
LEAST, DOUBT = 0.30, 0.01  # no degree begins under LEAST; patterns are doubted under a 0.01 quantile of true ones


def main() -> None:
    """Reads the options and writes `weights.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--place", type=Path, required=True)
    options = parser.parse_args()
    rows = data.everything(options.data)["tune"]
    texts = [row.text for row in rows]
    numbers, seen = outputs.logits(options.place, texts), outputs.patterns(texts)
    heads = [_head(name, rows, numbers[:, at], [name in some for some in seen]) for at, name in enumerate(HEADS)]
    write(options.place, heads)


def write(place: Path, heads: Sequence[dict[str, Any]]) -> None:
    """`weights.json`, with the hash of every other file of the folder that the reader opens."""
    names = [name for name in ("encoder.onnx", "gate.npz", "vocab.txt") if (place / name).is_file()]
    files = {name: hashlib.sha256((place / name).read_bytes()).hexdigest() for name in names}
    said = {"format": 1, "length": 128, "files": files, "heads": list(heads)}
    (place / "weights.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def _head(name: str, rows: Sequence[Row], logit: np.ndarray, seen: Sequence[bool]) -> dict[str, Any]:
    known = [at for at, row in enumerate(rows) if asked(row, name)]
    wanted = np.array([rows[at].labels[name] for at in known])
    trust = np.array([rows[at].weight for at in known])
    x, p = logit[known].astype(float), np.array([seen[at] for at in known], float)
    scale, shift, weight = _fit(x, p, wanted, trust)
    probability = 1 / (1 + np.exp(-(x * scale + shift + weight * p)))
    near = np.array([rows[at].tags[:1] == (name,) for at in known]) & (wanted < 0.5)
    ordinary = np.array([rows[at].tags[:1] == ("none",) and not any(rows[at].labels.values()) for at in known])
    ordinary &= name not in PROTECTIVE  # which flag nothing
    others = np.array(["whole" in rows[at].tags and rows[at].tags[0] != name for at in known]) & (wanted < 0.5)
    few = ((near, NEAR_ALARMS), (others, OTHERS_ALARMS), (ordinary, ORDINARY_ALARMS))
    at, right = degrees(probability, wanted, trust, few)
    by_pattern = probability[(wanted > 0.5) & (p > 0)]
    doubt = float(np.quantile(by_pattern, DOUBT)) if len(by_pattern) >= 30 else 0.0
    said = {"scale": scale, "shift": shift, "seen": weight, "doubt": min(doubt, 0.05)}
    return {"name": name, **{key: round(value, 4) for key, value in said.items()}, "at": at, "right": right}


def _fit(x: np.ndarray, p: np.ndarray, wanted: np.ndarray, trust: np.ndarray) -> tuple[float, float, float]:
    """Scale, shift and the weight of a pattern, by Newton's steps on the logistic loss, with a light hand on each."""
    inputs = np.stack((x, np.ones_like(x), p), 1)
    guess, hand = np.array([1.0, 0.0, 0.0]), np.array([1.0, 0.1, 1.0])
    middle = np.array([1.0, 0.0, 0.0])

    def loss(at: np.ndarray) -> float:
        score = inputs @ at
        return float((trust * (np.logaddexp(0, score) - wanted * score)).sum() + (hand * (at - middle) ** 2).sum() / 2)

    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ guess, -40, 40)))
        slope = inputs.T @ (trust * (chance - wanted)) + hand * (guess - middle)
        bend = (inputs * (trust * chance * (1 - chance))[:, None]).T @ inputs + np.diag(hand)
        step, length = np.linalg.solve(bend, slope), 1.0
        while length > 1e-6 and loss(guess - length * step) > loss(guess):
            length /= 2
        guess = guess - length * step
        if np.abs(length * step).max() < 1e-8:
            break
    return max(float(guess[0]), 0.05), float(guess[1]), max(float(guess[2]), 0.0)


def degrees(
    probability: np.ndarray, wanted: np.ndarray, trust: np.ndarray, seldom: Iterable[tuple[np.ndarray, float]]
) -> tuple[dict[str, float], dict[str, float]]:
    """For each degree the lowest probability from which enough of what reaches it is right, and of posts that do not
    show the concept few reach it. `seldom` marks some kinds of these, each with the share of it that may."""
    at, right = {}, {}
    order = np.argsort(-probability)
    hits = np.cumsum((wanted * trust)[order])
    alarms = np.cumsum(((1 - wanted) * trust)[order])
    precision = hits / np.maximum(hits + alarms, 1e-9)
    rate = alarms / max(((1 - wanted) * trust).sum(), 1e-9)
    enough, few = hits >= 4, rate <= ALARMS
    for marked, most in seldom:
        few &= np.cumsum(marked[order]) <= most * marked.sum()
    for degree, wished in DEGREES.items():
        fits = (precision >= wished) & few & enough & (probability[order] >= LEAST)
        if fits.any():
            last = int(np.flatnonzero(fits)[-1])
            at[degree] = round(float(probability[order][last]), 4)
            right[degree] = round(float(precision[last]), 3)
    return at, right


if __name__ == "__main__":
    main()
