"""The small copy of a picture: no larger than a page needs, the same to look at, and nothing in it but pixels."""

import io

import pytest
from PIL import Image
from tests.posts.pictures import KANSAS_CITY, exif, picture, saved

from postorders.errors import InputError
from postorders.posts.media.small import MOST, size, small


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("given", "wanted"),
    [((4000, 3000), (640, 480)), ((3000, 4000), (480, 640)), ((40, 20), (40, 20)), ((100_000, 1), (640, 1))],
)
def test_the_longer_side_is_as_long_as_a_page_needs_and_no_picture_is_made_larger(given, wanted):
    assert size(*given) == wanted


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_each_format_is_drawn_small_as_one_that_every_browser_shows(format):
    copy = opened(small(saved(format, Image.new("RGB", (1600, 900), "navy")), "a"))

    assert (copy.format, copy.size) == ("WEBP", (MOST, 360))
    red, green, blue = copy.convert("RGB").getpixel((300, 200))
    assert (red < 20, green < 20, 110 < blue < 145) == (True, True, True)


def test_it_holds_nothing_that_a_camera_wrote():
    copy = opened(small(saved(exif=exif(KANSAS_CITY), comment=b"for Ruth only"), "a"))

    assert not copy.getexif() and set(copy.info) <= {"loop", "background", "timestamp", "duration"}


def test_what_is_clear_stays_clear():
    copy = opened(small(saved("PNG", Image.new("RGBA", (900, 900), (0, 0, 0, 0))), "a"))

    assert copy.convert("RGBA").getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("image", [Image.new("I;16", (900, 9), 32768), Image.new("L", (900, 9), 128)], ids=["I", "L"])
def test_gray_stays_as_bright_as_it_is(image):
    assert 120 < opened(small(saved("PNG", image), "a")).convert("L").getpixel((5, 5)) < 136


def test_what_is_no_picture_is_refused():
    with pytest.raises(InputError, match="damaged"):
        small(saved("JPEG", picture(size=(200, 200)))[:400], "a.jpg")
