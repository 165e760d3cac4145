"""Which reader reads what."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from postorders.archive.capture import Capture
from postorders.archive.read import mhtml, warc
from postorders.archive.read.feed import feed
from postorders.archive.read.html import html
from postorders.archive.read.pdf import pdf
from postorders.archive.read.picture import picture
from postorders.archive.read.plain import plain
from postorders.archive.read.profile import profile
from postorders.archive.read.upload import kind_of
from postorders.errors import refuse
from postorders.posts.page import Page
from postorders.words import _

Reader = Callable[[Capture, Collection[str]], Page]

_READERS: dict[str, Reader] = {
    "text/html": html,
    "application/xhtml+xml": html,
    "application/json": profile,
    "application/rss+xml": feed,
    "application/atom+xml": feed,
    "application/rdf+xml": feed,
    "application/xml": feed,
    "text/xml": feed,
    "text/plain": plain,
    "text/markdown": plain,
    "application/pdf": pdf,
    "image/png": picture,
    "image/jpeg": picture,
    "image/gif": picture,
    "image/webp": picture,
}
_PACKED: dict[str, Callable[[Capture], Capture]] = {
    "multipart/related": mhtml.unpack,
    "message/rfc822": mhtml.unpack,
    "application/x-mimearchive": mhtml.unpack,
    "application/warc": warc.unpack,
    "application/warc+gzip": warc.unpack,
    "application/gzip": warc.unpack,
}
_UNSAID = ("", "application/octet-stream", "binary/octet-stream")


def read(capture: Capture, walls: Collection[str] = ()) -> Page:
    """What the capture says. `walls` are phrases by which the platform's login wall is known.

    The same bytes always give the same page. Raises InputError for a media type that no page can be read in, and for
    a file that is damaged, or too large or too deep to be a page; never anything else.
    """
    if capture.kind in _UNSAID:
        capture = replace(capture, kind=kind_of(capture.body))
    if unpack := _PACKED.get(capture.kind):
        capture = unpack(capture)
    kind = "application/json" if capture.kind.endswith("+json") else capture.kind
    reader = _READERS.get(kind)
    if reader is None:
        raise refuse(
            _("No page can be read in a file of this kind."),
            _("Bring the page saved as HTML, MHTML, WARC or PDF, or a screenshot as PNG, JPEG, WebP or GIF."),
            capture.name or capture.final,
        )
    return reader(capture, walls)
