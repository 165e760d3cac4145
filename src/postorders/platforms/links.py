"""The addresses in a text, without the punctuation that ends a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

AFTER = ".,;:!?'\"()[]{}*_~…“”‘’«»"
_URL = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
_OPENS = {")": "(", "]": "[", "}": "{"}
_OWN = "_~"  # at the end of an address they are more often its own than somebody's emphasis


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each address begins and ends, for counting: what follows it counts for itself, and what may follow is left
    to it, so that a text is never found shorter than the platform finds it. For where a link leads see `places`."""
    for found in _URL.finditer(text):
        address = found[0].rstrip(AFTER)
        if not address.endswith("//"):
            yield found.start(), found.start() + len(address)


def places(text: str) -> Iterator[tuple[int, int]]:
    """Where each address begins and ends as a reader would open it (see `ending`)."""
    for found in _URL.finditer(text):
        end = ending(text, *found.span())
        if not text.endswith("//", found.start(), end):
            yield found.start(), end


def links(text: str) -> tuple[str, ...]:
    """Each address as a reader would open it."""
    return tuple(text[start:end] for start, end in places(text))


def ending(text: str, start: int, end: int) -> int:
    """Where an address ends that begins at `start` and goes on to `end` or not so far: without the punctuation of the
    sentence, with the brackets at its end that were opened inside it."""
    address = text[start:end].rstrip(AFTER)
    at, opened = start + len(address), {c: address.count(opens) - address.count(c) for c, opens in _OPENS.items()}
    while at < end and (text[at] in _OWN or opened.get(text[at], 0) > 0):
        opened[text[at]] = opened.get(text[at], 0) - 1
        at += 1
    return at
