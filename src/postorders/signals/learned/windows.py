"""A long text in stretches that the encoder can take at once."""

from __future__ import annotations

from collections.abc import Sequence

from postorders.signals.learned.pieces import Piece

MOST_WINDOWS = 400
_OVERLAP = 16
_SENTENCE_ENDS = frozenset(".!?…\n")


def windows(pieces: Sequence[Piece], length: int = 128, text: str = "") -> list[tuple[int, int]]:
    """Stretches [a, b) of at most `length` - 2 pieces (two are the encoder's own marks) that cover the pieces.

    Each begins about 16 pieces before the last one's end. With the original `text`, one ends after a sentence or a
    line, else between words, where its last third has such a place. None where there are no pieces; what would
    come after 400 windows is left out.
    """
    room = max(1, length - 2)
    overlap = min(_OVERLAP, room // 4)
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(pieces) and len(found) < MOST_WINDOWS:
        end = len(pieces) if len(pieces) - start <= room else _end(pieces, start, room, text)
        found.append((start, end))
        start = end - overlap if end < len(pieces) else end
    return found


def _end(pieces: Sequence[Piece], start: int, room: int, text: str) -> int:
    """The best place to stop in the last third: after a sentence, else between words, else where room ends."""
    last = range(start + room, start + room - room // 3, -1)
    between = [at for at in last if pieces[at].start > pieces[at - 1].end]
    sentences = (at for at in last if _sentence_ends(pieces[at - 1], pieces[at], text))
    return next(sentences, next(iter(between), start + room))


def _sentence_ends(before: Piece, after: Piece, text: str) -> bool:
    """Whether a gap follows a sentence's last mark, or holds a line's end."""
    gap = text[before.end : after.start]
    return "\n" in gap or (gap != "" and text[before.end - 1 : before.end] in _SENTENCE_ENDS)
