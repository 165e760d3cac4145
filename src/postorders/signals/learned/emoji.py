"""Emoji and other pictures in a few words, so that a reader of words sees what they show."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SKIN = "\U0001f3fb-\U0001f3ff"
_PICTURES = range(0x1F000, 0x1FB00)
_MOST_WORDS = 5
_FILLING = frozenset("sign symbol with and squared heavy".split())
_OUTLINE = frozenset("black white".split())  # before U+2C00: filled and hollow, no color
# Pictures of Unicode 15 and 16, which an older Python has no names for.
_NEWER = {
    0x1F6DC: "wireless",
    0x1FA75: "light blue heart",
    0x1FA76: "grey heart",
    0x1FA77: "pink heart",
    0x1FA87: "maracas",
    0x1FA88: "flute",
    0x1FA89: "harp",
    0x1FA8F: "shovel",
    0x1FAAD: "folding hand fan",
    0x1FAAE: "hair pick",
    0x1FAAF: "khanda",
    0x1FABB: "hyacinth",
    0x1FABC: "jellyfish",
    0x1FABD: "wing",
    0x1FABE: "leafless tree",
    0x1FABF: "goose",
    0x1FAC6: "fingerprint",
    0x1FACE: "moose",
    0x1FACF: "donkey",
    0x1FADA: "ginger root",
    0x1FADB: "pea pod",
    0x1FADC: "root vegetable",
    0x1FADF: "splatter",
    0x1FAE8: "shaking face",
    0x1FAE9: "face with bags under eyes",
    0x1FAF7: "leftwards pushing hand",
    0x1FAF8: "rightwards pushing hand",
}


@lru_cache(maxsize=4096)
def named(char: str) -> str:
    """What a picture shows, in at most five words; empty for a character that is none."""
    code = ord(char)
    category = unicodedata.category(char)
    if code < 0x100 or not (category == "So" or (category == "Cn" and code in _PICTURES)):
        return ""
    name = unicodedata.name(char, "").lower() or _NEWER.get(code, "symbol")
    idle = _FILLING | _OUTLINE if code < 0x2C00 else _FILLING
    words = [word for word in name.replace("-", " ").split() if word not in idle]
    return " ".join(words[:_MOST_WORDS]) or "symbol"
