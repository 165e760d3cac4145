"""What people do to words on purpose or in haste, done to training posts so that the encoder has met it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from training.rows import Row

_LEET = {"a": "@4", "e": "3", "i": "1!", "o": "0", "s": "$5", "t": "7"}
_WORD = re.compile(r"[A-Za-z]{4,}")
_TAGS = (
    "#backtheblue", "#smh", "#facts", "#mood", "#kcmo", "#raymore", "#truth", "#friday", "#justsaying",
    "😂", "🙄", "🤷", "🙏", "🔥",
)  # fmt: skip


def noisy(text: str, draw: random.Random) -> str:
    """The text after one or two mishaps."""
    for _ in range(draw.choice((1, 1, 2))):
        text = draw.choice(_MISHAPS)(text, draw)
    return text


def joined(row: Row, other: Row, draw: random.Random) -> Row:
    """A row in one post with another, in either order. What one of them shows, the post shows; what one of them leaves
    open, and the other does not show, stays open."""
    labels = {}
    for head in {*row.labels, *other.labels}:
        mine, theirs = row.labels.get(head), other.labels.get(head)
        if mine == 1.0 or theirs == 1.0:
            labels[head] = 1.0
        elif mine is not None and theirs is not None:
            labels[head] = max(mine, theirs)
    first, second = (row, other) if draw.random() < 0.5 else (other, row)
    text = f"{first.text}{draw.choice((' ', '. ', chr(10), chr(10) * 2))}{second.text}"
    return Row(text, labels, row.source, row.group, row.kind, min(row.weight, other.weight))


def _one_word(change: Callable[[str, random.Random], str]) -> Callable[[str, random.Random], str]:
    def changed(text: str, draw: random.Random) -> str:
        words = list(_WORD.finditer(text))
        if not words:
            return text
        word = draw.choice(words)
        return text[: word.start()] + change(word.group(), draw) + text[word.end() :]

    return changed


def _leet(word: str, draw: random.Random) -> str:
    return "".join(draw.choice(_LEET[c.lower()]) if c.lower() in _LEET and draw.random() < 0.7 else c for c in word)


def _spaced(word: str, draw: random.Random) -> str:
    return draw.choice((" ", ".", "-", "*")).join(word)


def _stretched(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word))
    return word[:at] + word[at - 1] * draw.randrange(1, 4) + word[at:]


def _swapped(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _masked(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word))
    return word[:at] + "*" + word[at + 1 :]


def _bare(text: str, draw: random.Random) -> str:
    return re.sub(r"[.,!?'’]", "", text).lower()


def _tagged(text: str, draw: random.Random) -> str:
    return f"{text} {' '.join(draw.sample(_TAGS, draw.randrange(1, 4)))}"


def _addressed(text: str, draw: random.Random) -> str:
    return f"@{draw.choice(('tall_pines', 'kc_marge', 'oldtrucks88', 'rae_of_sun'))} {text}"


_MISHAPS: tuple[Callable[[str, random.Random], str], ...] = (
    *(_one_word(change) for change in (_leet, _spaced, _stretched, _swapped, _dropped, _masked)),
    _bare, _bare, lambda text, draw: text.lower(), lambda text, draw: text.upper(), _tagged, _addressed,
    lambda text, draw: text[:1].upper() + text[1:],
)  # fmt: skip
