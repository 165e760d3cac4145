"""Keeps passwords out of what people type: where one is kept is recorded, the password never."""

from __future__ import annotations

import re
from itertools import pairwise

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused

_SAID = re.compile(
    r"\b(?:pass\s?(?:word|code|phrase)|passwd|pwd?|pin|token|secret|contraseña|clave)s?\s*[:=]\s*\S"
    r"|\b(?:pass\s?(?:word|code|phrase)|pin|contraseña|clave)\s+(?:is|es|now|to)\s+[\"'“]?\S*\d",
    re.IGNORECASE,
)
_APART = re.compile(r"[\s/,;:()\-_.\"'“”]+")
_SORTS = ((str.islower, "l"), (str.isupper, "u"), (str.isdigit, "d"), (lambda letter: letter in "!@#$%^&*+=?~<>", "s"))


def looks_like_secret(text: str) -> bool:
    """Whether the words say a password, or hold one long token of mixed letters, digits and signs."""
    return bool(_SAID.search(text)) or any(_mixed(word) for word in _APART.split(text))


def _mixed(word: str) -> bool:
    """Whether a word changes between sorts of characters as no plain word does."""
    sorts = [next((name for holds, name in _SORTS if holds(letter)), "") for letter in word]
    changes = sum(one != other for one, other in pairwise(sorts))
    return (len(word) >= 8 and changes >= 3) or (len(word) >= 6 and changes >= 4)


def refuse_secret(text: str) -> None:
    """Raises Refused, without repeating the words, when they look like a password."""
    if looks_like_secret(text):
        raise Refused(
            _("This looks like a password, and nothing was kept."),
            _("Say in plain words where it is kept, such as “in the sealed envelope in the Chief's safe”."),
        )
