"""Leaves each public set of hate out of training in turn, and measures hate against normal on it. Posts that a set
calls offensive and not hateful are neither, and are not asked about.

    python -m training.leaveout --data ../shared/data --base BASE --out training/work/leaveout

What all turns have in common (our own posts, and the public sets that are never left out) is fitted once; each turn
goes on from there with the other four sets, and the mean of both is measured, as the shipped weights are a mean, on
the set as it was published, also where training reads a sample of it. Where flagging begins is chosen on posts of the
other sets that were kept out of fitting, never on the set that was left out: for accuracy where most of them are told
rightly, for both sides counted alike where most of either side are. Each turn reads much less than the shipped weights
did. What has been fitted is not fitted again: empty the folder to begin anew.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from postorders.signals.learned.pieces import Pieces
from training import data
from training.average import mean
from training.heads import HEADS
from training.measures import share
from training.model import Encoder, padded
from training.rows import Row, by_hand

SETS = ("davidson2017", "edos", "fox_news_comments", "hatemojibuild", "hatexplain")
AIMED = {"edos": "target:sex"}
"""Sets that ask for hate aimed at one ground alone, and hold other hate among the rest: both heads must say so."""
_NEITHER = ("offensive_language", "offensive")
_TOGETHER = 32
_MOST = 2000  # rows of a set that are measured


def main() -> None:
    """Fits and measures each, and writes `leaveout.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--epochs", type=int, default=4, help="Of what all turns have in common.")
    parser.add_argument("--start", type=Path, help="Of an earlier run, what all turns have in common, to go on from.")
    parser.add_argument("--bits", type=int, choices=(16, 32), default=16, help="Of a product, as in training.fit.")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    common = options.out / "common" / "encoder.pt"
    ground = ("--mix", "public", "--rate", "1e-4", "--start", options.start) if options.start else ("--mix", "broad")
    _fit(options, common, "--without", *SETS, *ground, "--epochs", options.epochs)
    figures = {}
    for name in options.sets:
        turn = options.out / name / "encoder.pt"
        _fit(options, turn, "--without", name, "--start", common, "--mix", "public", "--epochs", "1", "--rate", "1e-4")
        figures[name] = measured(mean((common, turn)), options.base, options.data, name)
        print(name, figures[name], flush=True)
        (options.out / "leaveout.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _fit(options: argparse.Namespace, weights: Path, *more: object) -> None:
    if weights.exists():
        return
    command = [sys.executable, "-m", "training.fit", "--data", options.data, "--base", options.base, "--hate",
               "--bits", options.bits, "--out", weights.parent, *more]  # fmt: skip
    subprocess.run(list(map(str, command)), check=True)


def measured(weights: Mapping[str, Tensor], base: Path, folder: Path, left: str) -> dict[str, float]:
    """How many posts of our own by hand could be fitted on; and on the set that was left out: accuracy as it is mixed,
    with hate and normal counted alike, of always saying what is more frequent there, and the area under the curve of
    ranks."""
    model = Encoder()
    model.load_state_dict(dict(weights))
    pieces = Pieces((base / "vocab.txt").read_text(encoding="utf-8").splitlines())
    sides = data.everything(folder, (left,))
    ours = sum(map(by_hand, data.on_hate(sides["train"])))
    kept = _asked([row for row in sides["tune"] if row.source in SETS])
    known, shown = _scores(model.eval(), pieces, kept), _shown(kept)
    rows = _asked(data.whole(folder, left))
    rows = rows[:: max(1, len(rows) // _MOST)][:_MOST]
    scores, wanted = _scores(model, pieces, rows), _shown(rows)
    ranks = scores.argsort().argsort() + 1
    above = (ranks[wanted].sum() - wanted.sum() * (wanted.sum() + 1) / 2) / (wanted.sum() * (~wanted).sum())
    figures = {
        "accuracy": accuracy(scores >= best(known, shown, accuracy), wanted),
        "alike": alike(scores >= best(known, shown, alike), wanted),
        "frequent": max(wanted.mean(), 1 - wanted.mean()), "ranked right": above,
    }  # fmt: skip
    return {"rows": len(rows), "ours": ours} | {name: round(float(value), 3) for name, value in figures.items()}


def _asked(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if "bias" in row.labels and row.kind not in _NEITHER]


def _shown(rows: Sequence[Row]) -> np.ndarray:
    return np.array([row.labels["bias"] > 0.5 for row in rows])


def accuracy(said: np.ndarray, wanted: np.ndarray) -> float:
    """The share told rightly."""
    return float((said == wanted).mean())


def alike(said: np.ndarray, wanted: np.ndarray) -> float:
    """The share told rightly, hate and normal counted alike."""
    return (share(said, wanted) + share(~said, ~wanted)) / 2


def best(scores: np.ndarray, wanted: np.ndarray, right: Callable[[np.ndarray, np.ndarray], float]) -> float:
    """The score from which flagging tells posts apart best by `right`."""
    places = np.unique(np.quantile(scores, np.linspace(0.01, 0.99, 199)))
    return float(max(places, key=lambda at: right(scores >= at, wanted)))


@torch.inference_mode()
def _scores(model: Encoder, pieces: Pieces, rows: Sequence[Row]) -> np.ndarray:
    """For each row the number of the head, or of the ground that its set asks for, if that is lower."""
    ids = [data.ids(pieces, row.text) for row in rows]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    found = np.zeros((len(ids), len(HEADS)))
    for at in range(0, len(order), _TOGETHER):
        some = order[at : at + _TOGETHER]
        found[some] = model(*padded([ids[i] for i in some]))[0].numpy()
    aimed = [HEADS.index(AIMED.get(row.source, "bias")) for row in rows]
    return np.minimum(found[:, HEADS.index("bias")], found[np.arange(len(rows)), aimed])


if __name__ == "__main__":
    main()
