"""What a picture tells about its maker: EXIF, XMP, IPTC and comments, read to be named, never to be kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from postorders.posts.media.note import Note, on_earth, place, removed, somewhere

if TYPE_CHECKING:
    from PIL.Image import Exif, Image

_GPS, _CAMERA = 0x8825, 0x8769
_TAGS = {
    "device": (0x010F, 0x0110, 0xA431, 0xA432, 0xA433, 0xA434, 0xA435, 0xC62F, 0x013C, 0x927C),
    "author": (0x013B, 0x8298, 0xA430, 0x9C9D),
    "software": (0x0131, 0x000B),
    "time": (0x0132, 0x9003, 0x9004),
    "comment": (0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F),
}
_MAKER = 0x927C
_XMP = {
    "device": "SerialNumber|LensSerialNumber|BodySerialNumber|tiff:Make|tiff:Model",
    "author": "dc:creator|photoshop:AuthorsPosition|photoshop:Credit|dc:rights|Iptc4xmpCore:CreatorContactInfo",
    "software": "xmp:CreatorTool|tiff:Software",
    "time": "xmp:CreateDate|photoshop:DateCreated|exif:DateTimeOriginal",
    "comment": "dc:title|dc:description|photoshop:Headline",
}
_PLACES = "photoshop:City|photoshop:State|Iptc4xmpCore:Location|Iptc4xmpExt:LocationCreated"
_IPTC = {80: "author", 110: "author", 116: "author", 65: "software", 70: "software", 55: "time", 5: "comment"}
_IPTC_MORE = {105: "comment", 120: "comment", 90: "place", 92: "place", 95: "place"}
_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])|([+-]?\d{1,3}(?:\.\d+)?)")
_MOST = 1 << 20
_PACKETS = 8


def told(image: Image, data: bytes, parts: set[str]) -> list[Note]:
    """What is found in an opened picture, in its bytes, and among the names of its parts."""
    notes = [*_exif(image), *_iptc(image.info.get("photoshop"))]
    for packet in _packets(image, data):
        notes += xmp(packet)
    comments = [image.info.get("comment", ""), *_texts(image)]
    if any(comments) or parts & {"fe", "tEXt", "zTXt", "iTXt"}:
        notes.append(removed("comment", [text for text in comments if "<x:xmpmeta" not in str(text)]))
    if b"c2pa" in data and (parts & {"eb", "caBX"} or b"jumb" in data):
        notes.append(removed("provenance"))
    if "tIME" in parts:
        notes.append(removed("time"))
    return notes


def xmp(packet: str) -> list[Note]:
    """What a packet of XMP tells. It is searched as text: no XML in it is expanded."""
    notes = []
    latitude, longitude = (_degrees(_first(packet, f"exif:GPS{name}")) for name in ("Latitude", "Longitude"))
    if latitude is not None and longitude is not None and on_earth(latitude, longitude):
        notes.append(place(latitude, longitude))
    elif "GPSL" in packet or "exif:GPS" in packet or re.search(_PLACES, packet):
        notes.append(somewhere(_values(packet, _PLACES)))
    notes += [removed(about, _values(packet, names)) for about, names in _XMP.items() if re.search(names, packet)]
    return [*notes, removed("metadata")]


def _exif(image: Image) -> list[Note]:
    from PIL.ExifTags import IFD

    try:
        exif = image.getexif()
        parts = {**dict(exif), **exif.get_ifd(_CAMERA)}
        notes = [*_gps(exif), *_tags(parts)]
        if exif.get_ifd(IFD.IFD1):
            notes.append(removed("preview"))
    except Exception:  # broken EXIF raises whatever its bytes lead to
        return [removed("metadata")]
    return notes or ([removed("metadata")] if parts else [])


def _gps(exif: Exif) -> list[Note]:
    fields = exif.get_ifd(_GPS)
    if not fields:
        return [somewhere()] if _GPS in exif else []
    try:
        latitude, longitude = (_angle(fields[at]) for at in (2, 4))
        latitude *= -1 if str(fields.get(1, "N")).upper().startswith("S") else 1
        longitude *= -1 if str(fields.get(3, "E")).upper().startswith("W") else 1
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return [somewhere()]
    return [place(latitude, longitude) if on_earth(latitude, longitude) else somewhere()]


def _angle(parts: Iterable[Any]) -> float:
    degrees, minutes, seconds = (*map(float, parts), 0.0, 0.0)[:3]
    return degrees + minutes / 60 + seconds / 3600


def _tags(parts: Mapping[int, Any]) -> list[Note]:
    notes = []
    for about, tags in _TAGS.items():
        if found := [tag for tag in tags if parts.get(tag)]:
            notes.append(removed(about, (_words(parts[tag]) for tag in found if tag != _MAKER)))
    return notes


def _words(value: object) -> object:
    """The text of a tag; the tags of Windows are UTF-16, a comment begins with the name of its encoding."""
    if not isinstance(value, bytes):
        return value
    if value[1:2] == b"\0" and value[3:4] == b"\0":
        return value[:400].decode("utf-16-le", "replace")
    return value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")


def _iptc(resources: object) -> list[Note]:
    data = resources.get(0x0404) if isinstance(resources, dict) else None
    if not isinstance(data, bytes):
        return [removed("metadata")] if resources else []
    found: dict[str, list[bytes]] = {}
    for match in re.finditer(rb"\x1c\x02(.)(..)", data[:_MOST], re.DOTALL):
        about = {**_IPTC, **_IPTC_MORE}.get(match[1][0], "metadata")
        value = data[match.end() : match.end() + min(int.from_bytes(match[2], "big"), 200)]
        found.setdefault(about, []).append(value if about != "metadata" else b"")
    return [somewhere(values) if about == "place" else removed(about, values) for about, values in found.items()]


def _packets(image: Image, data: bytes) -> list[str]:
    """The packets of XMP: what Pillow names, and every other that stands in the bytes as text."""
    named = [image.info.get("xmp"), image.info.get("XML:com.adobe.xmp")]
    found = [part if isinstance(part, bytes) else str(part).encode() for part in named if part]
    at = data.find(b"<x:xmpmeta")
    while at >= 0 and len(found) < _PACKETS:
        found.append(data[at : at + _MOST])
        at = data.find(b"<x:xmpmeta", at + _MOST)
    if not found and (at := data.find(b"GPSLatitude")) >= 0:
        found.append(data[max(0, at - 4096) : at + 4096])
    return list(dict.fromkeys(part[:_MOST].decode("utf-8", "replace") for part in found))


def _texts(image: Image) -> list[str]:
    text = getattr(image, "text", None)
    return [f"{key}: {value}"[:200] for key, value in text.items()] if isinstance(text, dict) else []


def _first(packet: str, name: str) -> str:
    return next(iter(_values(packet, name)), "")


def _values(packet: str, names: str) -> list[str]:
    """What stands in attributes or elements of these names, the elements inside them left out."""
    attribute = r"\s?=\s?[\"']([^\"']{1,200})"
    element = r"[^>]{0,200}>(?:\s{0,40}<[^>]{1,100}>){0,3}\s{0,40}([^<]{1,200})"
    form = rf"(?:{names})(?:{attribute}|{element})"
    return [match[1] or match[2] for match in re.finditer(form, packet) if (match[1] or match[2]).strip()][:20]


def _degrees(text: str) -> float | None:
    if not (match := _DEGREES.match(text.strip())):
        return None
    if match[5]:
        return float(match[5])
    value = float(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
    return -value if match[4] in "SW" else value
