"""What a text of the register may be: its length, its lines, and no character that a reader does not see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.register.models import Site
from postorders.platforms.unseen import hidden

LINES = ("name", "short", "named_for", "style_guide", "language")
PARAGRAPHS = ("purpose", "long")
LISTS = ("tags", "purposes")
_BREAKS = "\n\t"
LONGEST, MOST_ITEMS, LONGEST_ITEM = 20_000, 50, 80


def longest(field: str) -> int:
    """How many characters a text of the register may have."""
    return int(Site._meta.get_field(field).max_length or LONGEST)


def unseen(text: str, lines: bool = False) -> str:
    """The first character that is not to be seen, "" if none: by the rule for posts (`platforms.unseen`), so that what
    is kept here can be published as it is. Line ends and tabs, which posts may have, count unless `lines` allows them:
    a name or a label is one line.
    """
    places = [next(hidden(text), None), *([] if lines else [text.find(one) for one in _BREAKS])]
    return next((text[at] for at in sorted(one for one in places if one is not None and one >= 0)), "")


def fitting(field: str, value: Any) -> Any:
    """The value of a text or a list of texts, with line ends in one form. Raises Refused where it does not fit."""
    if field in LISTS:
        return _items(field, value)
    if not isinstance(value, str):
        raise Refused(_("%s is no text.") % field, _("Write it in quotes."))
    paragraphs = field in PARAGRAPHS
    text = value.replace("\r\n", "\n") if paragraphs else value
    if len(text) > longest(field) or (not paragraphs and "\n" in text):
        raise Refused(_("%s is too long, or more than one line.") % field, _("Shorten it."))
    return _seen(field, text, paragraphs)


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given of an account's texts and lists, each fit for its column. Raises Refused."""
    fields = (*LINES, *PARAGRAPHS, *LISTS)
    return {name: fitting(name, value) if name in fields else value for name, value in given.items()}


def _seen(field: str, text: str, lines: bool = False) -> str:
    if one := unseen(text, lines):
        said = {"field": field, "one": f"U+{ord(one):04X}"}
        raise Refused(_("%(field)s has a character that nobody sees: %(one)s.") % said, _("Write it anew without it."))
    return text


def _items(field: str, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise Refused(_("%s is no list of texts.") % field, _('Write ["one", "two"].'))
    if len(value) > MOST_ITEMS or any(len(one) > LONGEST_ITEM for one in value):
        said = {"field": field, "items": MOST_ITEMS, "longest": LONGEST_ITEM}
        told = _("%(field)s has more than %(items)d items, or one of more than %(longest)d characters.") % said
        raise Refused(told, _("Leave some out, or shorten them."))
    return [_seen(field, one) for one in value]
