"""Characters that stand in for others: look-alike letters, leet, look-alike digits.

Facts about glyph shapes; the Unicode Consortium's confusables data describes the same pairs.
"""

from __future__ import annotations

from collections.abc import Mapping

_CYRILLIC = dict(zip("аВЕКМНОРСТХаеоорсухіјѕԁһӏ", "aBEKMHOPCTXaeoopcyxijsdhl", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορνικτ", "ABEZHIKMNOPTYXaopvikt", strict=True))
_ARMENIAN = {"ս": "u", "օ": "o", "հ": "h", "ո": "n", "ց": "g", "զ": "q"}
_OTHER = {
    "ı": "i", "ſ": "s", "ɑ": "a", "ɡ": "g", "ʟ": "l", "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ɢ": "g",
    "ʜ": "h", "ɪ": "i", "ᴊ": "j", "ᴋ": "k", "ᴍ": "m", "ɴ": "n", "ᴏ": "o", "ᴘ": "p", "ʀ": "r", "ᴛ": "t", "ᴜ": "u",
    "ᴠ": "v", "ᴡ": "w", "ʏ": "y", "ᴢ": "z", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ß": "ss",
    "’": "'", "‘": "'", "ʼ": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
    "‑": "-", "−": "-", "…": "...", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ",
}  # fmt: skip

LETTERS: Mapping[str, str] = {**_CYRILLIC, **_GREEK, **_ARMENIAN, **_OTHER}
LEET: Mapping[str, str] = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "|": "l",
    "+": "t",
}  # fmt: skip
DIGITS: Mapping[str, str] = {"O": "0", "o": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8", "Z": "2"}
