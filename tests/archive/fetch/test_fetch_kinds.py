"""Only pages come in: by what the site says they are, and by a look at them."""

from __future__ import annotations

import pytest
from tests.archive.fetch.town import Reply, fetcher, serve

from postorders.archive.fetch import PAGES, NotFetched

JSON = b'{"@type": "GovernmentOrganization"}'
XML = b'<?xml version="1.0"?><rss/>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 50


@pytest.mark.parametrize(
    ("said", "kind", "charset", "body"),
    [
        ("text/html", "text/html", "", b"<p>Hello"),
        ("TEXT/HTML; Charset=ISO-8859-1", "text/html", "iso-8859-1", b"<p>A\xf1o"),
        ('text/html; charset="utf-8"', "text/html", "utf-8", b"\xef\xbb\xbf<p>Hello"),
        ("text/html; charset=utf-16", "text/html", "utf-16", "<p>Hello".encode("utf-16-le")),
        ("text/html", "text/html", "", "<p>Hello".encode("utf-16")),
        ("text/html; charset=iso-2022-jp", "text/html", "iso-2022-jp", "日本".encode("iso-2022-jp")),
        ("text/html", "text/html", "", b""),
        ("application/xhtml+xml", "application/xhtml+xml", "", b"<html/>"),
        ("application/json", "application/json", "", JSON),
        ("application/ld+json", "application/ld+json", "", b"\n [" + JSON + b"]"),
        ("application/activity+json; charset=utf-8", "application/activity+json", "utf-8", JSON),
        ("text/plain", "text/plain", "", b"member=https://cedarbluff.gov/"),
        ("application/pdf", "application/pdf", "", b"%PDF-1.7\n\x00\x01"),
        ("application/rss+xml", "application/rss+xml", "", XML),
        ("application/atom+xml", "application/atom+xml", "", XML),
        ("text/xml", "text/xml", "", XML),
        ('multipart/related; boundary="x"', "multipart/related", "", b"MIME-Version: 1.0\r\n\r\n--x"),
    ],
)
def test_a_page_comes_in(said: str, kind: str, charset: str, body: bytes) -> None:
    with serve({"/": Reply(body, 200, {"Content-Type": said})}) as site:
        capture = fetcher(site).fetch(site.url())
    assert (capture.kind, capture.charset, capture.body) == (kind, charset, body)


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("image/png", PNG),
        ("application/zip", b"PK\x03\x04"),
        ("application/octet-stream", b"<p>"),
        ("text/css", b"p {}"),
        ("text/javascript", b"alert(1)"),
        ("video/mp4", b"\0\0\0 ftyp"),
        ("nonsense", b"<p>"),
        ("", b"<p>"),
        ("text/html, text/html", b"<p>"),
        # A thing that calls itself a page
        ("text/html", PNG),
        ("text/html", b"MZ\x90\x00\x03"),
        ("text/html", b"%PDF-1.7"),
        ("text/html", b"\x1f\x8b\x08\x00"),
        ("text/plain", b"PK\x03\x04\x14"),
        ("text/html", b"<p>\x00\x01\x02"),
        ("text/html; charset=utf-16", PNG),
        ("application/json", b"<!DOCTYPE html>"),
        ("application/rss+xml", b"Not found"),
        ("application/pdf", b"<!DOCTYPE html>"),
    ],
)
def test_anything_else_stays_out(said: str, body: bytes) -> None:
    with serve({"/": Reply(body, 200, {"Content-Type": said})}) as site, pytest.raises(NotFetched) as refused:
        fetcher(site).fetch(site.url())
    assert refused.value.why == "type"


def test_a_site_that_does_not_say_what_it_sends_is_told_so() -> None:
    with serve({"/": Reply(b"<p>", 200, {})}) as site, pytest.raises(NotFetched, match="does not say"):
        fetcher(site).fetch(site.url())


def test_the_caller_says_which_kinds_are_welcome() -> None:
    with serve({"/": Reply(JSON, 200, {"Content-Type": "application/json"})}) as site:
        robot = fetcher(site)
        assert robot.fetch(site.url(), accept=["application/json"]).body == JSON
        with pytest.raises(NotFetched) as refused:
            robot.fetch(site.url(), accept=["text/html"])
    assert refused.value.why == "type"
    assert PAGES[0] == "text/html"
