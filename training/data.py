"""All rows, split, and the batches of an epoch."""

from __future__ import annotations

import importlib
import pkgutil
import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import training.sets
from postorders.signals.learned.pieces import Pieces
from training import own
from training.noise import joined, noisy
from training.rows import Part, Row, by_hand, split

CLS, SEP = 101, 102
LENGTH = 128  # pieces of a post that training looks at: one window
ABOUT_HATE = (
    "frames", "none", "bias", "dehumanizing", "counter-speech", "reclaimed-use", "quotation", "harassment", "threat",
)  # fmt: skip
_SETS = [importlib.import_module(f"training.sets.{info.name}") for info in pkgutil.iter_modules(training.sets.__path__)]


@dataclass(frozen=True, slots=True)
class Mix:
    """What an epoch is drawn from: how often a post written by hand comes, each time otherwise disturbed, what share of
    the frames, of each public set and of those not named, of posts by hand that are not labeled whole, and of those
    that are."""

    hand: int
    frames: float
    sets: Mapping[str, float]
    rest: float
    partly: float = 1.0
    whole: float = 1.0


CLOSE = Mix(
    2,
    0.3,
    {
        "davidson2017": 0.25,
        "toxic_spans": 0.25,
        "mlma_english": 0.4,
        "fox_news_comments": 0.5,
        "hatemojibuild": 0.6,
    },
    0.3,
)
BROAD = Mix(1, 0.5, {"toxic_spans": 0.3, "mlma_english": 0.5}, 0.8)
HAND = Mix(2, 0.25, {name: share * 0.5 for name, share in CLOSE.sets.items()}, 0.15)
WHOLE = Mix(2, 0.08, {name: share * 0.2 for name, share in CLOSE.sets.items()}, 0.06, partly=0.2)
PUBLIC = Mix(1, 0.15, {}, 1.0, whole=0.25)
MIXES = {"close": CLOSE, "broad": BROAD, "hand": HAND, "whole": WHOLE, "public": PUBLIC}


def public(folder: Path, without: Collection[str] = ()) -> list[Row]:
    """The rows of every public set in the folder but those named."""
    return [row for one in _SETS if one.FOLDER not in without for row in one.rows(folder / one.FOLDER)]


def whole(folder: Path, name: str) -> list[Row]:
    """The rows of a public set; all of them, where training reads a sample and the reader of the set has `every`."""
    for one in _SETS:
        if name == one.FOLDER:
            return list(getattr(one, "every", one.rows)(folder / name))
    raise ValueError(f"No public set is read from {name}.")


def everything(folder: Path, without: Collection[str] = ()) -> dict[Part, list[Row]]:
    """All rows by side of the split."""
    return split([*own.examples(), *own.frames(), *public(folder, without)])


def on_hate(rows: Iterable[Row]) -> list[Row]:
    """The rows that say whether hate is shown and were written or gathered for that question."""
    return [row for row in rows if "bias" in row.labels and (row.source != "own" or row.tags[0] in ABOUT_HATE)]


def epoch(rows: Sequence[Row], seed: int, share: float = 1.0, mix: Mix = CLOSE) -> list[Row]:
    """The rows of one epoch: a sample of the public ones, ours more than once, some disturbed or put in one post."""
    draw = random.Random(seed)
    plain = [row for row in rows if "none" in row.tags]
    found: list[Row] = []
    for row in rows:
        for turn in range(mix.hand if by_hand(row) else 1):
            if draw.random() > _share(row, mix) * share:
                continue
            found.append(_disturbed(row, plain, turn, draw))
    draw.shuffle(found)
    return found


def _share(row: Row, mix: Mix) -> float:
    if by_hand(row):
        return mix.whole if "whole" in row.tags else mix.partly
    return mix.frames if row.source == "own" else mix.sets.get(row.source, mix.rest)


def _disturbed(row: Row, plain: Sequence[Row], turn: int, draw: random.Random) -> Row:
    if plain and draw.random() < (0.06 if turn == 0 else 0.15):
        row = joined(row, draw.choice(plain), draw)
    if draw.random() < (0.08 if turn == 0 else 0.25):
        row = Row(noisy(row.text, draw), row.labels, row.source, row.group, row.kind, row.weight, row.tags)
    return row


def ids(pieces: Pieces, text: str) -> list[int]:
    """The ids of one window of a text, between the two that mark its ends."""
    return [CLS, *(piece.id for piece in pieces.cut(text)[: LENGTH - 2]), SEP]


def batches(lengths: Sequence[int], size: int, seed: int) -> Iterator[list[int]]:
    """Indexes in batches of like length, the batches in a drawn order. `size` is pieces in a batch, padding counted."""
    draw = random.Random(seed)
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i], draw.random()))
    made: list[list[int]] = []
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * lengths[index] > size:
            made.append(batch)
            batch = []
        batch.append(index)
    made.append(batch)
    draw.shuffle(made)
    yield from (batch for batch in made if batch)
