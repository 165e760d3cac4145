"""Characters that a reader does not see: they can turn a text around, or make two texts that look the same differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from postorders.platforms.saying import Lack
from postorders.words import _, plural

_TOLD = 5
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # drawn as nothing, though called letters
_VISIBLE = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_NOT_JOINED, _JOINED = "\u200c\u200d"
_TURNS = "\u061c\u200e\u200f"
_JOINING = ((0x0600, 0x109F), (0x1780, 0x18AF))  # blocks from Arabic to Myanmar, Khmer and Mongolian
_TAGS = "\U000e0030-\U000e0039\U000e0061-\U000e007a"
_FLAG = re.compile(f"\U0001f3f4[{_TAGS}]{{3,6}}\U000e007f")
_LOOK = 3  # punctuation marks and blanks between a mark of direction and its letter


def unseen(text: str, where: str = "") -> tuple[Lack, ...]:
    """A lack for each character that cannot be seen, at most five and one that counts the rest.

    `where` says which text it is, for the author; "" for the post itself. What joins an emoji or letters of a script
    that needs it is left alone, as are the tags of a flag, marks of direction beside letters written from right to
    left, line ends and tabs.
    """
    text = text.replace("\r\n", "\n")
    found = list(hidden(text))
    lacks = [_lack(text[at], at, where or _("the text")) for at in found[:_TOLD]]
    if (more := len(found) - _TOLD) > 0:
        what = plural("One more character cannot be seen.", "{count} more characters cannot be seen.", more)
        lacks.append(Lack(what.format(count=f"{more:,}"), _("Type the text anew instead of pasting it.")))
    return tuple(lacks)


def hidden(text: str) -> Iterator[int]:
    """Where each character stands that cannot be seen, by the rule of `unseen`; a carriage return is one."""
    risky = "".join(c for c in set(text) if _hides(c) or _selects(c))
    if not risky:
        return
    flags = {at for flag in _FLAG.finditer(text) for at in range(*flag.span())}
    for one in re.finditer(f"[{re.escape(risky)}]", text):
        if one.start() not in flags and not _needed(text, one.start()):
            yield one.start()


def _hides(c: str) -> bool:
    if c in "\n\t" or c in _VISIBLE:
        return False
    return c in _FILLERS or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or _none(c)


def _none(c: str) -> bool:
    """Whether Unicode promises that this will never be a character."""
    return ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF


def _selects(c: str) -> bool:
    """Whether it chooses how the character before it is drawn."""
    return "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef"


def _needed(text: str, at: int) -> bool:
    c, before, after = text[at], text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    if _selects(c):
        return before != "" and not before.isspace() and not _selects(before) and not _hides(before)
    if c == _JOINED and _drawn(before) and after and unicodedata.category(after) in ("So", "Sm"):
        return True
    if c in (_NOT_JOINED, _JOINED) and _joins(before):
        return _joins(after) or (c == _JOINED and not after.isalnum() and not (after and _hides(after)))
    return c in _TURNS and _turned(text, at)


def _drawn(c: str) -> bool:
    return c == "\ufe0f" or (c != "" and unicodedata.category(c) == "So") or "\U0001f3fb" <= c <= "\U0001f3ff"


def _joins(c: str) -> bool:
    """Whether it is a letter or a mark of a script whose letters join."""
    return c != "" and any(a <= ord(c) <= z for a, z in _JOINING) and unicodedata.category(c)[0] in "LM"


def _turned(text: str, at: int) -> bool:
    """Whether the next letter on either side, punctuation and blanks aside, is written from right to left."""
    sides = (text[max(at - _LOOK - 1, 0) : at][::-1], text[at + 1 : at + _LOOK + 2])
    nearest = (next((c for c in side if unicodedata.category(c)[0] not in "PZ"), "") for side in sides)
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in nearest if c and c not in _TURNS)


def _lack(c: str, at: int, where: str) -> Lack:
    code, place = f"U+{ord(c):04X}", f"{at + 1:,}"
    if unicodedata.category(c) == "Cs":
        what = _("Character {place} of {where} is half of a character ({code}).")
        return Lack(what.format(place=place, where=where, code=code), _("Write the whole character."))
    what = _("Character {place} of {where} is {code} ({name}), which readers do not see.")
    mend = _("Delete it, or write the words around it anew.")
    return Lack(what.format(place=place, where=where, code=code, name=_named(c)), mend)


def _named(c: str) -> str:
    if name := unicodedata.name(c, ""):
        return name
    kinds = {"Cc": _("a control character"), "Co": _("a character of private use")}
    return kinds.get(unicodedata.category(c), _("not a character"))
