"""What an Instagram post will be, and what must be mended before: nothing here asks the platform."""

import pytest
from tests.platforms.contract.graphline import picture

from postorders.platforms.instagram.publish import PUBLISHER
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium, Saying
from postorders.platforms.wire import Refused

ONE, TWO = picture("one"), picture("two", "A detour sign.")
WORDS = "Ash Street is closed until 4. #fultongrove"
NOWHERE = Line("x", "http://127.0.0.1:9", {"token": "t", "ig": "1"})


def lacks(text: str = WORDS, *media: Medium) -> str:
    return " ".join(f"{one.what} {one.mend}" for one in PUBLISHER.render(Saying(text, media=media)).lacks)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" * 2201, "1 character too long"),
        ("a" * 300_000, "297,800 characters too long"),
        ("#a " * 31, "31 hashtags"),
        ("@a " * 21, "21 accounts"),
        ("all clear\u202e", "Character 10 of the text is U+202E"),
        ("\ud800", "U+D800"),
    ],
)
def test_what_cannot_be_posted_is_told(text: str, told: str) -> None:
    assert told in lacks(text, ONE)
    with pytest.raises(Refused):
        PUBLISHER.publish(NOWHERE, PUBLISHER.render(Saying(text, media=(ONE,))), "key-1", 0, ())


def test_a_post_needs_pictures_that_instagram_takes() -> None:
    assert "no post without a picture" in lacks()
    assert "no description" in lacks(WORDS, picture("one", ""))
    assert "Save it as JPEG" in lacks(WORDS, Medium("photo", "a.png", "image/png", 10, "0" * 64, "A."))
    assert "takes 10 pictures" in lacks(WORDS, *[picture(str(n)) for n in range(11)])
    assert "takes 8.0 MB" in lacks(WORDS, Medium("photo", "a.jpg", "image/jpeg", 8_000_001, "0" * 64, "A."))
    assert "is no picture" in lacks(WORDS, Medium("video", "a.mp4", "video/mp4", 10, "0" * 64, "A."))


@pytest.mark.parametrize(
    ("width", "height", "fits"), [(1080, 1350, 1), (1200, 628, 1), (1080, 1440, 0), (2000, 1000, 0), (0, 0, 1)]
)
def test_the_shape_must_be_one_that_instagram_shows(width: int, height: int, fits: bool) -> None:
    assert ("too narrow or too wide" in lacks(WORDS, picture("one", "One.", width, height))) is not bool(fits)


def test_what_instagram_does_not_show_is_noted_and_bars_nothing() -> None:
    saying = Saying(WORDS, title="T", link="https://fultongrove.gov", replies="1", media=(ONE, TWO))
    rendering = PUBLISHER.render(saying)
    assert len(rendering.notes) == 4 and not rendering.lacks and rendering == PUBLISHER.render(saying)
