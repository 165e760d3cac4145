"""Words cut into the pieces that the encoder has numbers for, each with its place in the original.

The rules are those of the uncased BERT vocabulary: words and single punctuation marks, then the longest pieces
that the vocabulary holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from postorders.signals.learned.words import prepare

LONGEST_TEXT = 50_000
"""Characters of a text that are read, and pieces that it is cut into; what follows is left out."""
_LONGEST_WORD = 100
_MOST_WORDS = 65_536
_WORD = re.compile(r"[ \n\r\t]*(?:[a-z0-9]+|[^ \n\r\ta-z0-9])")
_WIDE = re.compile(r"[^\x00-\x7f]")
_IDEOGRAPHS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)

Cut = tuple[tuple[int, int, int], ...]


class Piece(NamedTuple):
    """A number of the vocabulary for the original's code points [start, end)."""

    id: int
    start: int
    end: int


class Pieces:
    """Cuts texts. `vocab` holds the vocabulary's entries in order, `[UNK]` among them."""

    def __init__(self, vocab: Sequence[str]) -> None:
        numbers = {word: number for number, word in enumerate(vocab)}
        self._unknown = numbers["[UNK]"]
        self._first = {word: number for word, number in numbers.items() if not word.startswith("##")}
        self._later = {word[2:]: number for word, number in numbers.items() if word.startswith("##")}
        self._longest = max(map(len, vocab))
        self._known: dict[str, Cut] = {}

    def cut(self, text: str) -> list[Piece]:
        """The pieces of at most `LONGEST_TEXT` characters, in the order of the text."""
        words, places = prepare(text[:LONGEST_TEXT])
        found = self._spots(words)
        if places is None:
            return found
        return [Piece(number, *_original(places, start, end)) for number, start, end in found]

    def _spots(self, words: str) -> list[Piece]:
        """The pieces with their places in the prepared words."""
        known, found, at = self._known, [], 0
        new, kind = tuple.__new__, Piece  # half the cost of Piece(…)
        shape = words if words.isascii() else words.translate({ord(c): _shape(c) for c in set(_WIDE.findall(words))})
        for token in _WORD.findall(shape.rstrip()):  # each match ends in a mark: no second look at white space
            end = at + len(token)
            if shape is not words:
                token = words[at:end]
            for number, first, last in known.get(token) or self._learn(token):
                found.append(new(kind, (number, at + first, at + last)))
            at = end
        return found[:LONGEST_TEXT]

    def _learn(self, token: str) -> Cut:
        """The cut of one word with the white space before it; short ones are remembered."""
        word = token.lstrip()
        lead = len(token) - len(word)
        cut = tuple((number, lead + start, lead + end) for number, start, end in self._split(word))
        if len(token) <= _LONGEST_WORD:
            if len(self._known) >= _MOST_WORDS:
                self._known.clear()
            self._known[token] = cut
        return cut

    def _split(self, word: str) -> Iterable[tuple[int, int, int]]:
        """Longest pieces first; one unknown piece where the vocabulary cannot spell the word."""
        if len(word) > _LONGEST_WORD:
            return [(self._unknown, 0, len(word))]
        found: list[tuple[int, int, int]] = []
        start, table = 0, self._first
        while start < len(word):
            end = min(len(word), start + self._longest)
            while end > start and word[start:end] not in table:
                end -= 1
            if end == start:
                return [(self._unknown, 0, len(word))]
            found.append((table[word[start:end]], start, end))
            start, table = end, self._later
        return found


def _original(places: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    """The original stretch: up to the next character that came from somewhere further on."""
    first = places[start]
    while places[end] <= first:
        end += 1
    return first, places[end]


@lru_cache(maxsize=4096)
def _shape(char: str) -> str:
    """How a character that is not ASCII divides words: like a space, a mark of its own, or a letter."""
    if char.isspace():
        return " "
    code = ord(char)
    alone = unicodedata.category(char)[0] == "P" or any(low <= code <= high for low, high in _IDEOGRAPHS)
    return "!" if alone else "a"
