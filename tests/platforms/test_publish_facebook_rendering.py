"""What a Facebook post will be, and what must be mended before: nothing here asks the platform."""

import pytest
from tests.platforms.contract.graphline import picture

from postorders.platforms.facebook.publish import PUBLISHER
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium, Saying
from postorders.platforms.wire import Refused

WORDS = "Ash Street is closed from 1st to 4th."
NOWHERE = "http://127.0.0.1:9"


def lacks(text: str = "", *media: Medium, link: str = "") -> str:
    return " ".join(f"{one.what} {one.mend}" for one in PUBLISHER.render(Saying(text, link=link, media=media)).lacks)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "nothing to post"),
        ("a" * 300_000, "236,794 characters too long"),
        ("😀" * 40_000, "16,794 characters too long"),
        ("all clear\u202e", "Character 10 of the text is U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("pol\u200bice", "U+200B"),
        ("pol\u200dice", "U+200D"),
        ("\ud800", "U+D800"),
        ("a\x00b", "U+0000"),
    ],
)
def test_what_cannot_be_posted_is_told_with_its_place(text: str, told: str) -> None:
    assert told in lacks(text)


def test_a_hostile_text_names_no_more_than_a_few_places_and_is_never_sent() -> None:
    rendering = PUBLISHER.render(Saying("\u200b" * 1000 + "x" + "\ud800" * 1000))
    assert len(rendering.lacks) == 6 and "1,995 more" in rendering.lacks[5].what
    with pytest.raises(Refused):
        PUBLISHER.publish(Line("x", NOWHERE, {"token": "t", "page": "1"}), rendering, "key-1", 0, ())


def test_joined_emoji_flags_and_other_scripts_are_no_hidden_characters() -> None:
    assert lacks("👩🏽‍🚒 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤️ café مرحبا שלום 中文 é\tx") == ""


def test_every_picture_must_be_described_and_of_a_size_and_type_that_is_taken() -> None:
    assert "one.jpg has no description" in lacks(WORDS, picture("one", " "))
    assert "too long" in lacks(WORDS, picture("one", "a" * 1001))
    assert "U+202E" in lacks(WORDS, picture("one", "a\u202eb"))
    assert "takes 10 pictures" in lacks(WORDS, *[picture(str(n)) for n in range(11)])
    assert "12.0 MB" in lacks(WORDS, Medium("photo", "big.jpg", "image/jpeg", 12_000_000, "0" * 64, "Big."))
    assert "JPEG, PNG" in lacks(WORDS, Medium("photo", "a.webp", "image/webp", 10, "0" * 64, "A."))
    assert "by hand" in lacks(WORDS, Medium("video", "a.mp4", "video/mp4", 10, "0" * 64, "A."))


def test_a_link_is_not_lost_beside_pictures() -> None:
    assert "would be lost" in lacks("See the notice.", picture("one"), link="https://fultongrove.gov/n")
    assert lacks("See https://fultongrove.gov/n", picture("one"), link="https://fultongrove.gov/n") == ""
    for link in ("javascript:alert(1)", "fultongrove.gov", "https://a b"):
        assert "no address" in lacks("See.", link=link)


def test_a_title_and_an_answer_are_told_to_be_impossible_and_equal_sayings_render_equal() -> None:
    saying = Saying(WORDS, title="Ash Street", replies="1_2", media=(picture("one"),))
    assert len(PUBLISHER.render(saying).notes) == 2
    assert PUBLISHER.render(saying) == PUBLISHER.render(saying)
