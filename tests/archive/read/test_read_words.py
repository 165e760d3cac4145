"""What a visitor can read in a web page becomes its passages, and nothing else does."""

from __future__ import annotations

import pytest
from tests.archive.read.pages import SAVED, page, said, saved


def test_words_come_in_reading_order_with_a_line_for_each_block() -> None:
    found = page(
        "<h1>Police</h1><p>We  are\n<b>open</b>.<br>Come in.</p><ul><li>One<li>Two</ul><table><tr><td>a<td>b</table>"
    )
    assert said(found) == "Police\nWe are open.\nCome in.\nOne\nTwo\na b"


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>words</script>",
        "<style>words</style>",
        "<template><p>words</p></template>",
        "<noscript>words</noscript>",
        "<p hidden>words</p>",
        "<div style='color:red; display : none'><p>words</p></div>",
        "<p style='visibility:hidden'>words</p>",
        "<dialog>words</dialog>",
        "<svg><text>words</text></svg>",
        "<textarea>words</textarea>",
        "<!-- words -->",
        "<iframe src='/map'>words</iframe>",
    ],
)
def test_what_no_visitor_sees_is_no_part_of_the_words(unseen: str) -> None:
    assert said(page(f"<p>Before.</p>{unseen}<p>After.</p>")) == "Before.\nAfter."


def test_what_is_hidden_from_screen_readers_alone_is_seen() -> None:
    assert said(page("<p aria-hidden=true>Seen.</p>")) == "Seen."


def test_a_picture_is_read_by_its_description_in_brackets() -> None:
    assert (
        said(page("<p>Our <img src=b.png alt='badge of the\ncity'> since 1871</p>"))
        == "Our [badge of the city] since 1871"
    )


def test_links_that_stand_side_by_side_keep_their_words_apart() -> None:
    assert said(page("<nav><a href=/a>News</a><a href=/b>Contact</a></nav>")) == "News Contact"


def test_the_head_says_title_name_and_description_each_wording_once() -> None:
    found = page(
        "<title> Fulton Grove\nPolice </title><meta property=og:site_name content=Facegrove>"
        "<meta property=og:title content='Fulton Grove Police'><meta name=description content='We serve.'>"
        "<meta property=og:description content='We serve.'><meta name=twitter:description content='We serve you.'>"
    )
    assert dict(found.passages) == {
        "title": "Fulton Grove Police",
        "name": "Facegrove\nFulton Grove Police",
        "description": "We serve.\nWe serve you.",
    }


def test_a_title_inside_a_drawing_is_not_the_pages() -> None:
    assert said(page("<svg><title>icon</title></svg><p>Words."), "title") == ""


def test_ways_of_contact_come_from_links_and_from_structured_data() -> None:
    found = page(
        "<a href='tel:+18165550142'>Call</a><a href='mailto:police%40fultongrove.example?subject=x'>Write</a>"
        '<script type="application/ld+json">{"@graph": [{"@type": "PoliceStation", "name": "Fulton Grove Police",'
        '"telephone": ["(816) 555-0143", 7], "address": {"streetAddress": "100 Mill Street", "addressRegion": "MO"}}]}</script>'
    )
    assert said(found, "contact").split("\n") == [
        "tel: 816-555-0142",
        "e-mail: police@fultongrove.example",
        "tel: 816-555-0143",
        "tel: 7",
        "address: 100 Mill Street, MO",
    ]
    assert said(found, "name") == "Fulton Grove Police"


@pytest.mark.parametrize(
    "script", ["", "{", "[" * 100_000, '{"@type": 3, "name": {"a": []}}', '"text"', "[null, 1e999, NaN]"]
)
def test_structured_data_that_is_broken_says_nothing(script: str) -> None:
    found = page(f'<script type="application/ld+json">{script}</script><p>Words.')
    assert found.passages == (("text", "Words."),)


def test_the_language_is_the_pages_own_word_for_it() -> None:
    assert page("<html lang=en-US><p>x").language == "en-US"
    assert page("<meta property=og:locale content=es_MX><p>x").language == "es-MX"
    assert page("<html lang='no language at all'><p>x").language == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("windows-1252.html", "The department’s page – “serving since 1871”."),
        ("shift-jis.html", "このページは警察署が運営しています。電話 816-555-0142"),
        ("utf-16.html", "Trang chính thức của sở cảnh sát."),
        ("arabic.html", "هذه الصفحة الرسمية لقسم الشرطة. للاتصال: 816-555-0142."),
        ("hebrew.html", "הדף הרשמי של המשטרה. טלפון: 816-555-0142."),
    ],
)
def test_a_page_is_read_in_its_own_encoding_and_direction(name: str, words: str) -> None:
    assert words in said(saved(name))


@pytest.mark.parametrize(
    ("body", "charset", "words"),
    [
        (b"<p>caf\xc3\xa9", "", "café"),
        (b"<p>caf\xe9", "", "café"),
        (b"<p>caf\xe9", "ISO-8859-1", "café"),
        (b"<meta charset=koi8-r><p>\xd0\xcf", "", "по"),
        (b"<meta charset=koi8-r><p>caf\xc3\xa9", "utf-8", "café"),
        (b"\xef\xbb\xbf<meta charset=koi8-r><p>caf\xc3\xa9", "koi8-r", "café"),
        (b"<meta charset=rot13><p>caf\xc3\xa9", "base64", "café"),
        (b"<p>caf\xe9 au lait", "utf-8", "caf� au lait"),
        (b"<p>a\0b", "", "a�b"),
    ],
)
def test_mark_then_sender_then_page_then_guess_decide_the_encoding(body: bytes, charset: str, words: str) -> None:
    assert said(page(body, charset=charset)) == words


@pytest.mark.parametrize("path", sorted(SAVED.glob("*.*")), ids=lambda path: path.name)
def test_the_same_bytes_always_give_the_same_page(path) -> None:
    assert saved(path.name) == saved(path.name)


def test_words_beyond_a_million_characters_are_left_out() -> None:
    assert len(said(page("<p>" + "word " * 300_000))) == 999_999
