"""Profiles as bare JSON: ActivityPub actors, schema.org organizations, JSON Feed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from postorders.archive.capture import Capture
from postorders.archive.read.contact import mail, telephone
from postorders.archive.read.decode import decode
from postorders.archive.read.links import Links, absolute
from postorders.archive.read.markup import parse
from postorders.archive.read.shape import language, lines, once, passages
from postorders.archive.read.structured import load, places, texts
from postorders.errors import refuse
from postorders.posts.page import Page
from postorders.words import _

_NAME, _BIO = ("name", "displayName", "title"), ("summary", "bio", "note")
_FULL = ("url", "home_page_url", "id", "@id")
_MOST = 200_000  # characters of a bio


def profile(capture: Capture, _walls: Collection[str] = ()) -> Page:
    """What the profile says; a bio in HTML is read as HTML. Without a name or a bio it is `empty`."""
    data = load(decode(capture.body, capture.charset or "utf-8").strip())
    if isinstance(data, list):
        data = next((one for one in data if isinstance(one, dict)), None)
    if not isinstance(data, dict):
        raise refuse(_("This is no profile in JSON, or it is damaged."), _("Save the page as HTML."), capture.name)
    links = Links(capture.final or capture.url)
    bio = "\n".join(_words(one, links) for key in _BIO for one in texts_kept(data.get(key)))
    fields = "\n".join(_field(one, links) for one in _list(data.get("attachment")))
    for key in ("url", "home_page_url", "sameAs", "alsoKnownAs"):
        for one in _list(data.get(key)):
            links.add(one.get("href") if isinstance(one, dict) else one)
    name = once(said for key in (*_NAME, "preferredUsername") for said in texts(data.get(key)))
    found = passages(
        name=name,
        description=once(texts(data.get("description"))),
        bio=lines(bio),
        contact=_contact(data),
        text=lines(fields),
    )
    return Page(found, links.all(), _language(data), _own(data), "" if found else "empty")


def texts_kept(value: Any) -> list[str]:
    """The texts in a value, with their line ends."""
    return [one[:_MOST] for one in _list(value)[:20] if isinstance(one, str)]


def _list(value: Any) -> list[Any]:
    return value[:100] if isinstance(value, list) else [value]


def _words(text: str, links: Links) -> str:
    """The words of a text that may be HTML, its links kept."""
    if "<" not in text:
        links.bare(text)
        return text
    markup = parse(text)
    for href, words, rel in markup.anchors:
        links.add(href, words, rel)
    return markup.text


def _field(one: Any, links: Links) -> str:
    """A line of the profile's table, such as `Website: https://fultongrove.example`."""
    if not isinstance(one, dict) or not isinstance(value := one.get("value"), str):
        return ""
    name = "".join(texts(one.get("name")))
    return f"{name}: {' '.join(_words(value[:_MOST], links).split())}"


def _contact(data: Mapping[str, Any]) -> str:
    numbers = map(telephone, texts(data.get("telephone")))
    return once([*numbers, *map(mail, texts(data.get("email"))), *places(data.get("address"))])


def _language(data: Mapping[str, Any]) -> str:
    for key in ("language", "inLanguage"):
        for said in texts(data.get(key)):
            return language(said)
    named = data.get("summaryMap") or data.get("nameMap")
    return language(next(iter(named))) if isinstance(named, dict) and len(named) == 1 else ""


def _own(data: Mapping[str, Any]) -> str:
    for key in _FULL:
        for one in _list(data.get(key)):
            written = one.get("href") if isinstance(one, dict) else one
            if isinstance(written, str) and (found := absolute(written)):
                return found
    return ""
