"""Words that a person reads, ready for translation. Data and hashed bytes stay in English."""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path

_catalog = _gettext.translation("postorders", Path(__file__).parent / "locale", fallback=True)


def _(text: str) -> str:
    """The text in the user's language."""
    return _catalog.gettext(text)


def plural(one: str, many: str, count: int) -> str:
    """The form of a text that fits a count."""
    return _catalog.ngettext(one, many, count)
