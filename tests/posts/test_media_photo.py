"""A photo goes out without what its camera wrote into it, and what was found is told."""

import io
import struct
import zlib
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from postorders.errors import InputError
from postorders.posts.media import Cleaned, clean

KANSAS_CITY = {1: "N", 2: (39.0, 5.0, 58.9), 3: "W", 4: (94.0, 34.0, 42.9)}
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="39,5.98N" '
    'exif:GPSLongitude="94,34.71W" xmp:CreatorTool="Darkroom 4" aux:SerialNumber="SN-778812">'
    "<dc:creator><rdf:Seq><rdf:li>Ruth Okafor</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def picture(mode="RGB", size=(40, 20)):
    image = Image.new(mode, size)
    for x in range(size[0]):
        image.putpixel((x, x % size[1]), 200 if mode == "L" else (200, x, 7, 90)[: len(mode)])
    return image


def saved(format="JPEG", image=None, **options):
    out = io.BytesIO()
    (image or picture()).save(out, format, **options)
    return out.getvalue()


def exif(gps=None, **tags):
    fields = Image.Exif()
    for tag, value in tags.items():
        fields[int(tag[1:], 16)] = value
    if gps:
        fields[0x8825] = gps
    return fields.tobytes()


def cleaned(data, name="photo.jpg", claimed="") -> Cleaned:
    return clean(io.BytesIO(data), name, claimed)


def told(copy, level="", about=""):
    return " ".join(note.text for note in copy.found if level in ("", note.level) and about in ("", note.about))


def refused(data, name="photo.jpg"):
    with pytest.raises(InputError) as error:
        cleaned(data, name)
    assert all(problem.mend for problem in error.value.problems)
    return str(error.value)


def opened(copy):
    return Image.open(io.BytesIO(copy.read()))


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def with_chunk(png, name, body):
    return png[:33] + chunk(name, body) + png[33:]


def segment(marker, body):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


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


ARCHIVE = (
    b"PK\x03\x04"
    + bytes(60)
    + b"PK\x01\x02"
    + bytes(42)
    + b"PK\x05\x06"
    + struct.pack("<HHHHIIH", 0, 0, 1, 1, 46, 64, 0)
)


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
