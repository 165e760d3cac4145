"""Text as a feed can carry it."""

from __future__ import annotations

import unicodedata

from django.utils.html import escape

_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def clean(text: object) -> str:
    """Without control characters, which XML cannot carry, and without signs that turn the direction of the text."""
    kept = (one for one in str(text) if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs", "Cn"))
    return "".join(one for one in kept if unicodedata.bidirectional(one) not in _TURNING)


def html(text: str) -> str:
    """Plain text as HTML, which is what readers of RSS and Atom take a description for."""
    return escape(clean(text)).replace("\n", "<br>")
