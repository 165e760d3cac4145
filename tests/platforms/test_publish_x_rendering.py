"""What a saying becomes on X, and what must be mended before: nothing here asks the platform."""

import pytest
from tests.platforms.contract.server import serving
from tests.platforms.contract.x import XContract
from tests.platforms.contract.xline import photo, video, x

from postorders.platforms.saying import Saying
from postorders.platforms.x.text import pieces, weight


@pytest.fixture
def server():
    with serving(XContract()) as contract:
        yield contract


def test_a_text_that_fits_stands_as_it_is():
    rendering = x.render(Saying("Main Street is closed until 6 p.m.\r\nUse Elm."))
    assert [one.text for one in rendering.pieces] == ["Main Street is closed until 6 p.m.\nUse Elm."]
    assert rendering.lacks == ()


def test_an_address_counts_23_however_it_is_written():
    assert weight("https://fultongrove.gov/" + "a" * 300, x.can) == 23
    assert weight("See https://fultongrove.gov.", x.can) == 4 + 23 + 1
    assert weight("fgpd.gov", x.can) == 23
    assert weight("tips@fultongrove.gov", x.can) == 20
    assert weight("街", x.can) == 2


def test_bare_addresses_make_a_thread_before_x_would_refuse(server):
    text = " ".join(f"a{n}.gov/roads" for n in range(13))
    rendering = x.render(Saying(text))
    assert len(rendering.pieces) == 2 and all(weight(one.text, x.can) <= 280 for one in rendering.pieces)


def test_a_long_text_becomes_a_numbered_thread_that_loses_nothing():
    text = " ".join(f"Sentence number {n} of the notice ends here." for n in range(40))
    parts = pieces(text, x.can)
    assert len(parts) > 4 and all(weight(one, x.can) <= 280 for one in parts)
    assert " ".join(one.rpartition(" (")[0] for one in parts) == text


@pytest.mark.parametrize(
    "text",
    [
        "a" * 300_000,
        "word " * 60_000,
        "e\u0301" * 150_000,
        "❤" + "\ufe0f" * 300_000,
        "a." * 150_000,
        "https://" * 37_500,
    ],
)
def test_a_hostile_length_is_a_lack(text):
    assert any("too long" in one.what for one in x.render(Saying(text)).lacks)


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Call 555\u202e0134", "U+202E (RIGHT-TO-LEFT OVERRIDE)", 9),
        ("fulton\u200bgrove", "U+200B (ZERO WIDTH SPACE)", 7),
        ("ab\ud800", "half of a character (U+D800)", 3),
        ("a\x00b", "U+0000 (a control character)", 2),
        ("pass\u200dword", "U+200D (ZERO WIDTH JOINER)", 5),
        ("\ufeffHello", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)", 1),
        ("hid\U000e0041den", "U+E0041 (TAG LATIN CAPITAL LETTER A)", 4),
    ],
)
def test_a_character_that_nobody_sees_is_named_with_its_place(text, name, place):
    what = x.render(Saying(text)).lacks[0].what
    assert f"Character {place} of the text is {name}" in what
    assert x.render(Saying("Fine", media=(photo(alt=text),))).lacks


@pytest.mark.parametrize("text", ["👩🏽‍✈️ and 👨‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می‌خواهم", "❤️", "Línea\nnueva"])
def test_joiners_that_a_script_or_an_emoji_needs_are_no_lack(text):
    assert x.render(Saying(text)).lacks == ()


@pytest.mark.parametrize(
    ("saying", "word"),
    [
        (Saying(""), "nothing"),
        (Saying("A", media=(photo(alt=" "),)), "description"),
        (Saying("A", media=(photo(alt="d" * 1001),)), "longer"),
        (Saying("A", media=(photo(type="image/gif"),)), "image/gif"),
        (Saying("A", media=(photo(size=6 << 20),)), "bytes"),
        (Saying("A", media=tuple(photo() for _ in range(5))), "4 pictures"),
        (Saying("A", media=(video(), photo())), "by itself"),
        (Saying("A", media=(video(seconds=141.0),)), "140 seconds"),
        (Saying("A", media=(photo(kind="document", name="order.pdf"),)), "order.pdf"),
        (Saying("A", link="javascript:alert(1)"), "link"),
        (Saying("A", replies="../../1"), "number"),
    ],
)
def test_what_x_would_not_take_is_a_lack_with_a_way_to_mend_it(saying, word):
    lacks = x.render(saying).lacks
    assert any(word in one.what for one in lacks) and all(one.mend for one in lacks)


def test_a_link_that_the_text_does_not_have_is_put_at_its_end():
    rendering = x.render(Saying("Road closed.", link="https://fultongrove.gov/roads"))
    assert rendering.pieces[0].text == "Road closed.\n\nhttps://fultongrove.gov/roads"
    assert rendering.pieces[0].card == "https://fultongrove.gov/roads"
