"""A photo stays what it is: its format, its colors, its pixels and the frames of an animation."""

import struct
from hashlib import sha256

import pytest
from PIL import Image, ImageCms
from tests.posts.pictures import FORMATS, cleaned, exif, opened, picture, saved, told


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_stays_what_it_is(format):
    copy = cleaned(saved(format), f"photo.{format.lower()}")

    assert (copy.kind, copy.type, copy.width, copy.height) == ("photo", f"image/{format.lower()}", 40, 20)
    assert opened(copy).format == format
    assert copy.found == ()


@pytest.mark.parametrize("format", FORMATS)
def test_equal_files_give_equal_copies_and_both_hashes_are_told(format):
    data = saved(format)
    one, two = cleaned(data), cleaned(data)

    assert one.read() == two.read()
    assert one.sha256 == two.sha256 == sha256(one.read()).hexdigest()
    assert one.original_sha256 == sha256(data).hexdigest()
    assert one.size == len(one.read())


def test_a_photo_is_turned_upright():
    copy = cleaned(saved(exif=exif(x0112=6)))

    assert (copy.width, copy.height) == opened(copy).size == (20, 40)
    assert told(copy, "changed", "turned")


def test_a_small_color_profile_stays():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    copy = cleaned(saved(icc_profile=profile))

    assert opened(copy).info["icc_profile"] == profile
    assert copy.found == ()


def test_a_profile_that_is_large_gives_way_to_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    large = struct.pack(">I", len(profile) + 20_000) + profile[4:] + bytes(20_000)
    copy = cleaned(saved(icc_profile=large))

    assert "icc_profile" not in opened(copy).info
    assert "sRGB" in told(copy, "changed", "color")


def test_a_broken_profile_goes_with_a_warning():
    copy = cleaned(saved(icc_profile=b"<?php evil(); ?>" * 20))

    assert told(copy, "warning", "color")
    assert b"<?php" not in copy.read()


IMAGES = [
    Image.new("1", (9, 5), 1),
    Image.new("LA", (9, 5), (3, 90)),
    Image.new("I;16", (9, 5), 4000),
    picture("L"),
    picture(),
    picture("RGBA"),
    picture().quantize(8),
]


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.mode)
def test_every_sort_of_png_keeps_its_pixels(image):
    copy = opened(cleaned(saved("PNG", image), "a.png"))

    assert copy.mode == image.mode
    assert copy.convert("RGBA").tobytes() == image.convert("RGBA").tobytes()


def test_a_photo_made_for_print_is_turned_into_what_screens_show():
    assert opened(cleaned(saved(image=Image.new("CMYK", (8, 8), (0, 255, 255, 0))))).mode == "RGB"


@pytest.mark.parametrize("format", ["GIF", "WEBP"])
def test_an_animation_keeps_its_frames_times_and_repeats(format):
    frames = [Image.new("RGB", (16, 16), color) for color in ("red", "green", "blue")]
    data = saved(format, frames[0], save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=3)
    copy = cleaned(data, f"a.{format.lower()}")
    image = opened(copy)

    assert (image.n_frames, image.info["loop"], copy.seconds) == (3, 3, 0.6)
    image.seek(2)
    assert image.convert("RGB").getpixel((3, 3))[2] > 200


def test_an_animation_with_holes_keeps_them():
    frames = [Image.new("RGBA", (8, 8), (0, 0, 0, 0)) for _frame in range(2)]
    for at, frame in enumerate(frames):
        frame.putpixel((at, 0), (255, 0, 0, 255))
    image = opened(
        cleaned(saved("GIF", frames[0], save_all=True, append_images=frames[1:], duration=50, disposal=2), "a.gif")
    )
    image.seek(1)

    assert [image.convert("RGBA").getpixel((x, 0))[3] for x in range(3)] == [0, 255, 0]


def test_of_an_animated_png_the_first_picture_stays_and_it_is_said():
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    copy = cleaned(saved("PNG", frames[0], save_all=True, append_images=frames[1:]), "a.png")

    assert "only the first" in told(copy, "warning", "frames")
    assert getattr(opened(copy), "n_frames", 1) == 1
