"""A photo goes out without what its camera wrote into it, and what was found is told."""

import struct

import pytest
from PIL.PngImagePlugin import PngInfo
from tests.posts.pictures import KANSAS_CITY, XMP, cleaned, exif, opened, saved, segment, told, with_chunk


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_place_is_a_warning_with_rounded_coordinates_and_is_gone(format):
    copy = cleaned(saved(format, exif=exif(KANSAS_CITY)), f"a.{format.lower()}")

    assert "39.10, -94.58" in told(copy, "warning", "place")
    assert not opened(copy).getexif()


@pytest.mark.parametrize(
    "gps", [{1: "N", 2: (39.0,)}, {1: "N", 2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, {29: "2026:01:02"}]
)
def test_a_place_that_cannot_be_read_is_a_warning_all_the_same(gps):
    assert "says where it was made" in told(cleaned(saved(exif=exif(gps))), "warning", "place")


def test_camera_author_software_and_time_are_listed_as_removed():
    data = saved(
        exif=exif(
            x010F="Nokta",
            x0110="N7",
            xA431="SN-778812",
            x013B="Ruth Okafor",
            x0131="Darkroom",
            x9003="2026:03:01 10:00:00",
        )
    )
    copy = cleaned(data)

    for about, value in [
        ("device", "SN-778812"),
        ("author", "Ruth Okafor"),
        ("software", "Darkroom"),
        ("time", "2026:03:01"),
    ]:
        assert value in told(copy, "removed", about)
        assert value.encode() in data
        assert value.encode() not in copy.read()


def test_values_are_printable_and_short():
    copy = cleaned(saved(exif=exif(x013B="Ruth\u202egpj.exe" + "x" * 5000)))

    assert told(copy, "removed", "author").isprintable()
    assert len(told(copy)) < 300


def test_the_preview_of_a_camera_is_told_and_gone():
    entry = struct.pack(">HHI", 0x0103, 3, 1) + b"\0\x06\0\0"
    fields = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">IH", 26, 1) + entry + bytes(4)
    copy = cleaned(saved(exif=fields))

    assert "preview" in told(copy, "removed")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_xmp_is_read_told_and_gone(format):
    if format == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP, zip=True)
        data = saved(format, pnginfo=info)
    else:
        data = saved(format, xmp=XMP.encode())
    copy = cleaned(data, f"a.{format.lower()}")

    assert "39.10, -94.58" in told(copy, "warning", "place")
    assert "Darkroom 4" in told(copy, "removed", "software")
    assert "SN-778812" in told(copy, "removed", "device")
    assert "Ruth Okafor" in told(copy, "removed", "author")
    assert b"xmpmeta" not in copy.read()


def test_iptc_is_read_told_and_gone():
    fields = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(value)) + value
        for number, value in ((80, b"Ruth Okafor"), (90, b"Raymore"), (65, b"Darkroom"))
    )
    resource = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(fields)) + fields + b"\0" * (len(fields) % 2)
    )
    data = saved()
    copy = cleaned(data[:2] + segment(0xED, resource) + data[2:])

    assert "Raymore" in told(copy, "warning", "place")
    assert "Ruth Okafor" in told(copy, "removed", "author")
    assert b"8BIM" not in copy.read()


@pytest.mark.parametrize("format", ["JPEG", "GIF"])
def test_comments_are_told_and_gone(format):
    data = saved(format, comment=b"for Ruth only")
    copy = cleaned(data, f"a.{format.lower()}")

    assert "for Ruth only" in told(copy, "removed", "comment")
    assert b"for Ruth only" in data
    assert b"for Ruth only" not in copy.read()


def test_notes_and_the_time_of_a_png_are_told_and_gone():
    info = PngInfo()
    info.add_text("Author", "Ruth Okafor", zip=True)
    copy = cleaned(with_chunk(saved("PNG", pnginfo=info), b"tIME", bytes(7)), "a.png")

    assert "Ruth Okafor" in told(copy, "removed", "comment")
    assert told(copy, "removed", "time")
    assert [name for name in (b"tIME", b"zTXt", b"tEXt") if name in copy.read()] == []


def test_a_record_of_origin_is_told_when_it_goes():
    data = saved()
    assert "origin" in told(cleaned(data[:2] + segment(0xEB, b"JP\0\0jumb c2pa") + data[2:]), "removed", "provenance")
