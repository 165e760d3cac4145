"""What a saying becomes on Bluesky, what must be mended before, and what of it becomes a link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.platforms.contract.bluesky import Account, Bluesky
from tests.platforms.contract.blueskyline import (
    ROAD,
    SENTENCE,
    first,
    lined,
    opened,
    photo,
    sent,
)
from tests.platforms.contract.server import serving

from postorders.platforms.bluesky.facets import spans
from postorders.platforms.bluesky.publish import PUBLISHER
from postorders.platforms.length import length
from postorders.platforms.publisher import Line, publishers
from postorders.platforms.saying import Saying


@pytest.fixture
def server() -> Iterator[Bluesky]:
    with serving(Bluesky()) as running:
        assert isinstance(running, Bluesky)
        yield running


@pytest.fixture
def police(server: Bluesky) -> Account:
    return server.join("police.fultongrove.example")


@pytest.fixture
def line(server: Bluesky, police: Account) -> Line:
    return lined(server, opened(server, police.handle))


# What a saying becomes


def test_bluesky_is_among_the_platforms_that_can_be_published_to() -> None:
    assert publishers()["bluesky"] is PUBLISHER


def test_a_short_saying_is_one_post_with_its_very_words() -> None:
    made = PUBLISHER.render(ROAD)
    assert [piece.text for piece in made.pieces] == [ROAD.text]
    assert (made.lacks, made.notes) == ((), ())
    assert PUBLISHER.render(ROAD) == made


def test_a_long_saying_is_a_thread_and_its_first_post_carries_the_pictures() -> None:
    made = PUBLISHER.render(Saying(SENTENCE * 9, media=(photo(),)))
    assert [length(piece.text, PUBLISHER.can) <= 300 for piece in made.pieces] == [True] * 3
    assert [piece.media for piece in made.pieces] == [(0,), (), ()]
    assert (made.lacks, made.notes) == ((), ("The text is a thread of 3 posts.",))


def test_emoji_of_many_bytes_make_a_thread_before_they_are_300() -> None:
    made = PUBLISHER.render(Saying("👩‍👩‍👧‍👦 " * 140))
    assert made.lacks == ()
    assert max(len(piece.text.encode()) for piece in made.pieces) <= 3_000


@pytest.mark.parametrize(
    ("saying", "what", "mend"),
    [
        (Saying(" \n"), "There is nothing to say.", "Write a text, or add a picture."),
        (
            Saying("word " * 60_000),
            "The text has 299,999 characters; a thread of 25 posts holds about 7,250: 292,749 too many.",
            "Put the whole on the department's site, and say here what it is about, with the link.",
        ),
        (
            Saying(("e" + "\u0301" * 6) * 5_770),
            "The text has 75,010 bytes; a thread of 25 posts holds about 75,000: 10 too many.",
            "Put the whole on the department's site, and say here what it is about, with the link.",
        ),
        (
            Saying("https://a.gov " * 514),
            "The text makes a thread of 26 posts: 1 too many.",
            "Put the whole on the department's site, and say here what it is about, with the link.",
        ),
        (
            Saying("e" + "\u0301" * 2_999),
            "A character of the text carries too many marks: Bluesky takes no more than 3,000 bytes a post.",
            "Write the text anew without decorated letters.",
        ),
        (
            Saying("https://example.com/" + "a" * 300),
            "A link of 320 characters fits in no post.",
            "Give the link apart from the text: it becomes a card.",
        ),
        (
            Saying("Call \u202e119"),
            "Character 6 of the text is U+202E (RIGHT-TO-LEFT OVERRIDE), which readers do not see.",
            "Delete it, or write the words around it anew.",
        ),
        (
            Saying("Call\u200b 911"),
            "Character 5 of the text is U+200B (ZERO WIDTH SPACE), which readers do not see.",
            "Delete it, or write the words around it anew.",
        ),
        (
            Saying("half \ud83d"),
            "Character 6 of the text is half of a character (U+D83D).",
            "Write the whole character.",
        ),
        (
            Saying("See", media=(photo(alt="a\u2066b"),)),
            "Character 2 of the description of road.jpg is U+2066 (LEFT-TO-RIGHT ISOLATE), which readers do not see.",
            "Delete it, or write the words around it anew.",
        ),
        (
            Saying("See", media=(photo(alt=" "),)),
            "road.jpg has no description for those who cannot see it.",
            "Say in a sentence what it shows, and write out the words in it.",
        ),
        (
            Saying("See", media=(photo(alt="a" * 2_001),)),
            "The description of road.jpg has 2,001 characters; Bluesky takes 2,000.",
            "Shorten it; what does not fit belongs in the text.",
        ),
        (
            Saying("See", media=(photo(size=1_000_001),)),
            "road.jpg has 1,000,001 bytes; Bluesky takes 1,000,000.",
            "Save it smaller, as a JPEG of at most 2,000 pixels a side.",
        ),
        (
            Saying("See", media=(photo(kind="video", type="video/mp4", name="dash.mp4"),)),
            "dash.mp4 is not a picture that goes to Bluesky from here.",
            "Use a JPEG, PNG or WebP; link to a video or a document.",
        ),
        (
            Saying("See", media=(photo(),) * 5),
            "There are 5 pictures; a post on Bluesky carries 4.",
            "Take the most telling ones.",
        ),
        (
            Saying("See", link="https://example.com/a", media=(photo(),)),
            "Bluesky shows pictures or the card of a link, not both.",
            "Write the link into the text, or leave the pictures out.",
        ),
        (
            Saying("See", link="javascript:alert(1)"),
            "The link is not an address of the web.",
            "Write it whole: https://www.example.gov/page.",
        ),
        (
            Saying("See", link="https://example.com", title="a" * 301),
            "The title of the card is longer than 300 characters.",
            "Shorten it.",
        ),
        (
            Saying("No", replies="https://bsky.app/profile/x/post/y"),
            "The post to answer is not named as Bluesky names posts.",
            "Choose it from the department's posts on Bluesky.",
        ),
        (Saying("No", language="en us"), "The language of the post is not known.", "Choose one, such as English (en)."),
    ],
)
def test_what_cannot_be_sent_says_why_and_how_to_mend_it(saying: Saying, what: str, mend: str) -> None:
    assert [(lack.what, lack.mend) for lack in PUBLISHER.render(saying).lacks] == [(what, mend)]


@pytest.mark.parametrize(
    "text",
    [
        "Familie 👩‍👩‍👧‍👦 👮🏽‍♀️ 🏳️‍🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "می‌خواهم",
        "ক্‍ষ",
        "الشرطة\r\n911",
    ],
)
def test_what_emoji_and_other_scripts_need_is_no_trick(text: str) -> None:
    assert PUBLISHER.render(Saying(text)).lacks == ()


def test_a_title_that_nobody_will_see_is_told() -> None:
    assert PUBLISHER.render(Saying("See", title="Road closed")).notes == ("Bluesky shows no title; it is left out.",)


def test_300000_characters_of_any_kind_are_answered_at_once() -> None:
    for text in ("a", "\u0301", "#a ", "@a.b "):
        assert PUBLISHER.render(Saying(text * (300_000 // len(text)))).pieces


# What becomes a link


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://example.com/a_(b), now.", [("link", "https://example.com/a_(b)", "https://example.com/a_(b)")]),
        ("(https://a.gov/b_) xhttps://c.gov", [("link", "https://a.gov/b_", "https://a.gov/b_")]),
        ("(www.example.com/x)", [("link", "www.example.com/x", "https://www.example.com/x")]),
        ("RaymorePD.gov!", [("link", "RaymorePD.gov", "https://RaymorePD.gov")]),
        ("ci.raymore.mo.us", [("link", "ci.raymore.mo.us", "https://ci.raymore.mo.us")]),
        ("Please stop.call us. chief@example.com report.pdf https://", []),
        ("Ask @Police.Example.com.", [("mention", "@Police.Example.com", "police.example.com")]),
        ("#Raymore, #911 #K9! a#b ##", [("tag", "#Raymore", "Raymore"), ("tag", "#K9", "K9")]),
        ("https://example.com/#top @a.example", [
            ("link", "https://example.com/#top", "https://example.com/#top"), ("mention", "@a.example", "a.example"),
        ]),
        ("#" + "a" * 65, []),
    ],
)  # fmt: skip
def test_addresses_mentions_and_tags_are_found(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(span.kind, text[span.start : span.end], span.value) for span in spans(text)] == expected


def test_places_of_links_count_bytes_of_utf_8(line: Line, police: Account, server: Bluesky) -> None:
    fire = server.join("fire.fultongrove.example")
    text = "👮🏽‍♀️ è: @fire.fultongrove.example @nobody.example #Straße www.example.com"
    sent(line, PUBLISHER.render(Saying(text, language="de")))
    record, data = first(police), text.encode()
    found = {
        data[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(): facet["features"][0]
        for facet in record["facets"]
    }
    kind = "app.bsky.richtext.facet"
    assert found == {
        "@fire.fultongrove.example": {"$type": f"{kind}#mention", "did": fire.did},
        "#Straße": {"$type": f"{kind}#tag", "tag": "Straße"},
        "www.example.com": {"$type": f"{kind}#link", "uri": "https://www.example.com"},
    }
    assert (record["langs"], record["text"]) == (["de"], text)
