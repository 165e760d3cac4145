"""Distills the encoder into static vectors: a table of pieces and of pairs, a sum and a line a head.

python -m training.gate --data ../shared/data --place models/reader
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from postorders.signals.learned.gate import PAIRS, Gate, table_rows
from postorders.signals.learned.pieces import Pieces
from training import data, outputs
from training.calibrate import write
from training.heads import CONCEPTS, HEADS, PROTECTIVE
from training.rows import Row

WIDTH, LONGEST = 48, 126
LOST = 0.004  # less than the 0.5% that may be lost, since posts never seen lose a little more
VOCABULARY = 30522
WANTED = frozenset(CONCEPTS) - frozenset(PROTECTIVE)  # what lowers flags matters only where there is a flag
FIGURES = Path(__file__).parent / "gate.json"


def main() -> None:
    """Reads the options, distills, sets the thresholds and writes `gate.npz`; `weights.json` gets its hash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--place", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--lost", type=float, default=LOST, help="How much of what the encoder flags may be lost.")
    options = parser.parse_args()
    said = json.loads((options.place / "weights.json").read_text(encoding="utf-8"))
    sides = data.everything(options.data)
    texts = [row.text for row in data.epoch(sides["train"], 7, mix=data.BROAD)]
    held = [row.text for row in sides["tune"]]
    student = _distilled(texts, _chances(outputs.logits(options.place, texts), said["heads"]), options)
    arrays = _packed(student)
    arrays["at"] = _threshold(arrays, held, outputs.logits(options.place, held), said["heads"], options)
    np.savez_compressed(options.place / "gate.npz", **arrays)
    write(options.place, said["heads"])
    figures = _measured(arrays, sides["test"], said["heads"], options)
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


class _Student(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(VOCABULARY + PAIRS + 1, WIDTH, mode="mean", include_last_offset=False)
        nn.init.normal_(self.table.weight, std=0.05)
        self.heads = nn.Linear(WIDTH, len(HEADS) + 1)  # the last: whether any head flags

    def forward(self, rows: torch.Tensor, starts: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.heads(self.table(rows, starts))
        return out


def _chances(teacher: np.ndarray, heads: Sequence[dict[str, Any]]) -> np.ndarray:
    """The calibrated probability of every head, and last whether any wanted one reaches its lowest degree."""
    scale, shift = (np.array([head[name] for head in heads]) for name in ("scale", "shift"))
    chances = 1 / (1 + np.exp(-(teacher * scale + shift)))
    return np.column_stack((chances, _any(teacher, heads))).astype(np.float32)


def _any(teacher: np.ndarray, heads: Sequence[dict[str, Any]]) -> np.ndarray:
    named = [index for index, head in enumerate(heads) if head["name"] in WANTED and head["at"]]
    flagged: np.ndarray = np.any([_flags(teacher[:, index], heads[index]) for index in named], axis=0)
    return flagged


def _distilled(texts: Sequence[str], teacher: np.ndarray, options: argparse.Namespace) -> _Student:
    torch.manual_seed(5)
    pieces = Pieces((options.place / "vocab.txt").read_text(encoding="utf-8").splitlines())
    cut = [[piece.id for piece in pieces.cut(text)[:LONGEST]] for text in texts]
    student, draw, order = _Student(), random.Random(5), list(range(len(texts)))
    steps = torch.optim.Adam(student.parameters(), lr=4e-3)
    goal, weight = torch.from_numpy(teacher), torch.ones(len(HEADS) + 1)
    weight[-1] = 8.0
    for epoch in range(options.epochs):
        draw.shuffle(order)
        total = 0.0
        for at in range(0, len(order), 256):
            some = order[at : at + 256]
            rows, starts = table_rows([cut[i] for i in some])
            said = student(torch.from_numpy(rows), torch.from_numpy(starts))
            loss = functional.binary_cross_entropy_with_logits(said, goal[some], weight=weight)
            loss.backward()
            steps.step()
            steps.zero_grad()
            total += float(loss.detach())
        for group in steps.param_groups:
            group["lr"] *= 0.8
        print({"epoch": epoch, "loss": round(total * 256 / len(order), 4)}, flush=True)
    return student


def _packed(student: _Student) -> dict[str, np.ndarray]:
    table = student.table.weight.detach().numpy()
    scale = np.maximum(np.abs(table).max(1), 1e-6) / 127
    return {
        "table": np.round(table / scale[:, None]).astype(np.int8), "scale": scale.astype(np.float16).astype(np.float32),
        "heads": student.heads.weight.detach().numpy()[-1:].T.copy(), "bias": student.heads.bias.detach().numpy()[-1:],
        "longest": np.int64(LONGEST), "at": np.zeros(1, np.float32),
    }  # fmt: skip


def _threshold(
    arrays: dict[str, np.ndarray], texts: Sequence[str], teacher: np.ndarray, heads: Sequence[dict[str, Any]],
    options: argparse.Namespace,
) -> np.ndarray:  # fmt: skip
    """The score above which lies all but the share `lost` of what the encoder would flag."""
    flagged = _scores(arrays, texts, options.place)[_any(teacher, heads), 0]
    return np.array([np.quantile(flagged, options.lost) - 1e-4], np.float32)


def _measured(
    arrays: dict[str, np.ndarray], rows: Sequence[Row], heads: Sequence[dict[str, Any]], options: argparse.Namespace
) -> dict[str, float]:
    """On posts that neither was fitted on: what is lost, and how many posts the encoder still has to read."""
    texts = [row.text for row in rows]
    teacher = outputs.logits(options.place, texts)
    worth = (_scores(arrays, texts, options.place) >= 0).any(1)
    flagged = _any(teacher, heads)
    ordinary = np.array([row.group.startswith("ordinary-") for row in rows])
    return {
        "posts": len(rows),
        "posts that the encoder flags": int(flagged.sum()),
        "of these, lost": round(float((flagged & ~worth).sum() / max(flagged.sum(), 1)), 4),
        "share of all posts that the encoder reads": round(float(worth.mean()), 4),
        "share of ordinary posts that the encoder reads": round(float(worth[ordinary].mean()), 4),
    }


def _scores(arrays: dict[str, np.ndarray], texts: Sequence[str], place: Path) -> np.ndarray:
    gate = Gate(place, Pieces((place / "vocab.txt").read_text(encoding="utf-8").splitlines()))
    gate._arrays = arrays
    return gate.scores(texts)


def _flags(logit: np.ndarray, head: dict[str, Any]) -> np.ndarray:
    """Where a head reaches its lowest degree without a pattern's help."""
    flagged: np.ndarray = 1 / (1 + np.exp(-(logit * head["scale"] + head["shift"]))) >= min(head["at"].values())
    return flagged


if __name__ == "__main__":
    main()
