"""What a person brings: a saved page, an archive, a PDF or a screenshot, known by what is in it."""

from __future__ import annotations

import re

from postorders.archive.capture import Capture
from postorders.archive.read.decode import decode
from postorders.archive.read.picture import check
from postorders.archive.read.picture import kind as picture_kind
from postorders.archive.read.structured import load
from postorders.archive.read.warc import plain
from postorders.errors import refuse
from postorders.words import _

MOST = 20_000_000  # bytes
_HEAD = 4_096
_MAIL = re.compile(
    rb"(?:from|subject|date|to|mime-version|content-type|message-id|snapshot-content-location|x-[\w-]{1,40})[: ]", re.I
)
_SAVED = re.compile(rb"^content-type:\s{0,9}(?:multipart/(?:related|alternative|mixed)|text/html)", re.I | re.M)
_HTML = re.compile(
    r"<(?:!doctype\s{1,9}html|html|head|body|frameset|title|meta|link|script|style|div|p|a|h[1-6]|table|ul|ol|span|br|"
    r"article|section|main|header)(?=[\s>/])",
    re.I,
)
_FEED = re.compile(r"<(?:rss|feed|(?:\w{1,20}:)?rdf)(?=[\s>])", re.I)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


def upload(data: bytes, name: str, at: str) -> Capture:
    """The file as a capture: its media type by content, whatever its name says.

    `at` is when it was brought, ISO 8601 with a zone. Raises InputError for a file that is empty, larger than 20 MB,
    or of a kind in which no page can be read.
    """
    name = _named(name)
    if not data:
        raise refuse(_("The file is empty."), _("Check that it was saved whole."), name)
    if len(data) > MOST:
        raise refuse(_("The file is larger than 20 MB."), _("Save the one page alone, or take a screenshot."), name)
    kind = kind_of(data)
    if not kind:
        raise refuse(
            _("No page can be read in a file of this kind."),
            _("Bring the page saved as HTML, MHTML, WARC or PDF, or a screenshot as PNG, JPEG, WebP or GIF."),
            name,
        )
    if kind.startswith("image/"):
        check(data, name)
    return Capture(data, kind, at, name=name)


def kind_of(data: bytes) -> str:
    """The media type by content: one that `read` reads, or ""."""
    if found := picture_kind(data):
        return found
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if plain(data[:100_000], _HEAD).startswith(b"WARC/"):
        return "application/warc"
    head = data[:_HEAD].lstrip()
    if _MAIL.match(head) and _SAVED.search(data[:20_000]):
        return "multipart/related"
    return _written(data)


def _written(data: bytes) -> str:
    """Which kind of text it is, "" for what is no text."""
    head = decode(data[: 4 * _HEAD]).lstrip("\ufeff \t\r\n")
    wrong = len(_BINARY.findall(head))
    if not head or wrong * 200 > len(head):
        return ""
    if head[0] in "{[" and load(decode(data)) is not None:
        return "application/json"
    if head.startswith("<?xml") or _FEED.match(head):
        return _marked(head)
    if _HTML.search(head):
        return "text/html"
    return "" if head.startswith("<svg") else "text/plain"


def _marked(head: str) -> str:
    feed, page = _FEED.search(head), _HTML.search(head)
    if feed and not (page and page.start() < feed.start()):
        return "application/xml"
    return "text/html" if page else ""


def _named(name: str) -> str:
    """The file's name without folders and signs that cannot be printed, 200 characters at most."""
    own = re.split(r"[/\\]", name)[-1]
    return "".join(sign for sign in own if sign.isprintable())[:200].strip()
