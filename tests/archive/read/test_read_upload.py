"""What a person brings is known by its content, whatever its name says."""

from __future__ import annotations

import pytest
from tests.archive.read.pages import AT, SAVED, mhtml, packed, pdf, png, refused, warc

from postorders.archive.read import upload

KINDS = {
    "pdf": (pdf("x"), "application/pdf"),
    "pdf after a few bytes": (b"\n\n" + pdf("x"), "application/pdf"),
    "png": (png(9, 9), "image/png"),
    "mhtml": (mhtml(b"<p>x"), "multipart/related"),
    "warc": (warc(packed=False), "application/warc"),
    "warc.gz": (warc(), "application/warc"),
    "html": (b"\xef\xbb\xbf\n<!DOCTYPE html><p>x", "text/html"),
    "part of html": (b"Police <p>x</p>", "text/html"),
    "html in utf-16": ("\ufeff<html><p>x".encode("utf-16-le"), "text/html"),
    "xhtml": (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'/>", "text/html"),
    "rss": (b"<?xml version='1.0'?>\n<rss><channel/></rss>", "application/xml"),
    "json": (b' {"name": "x"}', "application/json"),
    "no json": (b"{ not json", "text/plain"),
    "text": ("Café, open at nine.".encode("cp1252"), "text/plain"),
}


@pytest.mark.parametrize("what", KINDS)
def test_its_kind_is_seen_in_its_content(what: str) -> None:
    data, kind = KINDS[what]
    brought = upload(data, "/home/pio/screenshot.png", AT)
    assert (brought.kind, brought.body, brought.name, brought.at) == (kind, data, "screenshot.png", AT)
    assert (brought.url, brought.final, brought.status) == ("", "", 0)


@pytest.mark.parametrize("path", sorted(SAVED.glob("*.html")), ids=lambda path: path.name)
def test_every_saved_page_is_seen_to_be_html(path) -> None:
    assert upload(path.read_bytes(), "page", AT).kind == "text/html"


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04docx", b"MZ\x90\0\x03", b"\0\0\0\x18ftypheic", packed(b"just text"), bytes(range(256)),
     b"<?xml version='1.0'?><note/>", b"<svg><text>x</text></svg>", b"   "],
    ids=["zip", "program", "heic", "gzip", "bytes", "xml", "svg", "blank"],
)  # fmt: skip
def test_a_file_in_which_no_page_can_be_read_is_refused(data: bytes) -> None:
    assert refused(data, "page.html") == (
        "page.html: No page can be read in a file of this kind. "
        "Bring the page saved as HTML, MHTML, WARC or PDF, or a screenshot as PNG, JPEG, WebP or GIF."
    )


def test_an_empty_file_and_one_that_is_too_large_are_refused() -> None:
    assert refused(b"") == "page: The file is empty. Check that it was saved whole."
    assert refused(b"<p>" + bytes(20_000_000)) == (
        "page: The file is larger than 20 MB. Save the one page alone, or take a screenshot."
    )


def test_a_name_is_kept_without_folders_and_unprintable_signs() -> None:
    assert upload(b"<p>x", "C:\\Users\\pio\\a\0\u202eb.html", AT).name == "ab.html"
