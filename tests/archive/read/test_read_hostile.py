"""Whatever the bytes, the answer is a page or one clear message."""

from __future__ import annotations

import contextlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.archive.read.pages import AT, HERE, SAVED, forms, mhtml, page, pdf, png, said, warc

from postorders.archive.capture import Capture
from postorders.archive.read import read, upload
from postorders.archive.read.reader import _PACKED, _READERS
from postorders.errors import InputError
from postorders.posts.page import Page

KINDS = [*_READERS, *_PACKED, "application/ld+json", ""]
WHOLE = [
    *(path.read_bytes() for path in sorted(SAVED.glob("*.*"))),
    mhtml(b"<p>x"),
    warc((HERE, "200 OK", "text/html", b"<p>x"), packed=False),
    warc((HERE, "200 OK", "text/html", b"<p>x")),
    pdf("x", link="https://x.example/"),
    png(3, 3),
    b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x10\0\x20\x03",
]


def answers(capture: Capture) -> None:
    with contextlib.suppress(InputError):
        found = read(capture)
        assert isinstance(found, Page)
        assert all(words == words.strip("\n") and words for _field, words in found.passages)
        assert all(link.href.startswith(("http://", "https://")) for link in found.links)


@pytest.mark.parametrize("kind", KINDS)
def test_any_bytes_called_anything(kind: str) -> None:
    @settings(max_examples=15, deadline=None)
    @given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "utf-16", "shift_jis", "rot13", "\0"]))
    def check(body: bytes, charset: str) -> None:
        answers(Capture(body, kind, AT, HERE, HERE, charset=charset))

    check()


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(WHOLE), st.integers(0, 4_000), st.binary(max_size=6), st.integers(0, 60))
def test_a_file_with_a_hole_or_a_patch(whole: bytes, at: int, patch: bytes, gone: int) -> None:
    at %= len(whole)
    with contextlib.suppress(InputError):
        answers(upload(whole[:at] + patch + whole[at + gone :], "file", AT))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "<a href='x'> </a> <p> </p> <title> </title> <script type='application/ld+json'> </script> <noscript> "
            "</noscript> <svg> </svg> <template> </template> {} [ \" words <!-- --> <![CDATA[ <base href='//['> "
            "<head> </html> <iframe> <frameset> & &#0; &#xd800; < > \0 \ufffe".split()
        ),
        max_size=40,
    )
)
def test_tags_in_any_order(parts: list[str]) -> None:
    answers(Capture(" ".join(parts).encode(), "text/html", AT, HERE, HERE))


@pytest.mark.parametrize(
    "flood",
    [
        b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">",
        b"<!--" * 500_000,
        b"<" * 300_000,
        b"&amp" * 300_000,
        b"<b><p>" * 30_000,
        b"<script>" + b"</scrip" * 500_000,
        b"<a href=x>" * 30_000,
        b"<p style='" + b"display " * 300_000 + b"'>",
        b"<meta charset" + b" " * 1_000_000,
    ],
    ids=["attributes", "comments", "angles", "entities", "misnested", "script", "anchors", "style", "charset"],
)
def test_a_flood_is_read_to_its_end(flood: bytes) -> None:
    answers(Capture(flood, "text/html", AT))


def test_words_a_thousand_elements_deep_are_read() -> None:
    assert said(page("<div>" * 1_000 + "Deep." + "</div>" * 1_000)) == "Deep."


def test_a_page_nested_beyond_reason_is_refused_not_cut() -> None:
    with pytest.raises(
        InputError, match=r"The elements of this page stand in one another beyond reason\. Save the page"
    ):
        page("<div>" * 100_000 + "Deep.")


def test_a_page_with_more_closing_tags_than_pages_have_is_refused() -> None:
    with pytest.raises(InputError, match="This page is far larger than pages are"):
        page("</i>" * 600_000)


def test_words_after_a_large_picture_inside_the_page_are_read() -> None:
    assert said(page("<img src='data:image/png;base64," + "A" * 12_000_000 + "'><p>After.")) == "After."


def test_a_feed_of_attributes_or_depth_is_answered() -> None:
    answers(Capture(b"<rss " + b" ".join(b"a%d='1'" % n for n in range(20_000)) + b"/>", "text/xml", AT))
    answers(Capture(b"<rss>" + b"<a>" * 200_000, "text/xml", AT))


@pytest.mark.parametrize("last", ["n", "/X Do", "/#58 Do"])
def test_a_small_pdf_that_draws_without_end_is_refused(last: str) -> None:
    with pytest.raises(InputError, match=r"This PDF draws far more than words need\. Bring the one page alone"):
        read(upload(forms("/X Do /X Do", last), "file", AT))


def test_a_pdf_that_draws_one_form_in_another_is_read() -> None:
    assert read(upload(forms("/X Do", "n"), "file", AT)).trouble == "picture"


UNKEPT = '"a\\u0000b\\u0007c\\ud800d"'


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f'{{"name": {UNKEPT}, "summary": {UNKEPT}, "url": "https://x.example/\\u0000a\\ud800"}}', "application/json"),
        (
            f'<script type="application/ld+json">{{"@type": "Organization", "name": {UNKEPT}, "telephone": {UNKEPT},'
            ' "sameAs": "https://x.example/\\u0000\\ud800"}</script><p>Words</p>',
            "text/html",
        ),
    ],
)
def test_halves_of_characters_and_controls_are_left_out(body: str, kind: str) -> None:
    found = page(body, kind)
    said = [words for _field, words in found.passages] + [
        part for link in found.links for part in (link.href, link.text)
    ]
    assert "abcd" in "\n".join(said)
    assert not [
        c for c in "".join([*said, found.canonical]) if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs")
    ]
