"""A picture that unpacks to too much, hides a second file or is broken is refused, or loses what it hid."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL.PngImagePlugin import PngInfo
from tests.posts.pictures import (
    ARCHIVE,
    FORMATS,
    KANSAS_CITY,
    XMP,
    chunk,
    cleaned,
    exif,
    opened,
    picture,
    refused,
    saved,
    segment,
    told,
    with_chunk,
)

from postorders.errors import InputError


def test_too_many_pixels_are_refused_before_they_are_unpacked():
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0))

    assert "900 megapixels" in refused(head + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "a.png")
    assert "megapixels" in refused(
        b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + b"\xff\xff\x3f" * 2
    )
    assert "megapixels" in refused(
        b"GIF89a" + struct.pack("<HHBBB", 60_000, 60_000, 0, 0, 0) + b"\x2c" + bytes(9) + b"\x02\0;"
    )
    assert "megapixels" in refused(
        b"\xff\xd8" + segment(0xC0, b"\x08" + struct.pack(">HH", 60_000, 60_000) + b"\1\1\x11\0") + b"\xff\xd9"
    )


def test_too_many_frames_are_refused():
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"

    assert "frames" in refused(b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0) + frame * 700 + b";", "a.gif")


@pytest.mark.parametrize(("name", "start"), [(b"zTXt", b"k\0\0"), (b"iCCP", b"k\0\0"), (b"iTXt", b"k\0\1\0\0\0")])
def test_a_note_that_unpacks_to_far_more_is_refused(name, start):
    bomb = start + zlib.compress(bytes(5_000_000))

    assert "unpacks to more than 1024 kB" in refused(with_chunk(saved("PNG"), name, bomb), "a.png")


def test_a_picture_of_thousands_of_layers_is_refused():
    data = saved(progressive=True)
    scan = data.index(b"\xff\xda")

    assert "layers" in refused(data[:scan] + segment(0xDA, b"\1\1\0\0\0\0") * 1000 + data[scan:])


@pytest.mark.parametrize(
    ("tail", "what"),
    [
        (ARCHIVE, "an archive"),
        (b"Rar!\x1a\x07\x00", "an archive"),
        (b"<?php system(1); ?>", "a web page or script"),
        (b"\n<HTML><body>", "a web page or script"),
        (b"MZ\x90\0" + bytes(90), "a program"),
        (b"\0\0\0\x18ftypmp42", "a video"),
        (b"%PDF-1.7 ", "a document"),
        (b"whatever", "no known type"),
    ],
)
@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_stands_behind_a_picture_is_told_and_gone(format, tail, what):
    copy = cleaned(saved(format) + tail, f"a.{format.lower()}")

    assert what in told(copy, "warning", "tail")
    assert tail not in copy.read()


def test_a_script_inside_a_picture_is_told_and_gone():
    copy = cleaned(saved(comment=b"<script>alert(1)</script>"))

    assert told(copy, "warning", "script")
    assert b"<script>" not in copy.read()


@pytest.mark.parametrize("format", FORMATS)
def test_a_cut_off_picture_is_refused(format):
    data = saved(format, picture(size=(200, 200)))

    assert "damaged or cut off" in refused(data[: len(data) // 2])


def _rich(format):
    info = PngInfo()
    info.add_text("Author", "Ruth Okafor", zip=True)
    options = {"GIF": {"comment": b"x"}, "PNG": {"pnginfo": info, "exif": exif(KANSAS_CITY)}}
    return saved(format, **options.get(format, {"exif": exif(KANSAS_CITY, x013B="Ruth"), "xmp": XMP.encode()}))


RICH = [_rich(format) for format in FORMATS]


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=80, deadline=None)
@given(
    data=st.sampled_from(RICH),
    cut=st.integers(0, 3000),
    flips=st.lists(st.tuples(st.integers(0, 2999), st.integers(0, 255)), max_size=6),
)
def test_whatever_the_bytes_a_copy_or_words(data, cut, flips):
    broken = bytearray(data)
    for at, value in flips:
        broken[at % len(broken)] = value
    try:
        copy = cleaned(bytes(broken[: len(broken) - cut]) if cut < len(broken) // 2 else bytes(broken))
    except InputError as error:
        assert all(problem.what and problem.mend for problem in error.problems)
    else:
        assert b"xmpmeta" not in copy.read()
        assert not copy.type.startswith("image/") or not opened(copy).getexif()
