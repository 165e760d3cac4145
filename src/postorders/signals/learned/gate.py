"""A quick look at many posts, by static vectors distilled from the encoder: what it passes over, the encoder need not
read. Its thresholds lose at most so much of what the encoder would flag as `weights.json` says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postorders.signals.learned.pieces import Pieces

if TYPE_CHECKING:
    import numpy as np

FILE = "gate.npz"
PAIRS = 1 << 16  # rows for pairs of neighboring pieces, by hash
_FACTORS = (2654435761, 2246822519)


class Gate:
    """The static vectors of a folder of weights, loaded when first asked."""

    def __init__(self, place: Path, pieces: Pieces) -> None:
        self._path, self._pieces = place / FILE, pieces
        self._arrays: dict[str, Any] | None = None

    def worth(self, texts: Sequence[str]) -> list[bool]:
        """Which texts some head may flag. A text that is longer than one window is always worth reading, and every
        text where the weights came without these vectors."""
        if not self._path.is_file():
            return [True] * len(texts)
        return [bool(one) for one in self.scores(texts).max(axis=1) >= 0] if texts else []

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """For each text and head, how far above its threshold it comes: float32 [texts, heads]."""
        import numpy as np

        arrays = self._opened()
        ids = [[piece.id for piece in self._pieces.cut(text)] for text in texts]
        rows, starts = table_rows(ids)
        vectors = arrays["table"][rows].astype(np.float32) * arrays["scale"][rows, None]
        sums = np.add.reduceat(vectors, starts, axis=0) if len(rows) else np.zeros((0, vectors.shape[1]), np.float32)
        counts = np.diff(np.append(starts, len(rows)))[:, None]
        logits: np.ndarray = sums / np.maximum(counts, 1) @ arrays["heads"] + arrays["bias"] - arrays["at"]
        logits[[len(one) > arrays["longest"] for one in ids]] = 1.0
        return logits

    def _opened(self) -> dict[str, Any]:
        if self._arrays is None:
            import numpy as np

            with np.load(self._path) as file:
                self._arrays = {name: file[name] for name in file.files}
        return self._arrays


def table_rows(ids: Sequence[Sequence[int]], vocabulary: int = 30522) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the table for every text, one after another, and where each text begins: its pieces, its pairs of
    neighbors, and one row that every text has."""
    import numpy as np

    lengths = np.array([len(one) for one in ids], dtype=np.int64)
    flat = np.fromiter((number for one in ids for number in one), dtype=np.int64, count=int(lengths.sum()))
    ends = np.cumsum(lengths)
    mixed = flat[:-1] * _FACTORS[0] ^ flat[1:] * _FACTORS[1]  # of all bits of both
    pairs = vocabulary + (mixed >> 8) % PAIRS
    inside = np.ones(max(len(flat) - 1, 0), dtype=bool)
    inside[ends[:-1][(ends[:-1] > 0) & (ends[:-1] < len(flat))] - 1] = False
    owner = np.repeat(np.arange(len(ids)), lengths)
    always = np.full(len(ids), vocabulary + PAIRS)
    rows = np.concatenate((always, flat, pairs[inside]))
    owners = np.concatenate((np.arange(len(ids)), owner, owner[:-1][inside] if len(flat) else owner))
    order = np.argsort(owners, kind="stable")
    starts = np.searchsorted(owners[order], np.arange(len(ids)))
    return rows[order], starts
