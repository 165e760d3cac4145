"""Which words weighed most: the text is read again with a few words left out, and what falls tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from postorders.signals.learned.pieces import Piece

CHUNKS = 12  # stretches of a window that are left out in turn
_SHARE = 0.5  # of the largest fall, from which a stretch is marked
_LEAST = 0.05  # fall of the encoder's number under which no words tell more than others
_MOST = 3


class Asked(NamedTuple):
    """A window cut into stretches: where each stands, and the ids of the window without it."""

    spans: tuple[tuple[int, int], ...]
    without: list[list[int]]


def ask(pieces: Sequence[Piece]) -> Asked:
    """The window without each of about twelve stretches of whole words; one stretch alone is not left out."""
    words: list[list[int]] = []
    for at, piece in enumerate(pieces):
        if words and piece.start <= pieces[at - 1].end:
            words[-1].append(at)
        else:
            words.append([at])
    size = max(1, -(-len(words) // CHUNKS))
    groups = [[at for word in words[i : i + size] for at in word] for i in range(0, len(words), size)]
    if len(groups) < 2:
        return Asked((), [])
    spans = tuple((pieces[group[0]].start, pieces[group[-1]].end) for group in groups)
    left_out = [set(group) for group in groups]
    return Asked(spans, [[p.id for at, p in enumerate(pieces) if at not in group] for group in left_out])


def told(asked: Asked, whole: float, without: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """The stretches whose absence takes most from a head's number, neighbors joined; none when no words stand out."""
    falls = [whole - one for one in without]
    if not falls or max(falls) < _LEAST:
        return ()
    enough = max(falls) * _SHARE
    ranked = sorted((at for at, fall in enumerate(falls) if fall >= enough), key=lambda at: -falls[at])[:_MOST]
    joined: list[tuple[int, int]] = []
    last = -2
    for at in sorted(ranked):
        start, end = asked.spans[at]
        if at == last + 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        last = at
    return tuple(joined)
