"""What the shipped files say of rows: the encoder's numbers, and what patterns see."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import numpy as np

from postorders.signals.detect import Detector
from postorders.signals.learned.encoder import Encoder
from postorders.signals.learned.pieces import Pieces
from postorders.signals.learned.windows import windows
from postorders.signals.library import shipped
from training.heads import HEADS


def logits(place: Path, texts: Sequence[str], jobs: int = 2) -> np.ndarray:
    """The encoder's number for each text and head, of the window where it is highest: float32 [texts, heads]."""
    parts = [texts[at : at + 256] for at in range(0, len(texts), 256)]
    with multiprocessing.Pool(jobs) as pool:
        found = pool.map(partial(_logits, place), parts, chunksize=1)
    return np.concatenate(found) if found else np.zeros((0, len(HEADS)), np.float32)


@cache
def _opened(place: Path) -> tuple[Encoder, Pieces]:
    """Once in each process."""
    return Encoder(place), Pieces((place / "vocab.txt").read_text(encoding="utf-8").splitlines())


def _logits(place: Path, texts: Sequence[str]) -> np.ndarray:
    encoder, pieces = _opened(place)
    cut = [pieces.cut(text) for text in texts]
    spans = [(i, a, b) for i, one in enumerate(cut) for a, b in windows(one, 128, texts[i])]
    outputs = encoder.run([[101, *(p.id for p in cut[i][a:b]), 102] for i, a, b in spans])
    best = np.full((len(texts), len(HEADS)), -20.0, np.float32)
    for (i, _, _), out in zip(spans, outputs, strict=True):
        best[i] = np.maximum(best[i], out.logits)
    return best


def patterns(texts: Sequence[str]) -> list[frozenset[str]]:
    """The concepts that a pattern sees in each text, and that nothing lowers."""
    detector = Detector(shipped())
    return [frozenset(s.concept for s in detector.sight([("text", text)]) if not s.lowered) for text in texts]
