"""Web pages, fetched or saved."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urljoin

from postorders.archive.capture import Capture
from postorders.archive.read.decode import decode
from postorders.archive.read.links import Links, absolute
from postorders.archive.read.markup import Markup, parse
from postorders.archive.read.shape import language, line, lines, once, passages
from postorders.archive.read.structured import Said
from postorders.archive.read.trouble import trouble
from postorders.posts.page import Link, Page

_SAVED = re.compile(r"<!--\s{0,9}saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,2000})")
_DESCRIBED = ("description", "og:description", "twitter:description")


def html(capture: Capture, walls: Collection[str] = ()) -> Page:
    """The page as a visitor without a login, and without scripts, sees it.

    Frames are not fetched: their addresses are among the links, and a page that is nothing but frames is `empty`.
    """
    text = decode(capture.body, capture.charset)
    markup = parse(text)
    said = Said()
    for script in markup.scripts:
        said.take(script)
    base = _base(capture, text, markup)
    return Page(
        passages=_passages(markup, said),
        links=_links(markup, said, base),
        language=language(markup.language or markup.metas.get("content-language") or markup.metas.get("og:locale")),
        canonical=absolute(markup.canonical, base) or absolute(markup.metas.get("og:url", ""), base),
        trouble=trouble(markup, capture, walls),
    )


def _base(capture: Capture, text: str, markup: Markup) -> str:
    """What the page's addresses are relative to; a browser that saves a page notes where it was."""
    found = capture.final or capture.url
    if not found and (saved := _SAVED.search(text[:5_000])):
        found = saved[1]
    try:
        return urljoin(found, markup.base.strip()[:2_000])
    except ValueError:
        return found


def _passages(markup: Markup, said: Said) -> tuple[tuple[str, str], ...]:
    metas = markup.metas
    return passages(
        title=line(markup.title),
        name=once([metas.get("og:site_name"), *said.names, metas.get("og:title")]),
        description=once([*map(metas.get, _DESCRIBED), *said.descriptions]),
        contact=once([*markup.contact, *said.contact]),
        text=lines(markup.text),
    )


def _links(markup: Markup, said: Said, base: str) -> tuple[Link, ...]:
    links = Links(base)
    for href, words, rel in markup.anchors:
        links.add(href, words, rel)
    for address in said.same:
        links.add(address)
    return links.all()
