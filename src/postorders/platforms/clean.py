"""What people paste around an address: quotes, brackets, the end of a sentence, characters that nobody sees."""

from __future__ import annotations

import unicodedata

from postorders.errors import InputError, refuse
from postorders.posts.fields import flaw, shown
from postorders.words import _

LONGEST = 2000
EXAMPLE = "https://www.facebook.com/fultongrovepd"
_OPEN, _CLOSE = "\"'`“”‘’„«»‹›<([{*_", "\"'`“”‘’„«»‹›>…*,;:!?."
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))


def tidy(text: str) -> str:
    """The address alone: one word, without what surrounds it.

    Raises `InputError` for nothing, for more than 2,000 characters, for several words, for characters of control.
    """
    if len(text) > LONGEST:
        what = _("The address has {count} characters; no more than {most} are taken.").format(
            count=f"{len(text):,}", most=f"{LONGEST:,}"
        )
        raise refuse(what, _("Paste the address of the account alone."))
    if wrong := flaw(text):
        raise refuse(_("The address {flaw}.").format(flaw=wrong[0]), wrong[1])
    word = _trimmed(unicodedata.normalize("NFC", visible(text)))
    if not word:
        raise refuse(_("There is no address."), _('Paste one, such as "{example}".').format(example=EXAMPLE))
    if any(c.isspace() or unicodedata.category(c) == "Cc" for c in word):
        what = _("{text} is more than one address, or none.").format(text=shown(word))
        raise refuse(what, _("Paste the address alone, without words or blanks in it."))
    return word


def visible(text: str) -> str:
    """The text without characters that have no shape (zero-width, direction of writing)."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def _trimmed(word: str) -> str:
    """Without quotes, brackets and punctuation around; a closing bracket that was opened inside stays."""
    before = None
    while before != word:
        before = word
        word = word.strip().lstrip(_OPEN).rstrip(_CLOSE)
        for left, right in _PAIRS:
            if word.endswith(right) and word.count(right) > word.count(left):
                word = word[:-1]
    return word


def no_account(text: str, why: str) -> InputError:
    """The error for an address that leads to no account."""
    mend = _('Open the account and paste its own address, such as "{example}".').format(example=EXAMPLE)
    return refuse(f"{shown(text)} {why}", mend)
