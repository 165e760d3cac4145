"""What YouTube takes as a title and a description.

Source: https://developers.google.com/youtube/v3/docs/videos (2026-11-22).
"""

from __future__ import annotations

import hashlib
import unicodedata


def units(text: str) -> int:
    """How long a title is: in UTF-16, which is never less than YouTube counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def octets(text: str) -> int:
    """How long a description is: in bytes of UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def version(title: str, description: str) -> str:
    """What tells an edited video from the first: YouTube shows no history, and its own tag changes by other causes."""
    return hashlib.sha256(f"{title}\0{description}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for line ends and white space around them."""
    return _even(one) == _even(other)


def _even(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
