"""What the tests of the pages on drafts have in common: a page as its reader reads it, and the sheet of a draft filled."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from tests.desk.cast import Place

from postorders.desk.drafts.models import Draft
from postorders.desk.drafts.sheet import Sheet

POSTS = "/desk/posts/"
NEW = f"{POSTS}new/"


def at(draft: Draft | int, more: str = "") -> str:
    """The address of a draft's page, or of one under it."""
    return f"{POSTS}{draft if isinstance(draft, int) else draft.number}/{more}"


def said(answer: Any) -> str:
    """The words of a page."""
    bare = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", answer.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def filled(place: Place, who: str, draft: Draft | None = None, **given: Any) -> dict[str, Any]:
    """What a browser sends of the sheet as it stands, with some fields typed over (`__` for a hyphen)."""
    with place.within():
        sheet = Sheet(place.as_(who), draft, place.department)
        sent: dict[str, Any] = {}
        for form in sheet.every:
            for field in form:
                value = field.value()
                if value not in (None, False) and field.name not in ("file", "gone"):
                    sent[field.html_name] = field.field.prepare_value(value)
                    if hasattr(sent[field.html_name], "strftime"):
                        sent[field.html_name] = sent[field.html_name].strftime("%Y-%m-%dT%H:%M")
                    if field.field.show_hidden_initial:
                        sent[field.html_initial_name] = sent[field.html_name]
    return {**sent, **{name.replace("__", "-"): value for name, value in given.items()}}


def saved(client: Client, place: Place, who: str, draft: Draft, **given: Any) -> Any:
    """The sheet of a draft sent with some fields typed over."""
    return client.post(at(draft, "write/"), filled(place, who, draft, **given))
