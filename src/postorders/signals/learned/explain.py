"""Which words weighed most: the text is read again with a few words left out, and those words alone.

What falls without some words tells of them, but not where a post says a thing twice; what they say alone tells there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from postorders.signals.learned.pieces import Piece

CHUNKS = 12  # stretches of a window that are left out and read alone in turn
_SHARE = 0.5  # of what the most telling stretch tells, from which another is marked
_LEAST = 0.05  # of the encoder's number, under which no words tell more than others
_MOST = 3


class Asked(NamedTuple):
    """A window cut into stretches: where each stands, and the ids to read: none at all, the window without each
    stretch, and each alone."""

    spans: tuple[tuple[int, int], ...]
    read: list[list[int]]


def ask(pieces: Sequence[Piece]) -> Asked:
    """The window without each of about twelve stretches of whole words, and each alone; none where there is but one."""
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
    ids = [piece.id for piece in pieces]
    without = [ids[: group[0]] + ids[group[-1] + 1 :] for group in groups]
    return Asked(spans, [[], *without, *(ids[group[0] : group[-1] + 1] for group in groups)])


def told(asked: Asked, numbers: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """The stretches that tell most, neighbors joined; none when no words stand out.

    `numbers`: a head's of the window, of each of `asked.read`. A stretch tells what the window loses without it, or
    what it alone adds to nothing: the greater.
    """
    whole, empty, count = numbers[0], numbers[1], len(asked.spans)
    without, alone = numbers[2 : 2 + count], numbers[2 + count :]
    tells = [max(whole - one, own - empty) for one, own in zip(without, alone, strict=True)]
    if not tells or max(tells) < _LEAST:
        return ()
    enough = max(tells) * _SHARE
    ranked = sorted((at for at, tell in enumerate(tells) if tell >= enough), key=lambda at: -tells[at])[:_MOST]
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
