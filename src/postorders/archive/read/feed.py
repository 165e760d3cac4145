"""Feeds: RSS in its versions, and Atom."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from postorders.archive.capture import Capture
from postorders.archive.read.decode import decode
from postorders.archive.read.html import html
from postorders.archive.read.links import Links, absolute
from postorders.archive.read.markup import parse
from postorders.archive.read.shape import language, line, lines, once, passages
from postorders.errors import refuse
from postorders.posts.page import Page
from postorders.words import _

_LONG = 5_000_000  # characters
_ENTRIES = 200
_TOPS = {"rss", "feed", "rdf"}


def feed(capture: Capture, walls: Collection[str] = ()) -> Page:
    """The channel's title, description and link, and the words of its entries.

    XML that turns out to be a web page is read as one; no entity that the file declares is put in.
    """
    text = decode(capture.body, capture.charset)
    top = _tree(text, capture.name)
    if _tag(top) == "html":
        return html(capture, walls)
    if _tag(top) not in _TOPS:
        raise refuse(_("This XML is neither a feed nor a web page."), _("Save the page as HTML."), capture.name)
    channel = next((one for one in top if _tag(one) == "channel"), top)
    links = Links(capture.final or capture.url)
    said = [(_tag(one), one) for one in channel]
    entries = [one for one in (*top, *channel) if _tag(one) in {"item", "entry"}][:_ENTRIES]
    written = [address for tag, one in said if tag == "link" for address in _addresses(one)]
    for address in written:
        links.add(address)
    found = passages(
        title=once(_words(one) for tag, one in said if tag == "title"),
        name=once(line("".join(one.itertext("{*}name"))) for tag, one in said if tag == "author"),
        description=once(_words(one) for tag, one in said if tag in {"description", "subtitle"}),
        text=lines("\n".join(_entry(one, links) for one in dict.fromkeys(entries))),
    )
    own = next((full for address in written if (full := absolute(address, links.base))), "")
    spoken = top.get("{http://www.w3.org/XML/1998/namespace}lang") or next(
        (one.text for tag, one in said if tag == "language"), ""
    )
    return Page(found, links.all(), language(spoken), own, "" if found else "empty")


def _tree(text: str, name: str) -> Any:
    damaged = refuse(_("This XML cannot be read; it may be damaged."), _("Save the page as HTML."), name)
    if len(text) > _LONG or "<!ENTITY" in text:
        raise damaged
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    try:
        top = etree.fromstring(text.strip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        top = None
    if top is None:
        raise damaged
    return top


def _tag(one: Any) -> str:
    return one.tag.rpartition("}")[2].lower() if isinstance(one.tag, str) else ""


def _words(one: Any) -> str:
    """The words of an element, which may be HTML written as text."""
    said = "".join(one.itertext())
    return parse(said).text if "<" in said else said


def _addresses(one: Any) -> Iterator[str]:
    """Of Atom's links those that lead to the page, not to the feed itself or to parts of it."""
    if one.get("rel", "alternate") == "alternate":
        yield from (said for said in (one.get("href"), one.text) if said and said.strip())


def _entry(one: Any, links: Links) -> str:
    parts: dict[str, str] = {}
    for part in one:
        if (tag := _tag(part)) == "link":
            for address in _addresses(part):
                links.add(address)
        elif tag in {"title", "description", "summary", "content"}:
            parts.setdefault(tag, _words(part))
    return "\n".join(parts.values())
