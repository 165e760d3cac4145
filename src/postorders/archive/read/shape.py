"""How a page's words are kept: folded, each once, within bounds, by field in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MOST = {"title": 1_000, "name": 1_000, "description": 10_000, "bio": 20_000, "contact": 5_000, "text": 1_000_000}
"""The fields in their order, and the most characters that each keeps."""


def passages(**fields: str) -> tuple[tuple[str, str], ...]:
    """The fields that hold words, in the order of the house, cut to their bounds."""
    return tuple(
        (field, words) for field, most in _MOST.items() if (words := fit(fields.get(field, ""))[:most].rstrip())
    )


def fit(words: str) -> str:
    """Words without half characters and without controls but tabs and line ends: no database keeps all of those."""
    return _UNFIT.sub("", words)


def line(words: object) -> str:
    """Words on one line, white space folded; "" for what is no text."""
    return " ".join(fit(" ".join(words.split())).split()) if isinstance(words, str) else ""


def lines(words: str) -> str:
    """Words with their line ends, white space folded within each, empty lines dropped."""
    return "\n".join(folded for each in words.split("\n") if (folded := line(each)))


def once(words: Iterable[object]) -> str:
    """Some texts, a line each, without repetitions."""
    return "\n".join(dict.fromkeys(folded for each in words if (folded := line(each))))


def language(tag: object) -> str:
    """A language tag such as `en-US`, or "" for what is none."""
    said = tag.strip().replace("_", "-") if isinstance(tag, str) else ""
    return said if len(said) <= 35 and said.replace("-", "").isalnum() and said.isascii() else ""
