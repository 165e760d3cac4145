"""Whether the official website links to an account: read from what its watched pages were seen to link to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from postorders.desk.pages.models import Website
from postorders.desk.pages.plan import TELL
from postorders.desk.pages.standings import FOUND, NOT_FOUND, UNKNOWN


def link_back(key: str, websites: Iterable[Website]) -> dict[str, Any]:
    """The finding for one account's key, as a check keeps one; `words` name the page of the website that links."""
    watched = list(websites)
    read = [one for one in watched if one.seen and one.failing < TELL]
    linking = sorted((one for one in read if key in one.links), key=lambda one: not one.links[key])
    if linking:
        page = linking[0]
        me = _("The link says that it is ours (rel=me).") if page.links[key] else _("The link does not say rel=me.")
        return _found(FOUND, me, page.name, page)
    if not watched:
        return _found(UNKNOWN, _("No page of the official website is watched yet."))
    if unread := [one for one in watched if one not in read]:
        why = _("{page} could not be read: {why}") if unread[0].why else _("{page} was not looked at yet.")
        return _found(UNKNOWN, why.format(page=unread[0].name, why=unread[0].why))
    names = ", ".join(one.name for one in watched)
    return _found(NOT_FOUND, _("No link to it in: {pages}.").format(pages=names))


def _found(verdict: str, note: str, words: str = "", page: Website | None = None) -> dict[str, Any]:
    """A finding about another page than the account's own, which is why it stands when that one cannot be read."""
    since = page.seen.isoformat() if page and page.seen else ""
    return {"verdict": verdict, "words": words, "note": note, "since": since, "elsewhere": True}
