"""What a handle looks like at a glance: the same for handles that a hurried reader takes for one another.

After the idea of Unicode Technical Standard 39, made coarser for handles: separators, accents and capitals do not
count, and neither do the digits and pairs of letters that pass for letters. The tables are facts about the shapes.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_CAPITALS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕЅІЈКМНОРСТУХԌԚԜҮ", "abezhikmnoptyxabesijkmhopctyxgqwy", strict=True))
_GREEK = dict(zip("αβγεηικνορστυχω", "abyenikvopotuxw", strict=True))
_CYRILLIC = dict(zip("авеёкмнорстухѕіїјԁһӏԛԝгпьүԍ", "abeekmhopctyxsiijdhlqwrnbyg", strict=True))
_LATIN = dict(zip("ıɑɡʟᴀʙᴄᴅᴇɢʜɪᴊᴋᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢøłđɩƖɨɫ", "iaglabcdeghijkmnoprstuvwyzoldiiil", strict=True))
_ARMENIAN = dict(zip("օոսհցյ", "onuhgj", strict=True))
_CHEROKEE = dict(zip("ᎪᏴᏟᎠᎬᎻᏂᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ", "abcdehhjklmprstvwz", strict=True))
_PASSING = {"0": "o", "1": "l", "5": "s", "i": "l", "|": "l", "$": "s", "ß": "ss"}
_FIRST = str.maketrans(_CAPITALS)
_THEN = str.maketrans({**_GREEK, **_CYRILLIC, **_LATIN, **_ARMENIAN, **_CHEROKEE})
_LAST = str.maketrans(_PASSING)
_PAIRS = (("rn", "m"), ("vv", "w"))


@lru_cache(maxsize=4096)
def skeleton(handle: str) -> str:
    """The look of a handle: lower-case letters and digits, where `1`, `i` and `l` are one, and `rn` is `m`.

    The skeleton of a skeleton is itself. A handle without letters and digits has the skeleton "".
    """
    text = folded(handle).translate(_LAST)
    for pair, passes_for in _PAIRS:
        text = text.replace(pair, passes_for)
    return text


def folded(handle: str) -> str:
    """The handle in plain lower-case letters and digits: without accents and separators, in Latin where it looks so."""
    if handle.isascii():
        return "".join(c for c in handle.lower() if c.isalnum() or c in "|$")
    text = unicodedata.normalize("NFKC", handle).translate(_FIRST)
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text.casefold()).translate(_THEN))
    text = unicodedata.normalize("NFC", text.translate(_THEN))
    return "".join(c for c in _bare(text) if c.isalnum() or c in "|$")


def plainly(handle: str) -> str:
    """The handle without capitals and separators alone: what two honest spellings of one name share."""
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", handle).casefold())
    return "".join(c for c in text if c.isalnum())


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.category(c).startswith("M")))
