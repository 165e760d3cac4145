"""What is no web page: profiles as data, feeds, text, PDF, pages saved in one file, web archives, pictures."""

from __future__ import annotations

import json
import random

import pytest
from tests.archive.read.pages import AT, HERE, hrefs, mhtml, packed, page, pdf, png, refused, said, saved, warc

from postorders.archive.capture import Capture
from postorders.archive.read import read, upload
from postorders.errors import InputError
from postorders.posts.page import Link, Page

HTML = b"<title>Police</title><a href=news>News</a><p>Call us."


def brought(data: bytes) -> Page:
    return read(upload(data, "file", AT))


def test_an_actor_is_name_bio_fields_and_links() -> None:
    found = saved("actor.json")
    assert dict(found.passages) == {
        "name": "Fulton Grove Police\npolice",
        "bio": "This account is run by the Fulton Grove Police Department.\nIn an emergency dial 911.\n"
        "Replies may be hidden under the rules at our website.",
        "text": "Website: fultongrove.example/police\nPhone: 816-555-0142",
    }
    assert Link("https://www.fultongrove.example/police", "fultongrove.example/police", me=True) in found.links
    assert (found.canonical, found.language, found.trouble) == ("https://social.fultongrove.example/@police", "en", "")


def test_an_organization_is_name_description_and_contact() -> None:
    data = {
        "@type": "PoliceStation",
        "name": "Police",
        "description": "Ours.",
        "telephone": "+18165550142",
        "sameAs": [HERE],
    }
    found = page(json.dumps(data), "application/ld+json")
    assert found.passages == (("name", "Police"), ("description", "Ours."), ("contact", "tel: 816-555-0142"))
    assert hrefs(found) == [HERE]


def test_data_that_is_no_profile_is_empty_and_broken_data_is_refused() -> None:
    assert page("{}", "application/json").trouble == "empty"
    for broken in ("", "{", "7", "[]", "[" * 100_000):
        with pytest.raises(InputError, match=r"This is no profile in JSON, or it is damaged\. Save the page as HTML\."):
            page(broken, "application/activity+json")


@pytest.mark.parametrize("name", ["news.rss", "news.atom"])
def test_a_feed_is_its_channel_and_the_words_of_its_entries(name: str) -> None:
    found = saved(name)
    assert said(found, "title") == "Fulton Grove Police News"
    assert said(found, "description")
    assert said(found) == "Road work\nMill Street is closed."
    assert found.canonical == "https://www.fultongrove.example/police/news"
    assert hrefs(found) == [found.canonical, f"{found.canonical}/1"]


def test_a_feed_cannot_bring_entities_of_its_own() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b SYSTEM "file:///etc/passwd">]><rss><channel><title>&a;&b;</title></channel></rss>'
    with pytest.raises(InputError, match="This XML cannot be read"):
        page(bomb, "application/rss+xml")


def test_a_web_page_that_calls_itself_xml_is_a_web_page() -> None:
    assert (
        said(
            page(
                "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Hi</p></body></html>",
                "text/xml",
            )
        )
        == "Hi"
    )
    with pytest.raises(InputError, match="neither a feed nor a web page"):
        page("<note>x</note>", "text/xml")


def test_addresses_written_out_in_plain_text_are_links() -> None:
    assert hrefs(saved("notice.txt")) == ["https://www.fultongrove.example/police", "https://x.com/fultongrovepd"]


def test_a_pdf_has_title_words_links_and_language() -> None:
    found = brought(pdf("Fulton Grove Police", "More at www.fultongrove.example", link="https://x.com/fultongrovepd"))
    assert found.passages == (
        ("title", "Fulton Grove Police"),
        ("text", "Fulton Grove Police\nMore at www.fultongrove.example"),
    )
    assert hrefs(found) == ["https://x.com/fultongrovepd", "https://www.fultongrove.example"]
    assert (found.language, found.trouble) == ("en-US", "")


def test_a_login_wall_that_was_printed_is_still_a_wall() -> None:
    assert brought(pdf("Grove", "You must log in to continue.")).trouble == "login-wall"
    assert brought(b"Please log in.").trouble == "login-wall"
    assert brought(b"Please log in. " + b"Road work on Mill Street goes on. " * 10).trouble == ""


def test_a_pdf_without_words_is_a_picture_and_a_damaged_one_is_refused() -> None:
    assert brought(pdf()).trouble == "picture"
    assert refused(b"%PDF-1.4\nnothing") == (
        "page: This PDF cannot be read; it may be damaged. Print the page to a PDF again, or bring a screenshot."
    )


def test_a_page_saved_in_one_file_knows_its_address_and_encoding() -> None:
    found = brought(mhtml(HTML + "Café".encode("cp1252"), charset="windows-1252"))
    assert said(found).endswith("Call us.Café")
    assert hrefs(found) == [f"{HERE}news"]


def test_a_saved_file_without_a_page_is_refused() -> None:
    only = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=e\r\n\r\n--e\r\nContent-Type: image/png\r\n\r\nx\r\n--e--\r\n"
    assert refused(only) == "page: This saved page cannot be read; it may be damaged. Save it again, or as HTML or PDF."
    nested = b"".join(b"Content-Type: multipart/related; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(5_000))
    assert "may be damaged" in refused(b"MIME-Version: 1.0\r\n" + nested)


@pytest.mark.parametrize("compressed", [True, False])
def test_of_a_web_archive_the_first_page_that_was_found_is_read(compressed: bool) -> None:
    found = brought(
        warc(
            (f"{HERE}robots.txt", "200 OK", "text/plain", b"User-agent: *"),
            ("http://www.fultongrove.example/police", "301 Moved", "text/html", b"<p>Moved."),
            (HERE, "200 OK", "text/html; charset=utf-8", HTML),
            (f"{HERE}frame", "200 OK", "text/html", b"<p>Frame."),
            packed=compressed,
        )
    )
    assert said(found) == "News\nCall us."
    assert hrefs(found) == [f"{HERE}news"]


def test_an_archive_cut_short_is_read_as_far_as_it_goes() -> None:
    whole = warc(
        (HERE, "200 OK", "text/html", HTML), (f"{HERE}b", "200 OK", "text/html", b"<p>" + bytes(range(256)) * 40)
    )
    assert said(brought(whole[:-200])) == "News\nCall us."


def test_a_large_archive_is_known_by_its_beginning() -> None:
    noise = random.Random(1).randbytes(300_000)
    assert said(brought(warc((f"{HERE}a.png", "200 OK", "image/png", noise), (HERE, "200 OK", "text/html", HTML)))) == (
        "News\nCall us."
    )


def test_an_archive_without_a_page_is_refused() -> None:
    assert refused(warc()) == (
        "page: This web archive holds no page. Check that the capture was finished, or save the page as HTML."
    )


def test_an_archive_that_unpacks_to_far_too_much_is_refused() -> None:
    bomb = packed(b"WARC/1.0\r\n" + b"\0" * 110_000_000)
    assert len(bomb) < 200_000
    assert refused(bomb) == "page: This web archive unpacks to far more than a page holds. Capture the one page alone."


@pytest.mark.parametrize(
    "data",
    [
        png(1179, 2556),
        b"GIF89a\x10\0\x10\0\0\0\0",
        b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x10\0\x20\x03",
        b"RIFF\0\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0\x0f\0\0\x0f\0\0",
        b"RIFF\0\0\0\0WEBPVP8L\n\0\0\0\x2f\x0f\xc0\x03\0",
        b"RIFF\0\0\0\0WEBPVP8 \n\0\0\0\0\0\0\x9d\x01\x2a\x10\0\x10\0",
    ],
    ids=["png", "gif", "jpeg", "webp", "webp-lossless", "webp-lossy"],
)
def test_a_picture_holds_no_words_that_a_machine_may_read(data: bytes) -> None:
    assert brought(data) == Page(trouble="picture")


def test_a_picture_larger_than_any_screen_is_refused_by_its_header() -> None:
    assert refused(png(60_000, 60_000)) == "page: This picture is larger than any screen. Take a screenshot in parts."
    assert refused(png(0, 5)) == "page: This picture cannot be read; it may be damaged. Take the screenshot again."


def test_a_media_type_that_no_page_is_read_in_is_refused() -> None:
    with pytest.raises(InputError, match=r"No page can be read in a file of this kind\. Bring the page saved as HTML"):
        read(Capture(b"x", "video/mp4", AT))
    assert said(read(Capture(HTML, "application/octet-stream", AT)), "title") == "Police"
