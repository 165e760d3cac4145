"""The addresses in a text, without the punctuation that ends a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

AFTER = ".,;:!?'\"()[]{}*_~…“”‘’«»"
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each address begins and ends, for counting: what follows it counts for itself."""
    for found in _URL.finditer(text):
        address = found[0].rstrip(AFTER)
        if not address.endswith("//"):
            yield found.start(), found.start() + len(address)


def links(text: str) -> tuple[str, ...]:
    """Each address, with a bracket at its end that was opened inside it."""
    return tuple(_whole(text, start, end) for start, end in spans(text))


def _whole(text: str, start: int, end: int) -> str:
    address = text[start:end]
    for opens, closes in _PAIRS:
        if text[end : end + 1] == closes and address.count(opens) > address.count(closes):
            return address + closes
    return address
