"""Films and sound go out without what tells where, by whom and with what they were made; the rest stays, byte by byte."""

import io
import struct
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postorders.errors import InputError
from postorders.posts.media import clean

XMP_ID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
UPRIGHT = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
TURNED = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def box(name, *parts):
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body


def full(name, *parts):
    return box(name, bytes(4), *parts)


def track(handler=b"vide", format=b"avc1", matrix=UPRIGHT, inside=b"", reference=b"\0\0\0\1"):
    size = struct.pack(">II", 640 << 16, 360 << 16) if handler == b"vide" else bytes(8)
    data = box(b"dinf", full(b"dref", struct.pack(">I", 1), box(b"url ", reference)))
    table = box(b"stbl", full(b"stsd", struct.pack(">I", 1), box(format, bytes(20))))
    media = box(b"mdia", full(b"hdlr", bytes(4), handler, bytes(12)), box(b"minf", data, table))
    return box(b"trak", full(b"tkhd", bytes(36), matrix, size), media, inside)


def film(*more, brand=b"mp42", made=0, tracks=None, behind=b""):
    head = full(b"mvhd", struct.pack(">IIII", made, made, 1000, 2500), bytes(80))
    moov = box(b"moov", head, *([track()] if tracks is None else tracks), *more)
    return box(b"ftyp", brand, bytes(4), b"isom") + moov + box(b"mdat", b"picture and sound") + behind


def xyz(words=b"+39.0997-094.5786+270.000/"):
    return box(b"\xa9xyz", struct.pack(">HH", len(words), 0x15C7), words)


def loci():
    place = struct.pack(">iii", int(-94.5786 * 65536), int(39.0997 * 65536), 0)
    return full(b"loci", b"\x15\xc7", b"City Hall\0", b"\0", place, b"earth\0\0")


def cleaned(data, name="a.mp4", claimed=""):
    return clean(io.BytesIO(data), name, claimed)


def told(copy, level="", about=""):
    return " ".join(note.text for note in copy.found if level in ("", note.level) and about in ("", note.about))


def refused(data, name="a.mp4"):
    with pytest.raises(InputError) as error:
        cleaned(data, name)
    assert all(problem.mend for problem in error.value.problems)
    return str(error.value)


def test_a_film_tells_its_size_and_length():
    copy = cleaned(film())

    assert (copy.kind, copy.type, copy.width, copy.height, copy.seconds) == ("video", "video/mp4", 640, 360, 2.5)
    assert copy.read() == film()
    assert copy.sha256 == copy.original_sha256 == sha256(film()).hexdigest()
    assert "not checked" in told(copy, "unchecked", "metadata")


def test_a_film_held_upright_is_as_wide_as_it_is_shown():
    copy = cleaned(film(tracks=[track(matrix=TURNED)]))

    assert (copy.width, copy.height) == (360, 640)


@pytest.mark.parametrize(
    ("data", "kind", "type", "name"),
    [
        (film(brand=b"qt  "), "video", "video/quicktime", "a.mov"),
        (film()[20:], "video", "video/quicktime", "a.mov"),
        (film(brand=b"M4A ", tracks=[track(b"soun", b"mp4a")]), "audio", "audio/mp4", "a.m4a"),
        (film(tracks=[track(b"soun", b"mp4a")]), "audio", "audio/mp4", "a.m4a"),
        (film(brand=b"M4A "), "video", "video/mp4", "a.mp4"),
    ],
)
def test_what_a_film_is_its_tracks_say(data, kind, type, name):
    copy = cleaned(data, name)

    assert (copy.kind, copy.type) == (kind, type)
    assert told(copy, "warning") == ""


@pytest.mark.parametrize(
    "holder",
    [
        box(b"udta", xyz()),
        box(b"udta", loci()),
        full(b"meta", b"com.apple.quicktime.location.ISO6709", b"+39.0997-094.5786+270.0/"),
        box(b"uuid", XMP_ID, b'<x:xmpmeta exif:GPSLatitude="39,5.982N" exif:GPSLongitude="94,34.716W"/>'),
    ],
)
def test_the_place_is_a_warning_and_blanked_where_it_stands(holder):
    data = film(holder)
    copy = cleaned(data)
    at = data.index(holder)

    assert "39.10, -94.58" in told(copy, "warning", "place")
    assert copy.read() == data[: at + 4] + b"free" + bytes(len(holder) - 8) + data[at + len(holder) :]


@pytest.mark.parametrize("where", ["film", "track", "end"])
def test_it_is_blanked_wherever_it_stands(where):
    holder = box(b"udta", xyz())
    data = {
        "film": film(holder),
        "track": film(tracks=[track(inside=holder)]),
        "end": film(behind=box(b"meta", xyz())),
    }[where]
    copy = cleaned(data)

    assert b"39.0997" in data
    assert b"39.0997" not in copy.read()
    assert copy.size == len(data)


def test_a_place_without_coordinates_is_a_warning_too():
    assert "says where" in told(cleaned(film(box(b"udta", xyz(b"Kansas City")))), "warning", "place")


def test_who_and_with_what_are_listed_as_removed():
    holder = box(
        b"udta", box(b"\xa9mak", b"Nokta"), box(b"\xa9swr", b"17.1"), box(b"\xa9aut", b"Ruth"), box(b"\xa9day", b"2026")
    )
    copy = cleaned(film(holder))

    assert [bool(told(copy, "removed", about)) for about in ("device", "software", "author", "time")] == [True] * 4
    assert b"Ruth" not in copy.read()


def test_free_room_and_boxes_of_cameras_are_emptied():
    data = film(box(b"gps ", b"here"), behind=box(b"free", b"A5 GPS block") + box(b"CAMX", b"serial"))
    copy = cleaned(data)

    assert [word for word in (b"here", b"GPS", b"serial") if word in copy.read()] == []
    assert copy.size == len(data)


def test_a_track_of_measurements_is_a_warning():
    copy = cleaned(film(tracks=[track(), track(b"meta", b"gpmd")]))

    assert "gpmd" in told(copy, "warning", "track")


def test_the_time_of_recording_stays_and_that_is_said():
    assert told(cleaned(film(made=3_800_000_000)), "unchecked", "time")
    assert not told(cleaned(film()), "unchecked", "time")


def test_a_large_box_and_a_last_box_without_a_size_are_read():
    large = struct.pack(">I4sQ", 1, b"mdat", 20) + b"abcd"
    copy = cleaned(film(behind=large + struct.pack(">I", 0) + b"mdat" + b"to the end"))

    assert copy.kind == "video"


@pytest.mark.parametrize(
    "behind",
    [
        struct.pack(">I4sQ", 1, b"mdat", 10 << 30),
        struct.pack(">I4s", 0xFFFFFFFF, b"mdat"),
        struct.pack(">I4sQ", 1, b"mdat", 3),
        struct.pack(">I4s", 7, b"free"),
        b"ab\1",
    ],
)
def test_a_box_that_claims_what_is_not_there_is_refused(behind):
    assert "damaged or cut off" in refused(film(behind=behind))


def test_boxes_in_boxes_without_end_are_refused():
    nest = b""
    for _level in range(40):
        nest = box(b"moov", nest)

    assert "too deep" in refused(film(nest))


def test_boxes_without_number_are_refused():
    assert "too many parts" in refused(film(behind=box(b"mdat") * 100_001))


def test_a_film_whose_recording_was_cut_off_is_refused():
    assert "cut off" in refused(box(b"ftyp", b"mp42", bytes(4)) + box(b"mdat", b"picture"))


def test_a_film_that_takes_from_another_file_is_refused():
    assert "another file" in refused(film(tracks=[track(reference=bytes(4) + b"file:///etc/passwd\0")]))


@pytest.mark.parametrize("inside", [b"<?php 1;", b"<script>", b"Rar!\x1a\x07\0"])
def test_a_film_that_is_something_else_too_is_refused(inside):
    assert "second file hidden" in refused(film(behind=box(b"mdat", inside)))


def frames(count=10):
    return (b"\xff\xfb\x90\x64" + bytes(413)) * count


def id3(*parts):
    body = b"".join(name + struct.pack(">IH", len(value) + 1, 0) + b"\3" + value for name, value in parts)
    return b"ID3\3\0\0" + bytes((len(body) >> shift) & 0x7F for shift in (21, 14, 7, 0)) + body


def test_an_mp3_keeps_its_frames_alone():
    tags = id3((b"TPE1", b"Ruth Okafor"), (b"TSSE", b"Encoder 3"), (b"APIC", b"image/jpeg"))
    last = b"TAG" + b"Title".ljust(30, b"\0") + b"Ruth".ljust(30, b"\0") + bytes(65)
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 32, 0, 0) + bytes(8)
    copy = cleaned(tags + frames() + ape + last, "a.mp3", "audio/mpeg")

    assert (copy.kind, copy.type, copy.read()) == ("audio", "audio/mpeg", frames())
    assert copy.seconds == pytest.approx(0.261, abs=0.01)
    assert "Ruth Okafor" in told(copy, "removed", "author")
    assert "Encoder 3" in told(copy, "removed", "software")
    assert told(copy, "removed", "preview")


@pytest.mark.parametrize(
    "data", [id3((b"TPE1", b"Ruth")), id3() + b"fLaC", id3() * 40 + frames(), b"ID3\3\0\0\x7f\x7f\x7f\x7f"]
)
def test_tags_without_sound_are_refused(data):
    assert "damaged" in refused(data, "a.mp3")


def riff(*chunks, behind=b""):
    body = b"WAVE" + b"".join(
        name + struct.pack("<I", len(value)) + value + b"\0" * (len(value) % 2) for name, value in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body + behind


FORMAT = (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16))
SOUND = (b"data", b"\1\2" * 8000)


def test_a_wav_keeps_its_sound_and_loses_its_notes():
    note = b"INFOIART" + struct.pack("<I", 12) + b"Ruth Okafor\0"
    data = riff(FORMAT, (b"LIST", note), SOUND, (b"iXML", b"<BWFXML/>"), behind=b"more")
    copy = cleaned(data, "a.wav", "audio/x-wav")

    assert (copy.kind, copy.type, copy.seconds) == ("audio", "audio/wav", 1.0)
    assert copy.read() == riff(FORMAT, (b"JUNK", bytes(len(note))), SOUND, (b"JUNK", bytes(9)))
    assert "Ruth Okafor" in told(copy, "removed", "author")
    assert "4 bytes" in told(copy, "warning", "tail")


@pytest.mark.parametrize("data", [riff(FORMAT), riff(SOUND), riff(FORMAT, SOUND)[:-9], b"RIFF\xff\xff\xff\xffWAVE"])
def test_a_broken_wav_is_refused(data):
    assert "damaged" in refused(data, "a.wav")


WHOLE = [
    film(
        box(b"udta", xyz(), loci()),
        full(b"meta", b"x"),
        made=9,
        tracks=[track(), track(b"soun", b"mp4a"), track(b"meta", b"mebx")],
    ),
    id3((b"TPE1", b"Ruth")) + frames(2) + b"TAG" + bytes(125),
    riff(FORMAT, (b"LIST", b"INFOIART\4\0\0\0Ruth"), (b"data", b"\1\2" * 40)),
]


@settings(max_examples=120, deadline=None)
@given(
    data=st.sampled_from(WHOLE),
    cut=st.integers(0, 400),
    flips=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 255)), max_size=6),
)
def test_whatever_the_bytes_a_copy_or_words(data, cut, flips):
    broken = bytearray(data)
    for at, value in flips:
        broken[at % len(broken)] = value
    try:
        copy = cleaned(bytes(broken[: max(0, len(broken) - cut)]))
    except InputError as error:
        assert all(problem.what and problem.mend for problem in error.problems)
    else:
        assert copy.size == len(copy.read())
