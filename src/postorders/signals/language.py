"""Whether the patterns, which know English, can speak to some words at all."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_SPANISH = frozenset(
    "el la los las de del que y en un una para por con su sus se es esta este no lo le al como más pero muy hoy "
    "nuestro nuestra policía departamento gracias está están fue son ha han si sin sobre todo también desde".split()
)
_ENGLISH = frozenset(
    "the a an and of to in is it for on with at by this that from be are was were have has our your we you they "
    "he she his her their not will as or if so but just my me i".split()
)


def unread(words: str, declared: str) -> str:
    """Why the patterns cannot speak to these words, or "" when they can. `declared` is a BCP 47 tag or ""."""
    tag = declared.split("-", maxsplit=1)[0].lower()
    if tag and tag != "en":
        return f"It is marked as {declared!r}, and the patterns know English."
    if not words.isascii() and _mostly_foreign(words):
        return "Most of it is not in the Latin alphabet, and the patterns know English."
    if tag:
        return ""
    tokens = [token.lower() for token in _WORD.findall(words)]
    spanish = sum(map(_SPANISH.__contains__, tokens))
    english = sum(map(_ENGLISH.__contains__, tokens)) if spanish >= 3 else 0
    if spanish >= 3 and spanish > 2 * english:
        return "It reads as Spanish, and the patterns know English."
    return ""


def _mostly_foreign(words: str) -> bool:
    letters = [char for char in words if char.isalpha()]
    return 2 * sum(ord(char) > 0x24F and not _latin(char) for char in letters) > len(letters)


def _latin(char: str) -> bool:
    """Styled Latin letters (mathematical, full-width) are read, so they do not count as foreign."""
    return unicodedata.normalize("NFKD", char)[:1].isascii()
