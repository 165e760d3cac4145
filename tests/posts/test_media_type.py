"""What a file is, its first bytes say; what is not taken is refused with the way round, before it is read whole."""

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from postorders.errors import InputError
from postorders.posts.media import clean
from postorders.posts.media.limits import MIB

TEN_GB = 10 * 1024 * MIB


def jpeg():
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "JPEG")
    return out.getvalue()


def archive(name="a.txt"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(name, "words")
    return out.getvalue()


def refused(data, name="a.jpg", claimed=""):
    with pytest.raises(InputError) as error:
        clean(io.BytesIO(data) if isinstance(data, bytes) else data, name, claimed)
    (problem,) = error.value.problems
    assert problem.mend
    return problem.what


class Counted(io.RawIOBase):
    """A stream that begins with some bytes and goes on with zeros for ten gigabytes, and counts what is read."""

    def __init__(self, first, seeks):
        self.first, self.at, self.count, self.seeks = first, 0, 0, seeks

    def seekable(self):
        return self.seeks

    def seek(self, offset, whence=0):
        if not self.seeks:
            raise io.UnsupportedOperation
        self.at = offset + (TEN_GB if whence == 2 else 0)
        return self.at

    def read(self, count=-1):
        assert count > 0
        part = self.first[self.at : self.at + count].ljust(min(count, TEN_GB - self.at), b"\0")
        self.at += len(part)
        self.count += len(part)
        return part


@pytest.mark.parametrize(
    ("name", "claimed", "words"),
    [
        ("photo.png", "", '"photo.png" is not of what the file is: JPEG'),
        ("photo.jpg.exe", "", "is not of what the file is: JPEG"),
        ("photo.jpg", "image/png", 'sent as "image/png" and is JPEG'),
        ("photo.jpg", "text/html; charset=utf-8", 'sent as "text/html" and is JPEG'),
    ],
)
def test_a_name_or_a_claim_that_does_not_fit_is_told(name, claimed, words):
    (note,) = clean(io.BytesIO(jpeg()), name, claimed).found

    assert (note.level, note.about) == ("warning", "type")
    assert words in note.text


@pytest.mark.parametrize(
    ("name", "claimed"),
    [("a.JPG", "image/jpeg"), ("a", ""), ("a.jfif", "image/pjpeg"), ("a.jpeg", "application/octet-stream")],
)
def test_a_name_and_a_claim_that_fit_are_passed_over(name, claimed):
    assert clean(io.BytesIO(jpeg()), name, claimed).found == ()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a -->\n<svg onload="a()"/>', "SVG"),
        (b"\n <!DOCTYPE html><p>", "web page"),
        (b"<script>1</script>", "web page"),
        (b"<?php echo 1;", "script"),
        (b"#!/bin/sh\n", "script"),
        (archive(), "archive"),
        (b"Rar!\x1a\x07\0", "archive"),
        (bytes(257) + b"ustar", "archive"),
        (archive("[Content_Types].xml"), "office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office document"),
        (b"MZ\x90\0", "program"),
        (b"\x7fELF\2", "program"),
        (b"\xca\xfe\xba\xbe\0", "program"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"BM\0\0\0\0", "picture of a type"),
        (b"II*\0\0\0\0\0", "picture of a type"),
        (b"RIFF\0\0\0\0AVI LIST", "video or sound of a type"),
        (b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska", "video or sound of a type"),
        (b"The chief said so.", "text"),
        (bytes(range(256)), "no type that is taken"),
    ],
)
def test_what_is_not_taken_is_refused_whatever_its_name_says(data, what):
    assert what in refused(data, "photo.jpg", "image/jpeg")


def test_a_heic_photo_is_refused_with_the_way_round():
    with pytest.raises(InputError, match="Most Compatible"):
        clean(io.BytesIO(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "a.heic")


@pytest.mark.parametrize("first", [b"", b"\xff\xd8\xff\xe0", struct.pack(">I4s", 24, b"ftyp") + b"mp42" + bytes(12)])
def test_ten_gigabytes_are_refused_before_they_are_read(first):
    stream = Counted(first, seeks=True)
    refused(stream)

    assert stream.count <= 64 * 1024


def test_a_stream_that_does_not_know_its_size_is_refused_at_the_limit():
    stream = Counted(b"%PDF-1.7", seeks=False)

    assert "larger than 64 MB" in refused(stream)
    assert stream.count <= 65 * MIB


def test_a_sparse_file_of_ten_gigabytes_is_refused(tmp_path):
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        file.write(jpeg())
        file.truncate(TEN_GB)

    assert "larger than 64 MB" in refused(path)


def test_the_original_stays_as_it_is(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg() + b"tail")
    copy = clean(path, path.name)

    assert path.read_bytes() == jpeg() + b"tail"
    assert copy.read() != path.read_bytes()


def test_a_stream_that_gives_little_at_a_time_is_read_whole():
    class Slow(io.BytesIO):
        def read(self, count=-1):
            return super().read(min(count, 7))

    assert clean(Slow(jpeg()), "a.jpg").read() == clean(io.BytesIO(jpeg()), "a.jpg").read()


@pytest.mark.parametrize("there", ["folder", "nothing"])
def test_what_is_no_file_is_refused(tmp_path, there):
    assert "no such file" in refused(tmp_path if there == "folder" else tmp_path / "a.jpg")


PDF = b"%PDF-1.7\n1 0 obj<</Author(Ruth Okafor)>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


def test_a_pdf_goes_out_as_it_is_and_that_is_said():
    copy = clean(io.BytesIO(PDF), "a.pdf", "application/pdf")

    assert (copy.kind, copy.type, copy.read()) == ("document", "application/pdf", PDF)
    assert [(note.level, note.text[:12]) for note in copy.found] == [("unchecked", "Not checked:")]


def test_a_pdf_with_scripts_is_a_warning():
    copy = clean(io.BytesIO(PDF.replace(b"/Author", b"/OpenAction<</S/JavaScript>>/Author")), "a.pdf")

    assert [note.about for note in copy.found if note.level == "warning"] == ["script"]


@pytest.mark.parametrize("tail", [archive(), b"<html>", b"<?php 1;", b"7z\xbc\xaf\x27\x1c"])
def test_a_pdf_that_is_something_else_too_is_refused(tail):
    assert "second file hidden" in refused(PDF + tail + b"%%EOF", "a.pdf")


def test_a_cut_off_pdf_is_refused():
    assert "cut off" in refused(PDF[:40], "a.pdf")


def test_a_webm_goes_out_as_it_is_and_that_is_said():
    data = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + bytes(50)
    copy = clean(io.BytesIO(data), "a.webm", "video/webm")

    assert (copy.kind, copy.type, copy.read()) == ("video", "video/webm", data)
    assert copy.found[0].level == "unchecked"


STARTS = (
    b"",
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"RIFF\x20\0\0\0WEBP",
    b"RIFF\x20\0\0\0WAVE",
    b"%PDF-1",
    b"ID3",
    b"\0\0\0\x08moov",
    b"<",
    b"PK\x03\x04",
    b"\x1a\x45\xdf\xa3",
)


@settings(max_examples=100, deadline=None)
@given(
    start=st.sampled_from(STARTS), rest=st.binary(max_size=200), name=st.text(max_size=8), claimed=st.text(max_size=8)
)
def test_whatever_the_bytes_a_copy_or_words(start, rest, name, claimed):
    try:
        copy = clean(io.BytesIO(start + rest), name, claimed)
    except InputError as error:
        assert all(problem.what and problem.mend for problem in error.problems)
    else:
        assert all(note.text.isprintable() for note in copy.found)
