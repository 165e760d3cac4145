"""Pictures that the tests of media make, and what came of them in words."""

import io
import struct
import zlib

import pytest
from PIL import Image

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
ARCHIVE = (
    b"PK\x03\x04"
    + bytes(60)
    + b"PK\x01\x02"
    + bytes(42)
    + b"PK\x05\x06"
    + struct.pack("<HHHHIIH", 0, 0, 1, 1, 46, 64, 0)
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
