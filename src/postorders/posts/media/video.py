"""MP4, QuickTime and M4A: what names a place or a person is blanked where it stands; picture and sound stay."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import IO

from postorders.errors import refuse
from postorders.posts.fields import safe
from postorders.posts.media import told
from postorders.posts.media.boxes import Box, Boxes
from postorders.posts.media.limits import damaged, windows
from postorders.posts.media.note import Note, on_earth, place, removed, somewhere
from postorders.words import _

_NEEDED = {
    (): frozenset(b"ftyp styp moov mdat moof mfra sidx ssix pdin wide prft emsg".split()),
    (b"moov",): frozenset(b"mvhd trak mvex iods pssh cmov rmra".split()),
    (b"moov", b"trak"): frozenset(b"tkhd edts mdia tref tapt load clip matt trgr".split()),
}
_TELLS = frozenset((b"udta", b"meta", b"uuid"))
_POINT = re.compile(rb"([+-]\d{1,2}(?:\.\d{1,12})?)([+-]\d{1,3}(?:\.\d{1,12})?)(?:[+-][\d.]{1,18})?(?:CRS|/)")
_OVERLAP = 1024
_WORDS = {
    "author": re.compile(rb"\xa9(?:aut|ART|art|prd|cpy)|quicktime\.(?:author|artist|copyright)|auth|cprt|perf"),
    "software": re.compile(rb"\xa9(?:swr|too|enc)|quicktime\.software"),
    "device": re.compile(rb"\xa9(?:mak|mod)|quicktime\.(?:make|model)|android\.model|[sS]erialNumber"),
    "time": re.compile(rb"\xa9day|quicktime\.creationdate|yrrc"),
    "comment": re.compile(rb"\xa9(?:nam|cmt|des|inf)|quicktime\.(?:title|comment|description)|titl|dscp"),
}
_PLACED = re.compile(rb"\xa9xyz|loci|location\.|GPSL|GPMF|GPS[ _]")


@dataclass(slots=True)
class _Film:
    """What a walk through the boxes gathers."""

    handlers: dict[int, str] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)
    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)
    seconds: float = 0.0
    stamped: bool = False
    blanks: list[Box] = field(default_factory=list)
    moov: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What a video or its sound is: `kind`, pixels as it is shown, seconds (0 if unknown), and what was found."""

    kind: str
    width: int
    height: int
    seconds: float
    notes: list[Note]


def blank(file: IO[bytes], size: int, name: str) -> Seen:
    """Blanks in place, in a private copy of a film, every box that tells where, by whom and with what it was made."""
    boxes, film = Boxes(file, size, name), _Film()
    try:
        for box in boxes:
            _see(boxes, box, film, name)
    except struct.error:
        raise damaged(name) from None
    kinds = set(film.handlers.values())
    if not film.moov or not kinds & {"vide", "soun"}:
        what = _("No picture and no sound can be found in it: its recording was cut off, or it is damaged.")
        raise refuse(what, _("Open it in a video program and export it as MP4."), name)
    notes = [note for box in film.blanks for note in _found(boxes, box)]
    for box in film.blanks:
        boxes.blank(box)
    sizes = [film.sizes.get(at, (0, 0)) for at, kind in film.handlers.items() if kind == "vide"]
    width, height = max(sizes, default=(0, 0))
    return Seen("video" if "vide" in kinds else "audio", width, height, film.seconds, [*notes, *_left(film)])


def _see(boxes: Boxes, box: Box, film: _Film, name: str) -> None:
    needed = _NEEDED.get(box.way)
    if (box.name in _TELLS and b"moof" not in box.way) or (needed is not None and box.name not in needed):
        film.blanks.append(box)
    elif box.name in (b"cmov", b"rmra"):
        what = _("The video is packed in an old way, or takes its pictures from another file.")
        raise refuse(what, _("Export it as MP4."), name)
    elif box.name == b"dref" and _elsewhere(boxes.read(box)):
        raise refuse(_("The video takes its pictures or sound from another file."), _("Export it as MP4."), name)
    else:
        _note(boxes, box, film)


def _note(boxes: Boxes, box: Box, film: _Film) -> None:
    parent = box.way[-1] if box.way else b""
    if box.name == b"moov":
        film.moov = True
    elif box.name == b"mvhd":
        film.seconds, film.stamped = _clock(boxes.read(box, 32))
    elif box.name == b"tkhd":
        film.sizes[box.track] = _shown_size(boxes.read(box, 104))
    elif box.name == b"hdlr" and parent == b"mdia":
        film.handlers[box.track] = boxes.read(box, 12)[8:].decode("latin-1")
    elif box.name == b"stsd":
        film.formats[box.track] = boxes.read(box, 16)[12:].decode("latin-1")


def _clock(data: bytes) -> tuple[float, bool]:
    """The seconds a film runs, and whether it notes when it was made."""
    form = ">QQIQ" if data[0:1] == b"\1" else ">IIII"
    made, _changed, scale, length = struct.unpack_from(form, data, 4)
    known = scale and length not in (2**32 - 1, 2**64 - 1)
    return (round(length / scale, 3) if known else 0.0), bool(made)


def _shown_size(data: bytes) -> tuple[int, int]:
    """Width and height as shown: a film that is turned by a quarter is as wide as it was high."""
    matrix = 52 if data[0:1] == b"\1" else 40
    across, turned = struct.unpack_from(">ii", data, matrix)
    width, height = (value >> 16 for value in struct.unpack_from(">II", data, matrix + 36))
    return (height, width) if turned and not across else (width, height)


def _elsewhere(data: bytes) -> bool:
    """Whether any entry of a list of data references is of another file."""
    at, (count,) = 8, struct.unpack_from(">I", data, 4)
    for _entry in range(min(count, len(data) // 12)):
        size, _name, flags = struct.unpack_from(">I4sI", data, at)
        if not flags & 1:
            return True
        at += max(size, 12)
    return False


def _found(boxes: Boxes, box: Box) -> list[Note]:
    """What a box told that is about to be blanked."""
    if box.name in (b"free", b"skip"):
        return []
    points, packets, abouts, placed = list[tuple[float, float]](), list[str](), set[str](), False
    for part in windows(boxes.file, box.body, box.end, _OVERLAP):
        points += [(float(one), float(two)) for one, two in _POINT.findall(part)[:100]]
        points += _loci(part)
        abouts |= {about for about, pattern in _WORDS.items() if pattern.search(part)}
        placed = placed or bool(_PLACED.search(part))
        if b"<x:xmpmeta" in part and len(packets) < 4:
            packets.append(part.decode("utf-8", "replace"))
    real = list(dict.fromkeys(point for point in points if on_earth(*point)))[:3]
    notes = [place(*point) for point in real] or ([somewhere()] if placed else [])
    notes += [note for packet in packets for note in told.xmp(packet) if not (real and note.about == "place")]
    notes += [removed(about) for about in sorted(abouts)]
    return [*notes, removed("metadata", [box.name.decode("latin-1")])]


def _loci(data: bytes) -> list[tuple[float, float]]:
    """The coordinates of boxes named loci: behind a name that ends with a zero, and a role."""
    found = []
    for match in re.finditer(rb"loci....(?:..)([^\0]{0,200})\0.(....)(....)", data, re.DOTALL):
        longitude, latitude = (value / 65536 for value in struct.unpack(">ii", match[2] + match[3]))
        found.append((latitude, longitude))
    return found[:100]


def _left(film: _Film) -> list[Note]:
    """What stays in the copy, and may tell something."""
    notes = [Note("unchecked", "metadata", _("Picture, sound and times of the film stay as they are, not checked."))]
    if film.stamped:
        notes.append(Note("unchecked", "time", _("The file notes when the film was made; that stays in the copy.")))
    for at, handler in film.handlers.items():
        if handler in ("vide", "soun", "tmcd", "hint"):
            continue
        kind = safe(film.formats.get(at, "") or handler)
        text = _(
            "Beside picture and sound the film has a track ({kind}), which stays. Cameras and drones write the place "
            "into such tracks. If these are not captions, export the film anew without it."
        )
        notes.append(Note("warning", "track", text.format(kind=kind)))
    return notes
