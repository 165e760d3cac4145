"""Leaves each public set of hate out of training in turn, and measures hate against normal on the whole of it. Posts
that a set calls offensive and not hateful are neither, and are not asked about.

    python -m training.leaveout --data ../shared/data --base BASE --out training/work/leaveout

Every turn fits a fresh encoder on a smaller draw than the shipped one (`--share`), so that the figures are a little
under what the shipped weights would reach.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch

from postorders.signals.learned.pieces import Pieces
from training import data
from training.heads import HEADS
from training.model import Encoder
from training.rows import Row

SETS = ("davidson2017", "edos", "fox_news_comments", "hatemojibuild", "hatexplain")
_NEITHER = ("offensive_language", "offensive")
_LENGTH = 128


def main() -> None:
    """Fits and measures each, and writes `leaveout.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", default="0.9")
    parser.add_argument("--sets", nargs="*", default=SETS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    figures = {}
    for name in options.sets:
        command = [
            sys.executable, "-m", "training.fit", "--data", str(options.data), "--base", str(options.base),
            "--epochs", "1", "--hate", "--without", name, "--out", str(options.out / name),
            "--share", options.share, "--frozen", "3",
        ]  # fmt: skip
        subprocess.run(command, check=True)
        figures[name] = measured(options.out / name / "encoder.pt", options.base, _rows(options.data, name))
        print(name, figures[name], flush=True)
        (options.out / "leaveout.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _rows(folder: Path, name: str) -> list[Row]:
    """The rows of one set in which hate is said to be shown or not: a draw of 600 of each."""
    theirs = (row for row in data.public(folder) if row.source == name and "bias" in row.labels)
    rows = [row for row in theirs if row.kind not in _NEITHER]
    sides = [[row for row in rows if row.labels["bias"] == side] for side in (0.0, 1.0)]
    return [row for side in sides for row in side[:: max(1, len(side) // 600)][:600]]


def measured(weights: Path, base: Path, rows: list[Row]) -> dict[str, float]:
    """Accuracy at even odds, on as many hateful rows as normal ones, and the area under the curve of ranks."""
    model = Encoder()
    model.load_state_dict(torch.load(weights, weights_only=True))
    pieces = Pieces((base / "vocab.txt").read_text(encoding="utf-8").splitlines())
    scores = np.array([_score(model.eval(), pieces, row.text) for row in rows])
    wanted = np.array([row.labels["bias"] > 0.5 for row in rows])
    right = scores > 0.5
    balanced = (right[wanted].mean() + (~right[~wanted]).mean()) / 2
    ranks = scores.argsort().argsort() + 1
    above = (ranks[wanted].sum() - wanted.sum() * (wanted.sum() + 1) / 2) / (wanted.sum() * (~wanted).sum())
    return {"rows": len(rows), "accuracy": round(float(balanced), 3), "ranked right": round(float(above), 3)}


@torch.inference_mode()
def _score(model: Encoder, pieces: Pieces, text: str) -> float:
    ids = torch.tensor([[data.CLS, *(piece.id for piece in pieces.cut(text)[: _LENGTH - 2]), data.SEP]])
    logits, _, _ = model(ids, torch.ones_like(ids))
    return float(torch.sigmoid(logits[0, HEADS.index("bias")]))


if __name__ == "__main__":
    main()
