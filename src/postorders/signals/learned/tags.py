"""Names of people, places and organizations, as the encoder's tagger marks them. Standard library alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from postorders.signals.learned.pieces import Piece

TAGS = ("O", "B-person", "I-person", "B-place", "I-place", "B-org", "I-org")


class Name(NamedTuple):
    """A name at [start, end) in code points; `kind` is `person`, `place` or `org`."""

    start: int
    end: int
    kind: str


def names(pieces: Sequence[Piece], tags: Sequence[Sequence[float]], text: str) -> list[Name]:
    """The names in a window of `text`. `tags` has 7 numbers for each piece, and for the encoder's marks before and
    after. A word is in a name or not; a mark behind a name (`Oakes,`) belongs to it only where its tag says so, or
    where the name goes on behind it (`O'Hara`)."""
    found: list[Name] = []
    inside, marked = "", False
    for at, piece in enumerate(pieces):
        tag = _tag(tags[at + 1])
        kind, glued = tag[2:], at > 0 and piece.start <= pieces[at - 1].end
        letters = any(char.isalnum() for char in text[piece.start : piece.end])
        goes_on = kind == inside and tag[0] == "I" and (glued or not marked)
        if inside and (goes_on or (glued and letters and not marked)):
            found[-1] = found[-1]._replace(end=piece.end)
            marked = False
        elif kind:
            found.append(Name(piece.start, piece.end, kind))
            inside, marked = kind, False
        else:
            marked = bool(inside) and glued and not letters
            inside = inside if marked else ""
    return found


def _tag(numbers: Sequence[float]) -> str:
    return TAGS[max(range(len(TAGS)), key=lambda one: numbers[one])]
