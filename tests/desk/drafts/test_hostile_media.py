"""Hostile files through the page: refused with what to do, or taken as a copy that holds nothing but what is seen."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from tests.desk.cast import World, browser
from tests.desk.drafts import scene
from tests.desk.drafts.scene import ROAD, begun, fresh
from tests.desk.drafts.test_draft_files import PDF
from tests.desk.drafts.visits import NEW, at, filled, said
from tests.posts.pictures import ARCHIVE, chunk, exif, saved, with_chunk

from postorders.desk.drafts import acts, files
from postorders.desk.drafts.models import Attached, Chunk, Draft

pytestmark = pytest.mark.both
SCRIPT = b"<script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\x00\x03" + bytes(200)
ALT = 'A barrier "across" <b>Pine</b> Street'


def wide(width: int, height: int) -> bytes:
    """A real black-and-white PNG of that many pixels: a few hundred kilobytes that unpack to hundreds of megabytes."""
    packer, row = zlib.compressobj(1), bytes(1 + (width + 7) // 8)
    body = b"".join(packer.compress(row) for _row in range(height)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def moving(frames: int) -> bytes:
    """A GIF of so many frames of one pixel, each of ten bytes."""
    one = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0, 0, 0) + one * frames + b";"


def film(*boxes: bytes) -> bytes:
    """A file that begins as an MP4."""
    return struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0) + b"".join(boxes)


def sent(world: World, client: Client, draft: Draft, body: bytes, name: str, type: str = "image/jpeg") -> Any:
    """The answer to the page of writing, sent with this file, a description of it, and another word in the text."""
    form = filled(world.bluff, "pio", fresh(draft), new__alt=ALT)
    return client.post(at(draft, "write/"), {**form, "new-file": SimpleUploadedFile(name, body, type)})


def kept(world: World) -> tuple[int, int]:
    """How many files and parts of files the desk holds."""
    with world.bluff.within():
        return Attached.objects.count(), Chunk.objects.count()


REFUSED = {
    "a drawing that is a program": (SVG, "a.svg", "SVG drawing; it can carry scripts", "Save it as JPEG or PNG."),
    "the same called a photo": (SVG, "a.jpg", "SVG drawing; it can carry scripts", "Save it as JPEG or PNG."),
    "a page": (b"<!doctype html>" + SCRIPT, "a.png", "web page", "Put its words into the post."),
    "a program": (PROGRAM, "photo.jpg", "is a program", "A program is never part of a post."),
    "an archive": (ARCHIVE, "a.png", "is an archive", "Unpack it"),
    "bytes of no meaning": (b"\x01\x02", "a.jpg", "no type that is taken", "Take a JPEG"),
    "a PDF that is an archive too": (PDF + ARCHIVE, "a.pdf", "a second file hidden", "Export it anew"),
    "a bomb of pixels": (wide(50_000, 50_000), "a.png", "2500 megapixels", "Make it smaller"),
    "a bomb of frames": (moving(10_000), "a.gif", "The animation is too long", "or a video"),
    "a bomb in a note": (
        with_chunk(saved("PNG"), b"zTXt", b"k\0\0" + zlib.compress(bytes(20_000_000))),
        "a.png", "unpacks to more than 1024 kB", "Save the picture again",
    ),
    "a chunk that claims 4 GB": (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 0xFFFFFFFF, b"IHDR") + bytes(40), "a.png", "damaged", "save it again",
    ),
    "a box that claims 10 GB": (
        film(struct.pack(">I4sQ", 1, b"moov", 10 * 2**30), bytes(64)), "a.mp4", "damaged", "save it again",
    ),
    "a box that claims all there is": (
        film(struct.pack(">I4sQ", 1, b"moov", 2**64 - 1), bytes(64)), "a.mp4", "damaged", "save it again",
    ),
    "a photo that was cut off": (saved()[:300], "a.jpg", "damaged or cut off", "save it again"),
    "a film that was cut off": (film(struct.pack(">I4s", 40, b"mdat"), bytes(8)), "a.mp4", "damaged", "save it again"),
    "a film without a picture": (film(struct.pack(">I4s", 16, b"mdat"), bytes(8)), "a.mp4", "No picture", "as MP4"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_what_to_do_and_leaves_nothing_behind(world: World, case: str) -> None:
    body, name, what, mend = REFUSED[case]
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = sent(world, client, draft, body, name)
    words = said(answer)
    assert (answer.status_code, what in words, mend in words) == (422, True, True), words
    assert kept(world) == (0, 0)
    assert answer.context["sheet"].new["alt"].value() == ALT, "what was typed stands in the form again"
    assert fresh(draft).version == 1


TAKEN = {
    "a picture that is a script too": (b"GIF8", saved("GIF", comment=SCRIPT) + SCRIPT, "image/gif", "a.gif", SCRIPT),
    "a photo with a script in it": (b"\xff\xd8", saved(comment=SCRIPT), "image/jpeg", "a.jpg", SCRIPT),
    "a picture that is an archive too": (b"\x89PNG", saved("PNG") + ARCHIVE, "image/png", "a.png", b"PK\x03\x04"),
    "a script in what the camera wrote": (
        b"\xff\xd8", saved(exif=exif(x013B=SCRIPT.decode())), "image/jpeg", "a.jpg", SCRIPT,
    ),
    "a photo called a program": (b"\xff\xd8", saved(), "image/jpeg", "a.exe", b"\0never\0"),
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_taken_is_drawn_anew_and_served_as_what_it_is(world: World, case: str) -> None:
    begins, body, type, name, gone = TAKEN[case]
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    assert sent(world, client, draft, body, name).status_code == 302
    with world.bluff.within():
        row = draft.files.get()
    answer = client.get(at(draft, f"files/{row.id}/"))
    assert (answer.content.startswith(begins), gone in answer.content) == (True, False)
    served = {key: answer.headers[key] for key in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy")}
    assert served == {
        "Content-Type": type,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    for page in (client.get(at(draft)), client.get(at(draft, "write/")), client.get(at(draft, "approve/"))):
        assert SCRIPT not in page.content and b"<b>Pine" not in page.content


def test_a_pdf_that_is_called_a_photo_is_a_document_that_is_saved_and_never_shown(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    assert sent(world, client, draft, PDF, "photo.jpg").status_code == 302
    with world.bluff.within():
        row = draft.files.get()
    answer = client.get(at(draft, f"files/{row.id}/"))
    assert (row.kind, answer.headers["Content-Type"]) == ("document", "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    words = said(client.get(at(draft)))
    assert "is not of what the file is: PDF" in words and "and is PDF." in words
    assert "No machine has looked into it" in words


NAMES = {
    "../../etc/passwd.jpg": "passwd.jpg",
    "..\\..\\windows\\run.jpg": "run.jpg",
    "photo\u202egpj.exe": "photogpj.exe",
    "pho\0to.jpg": "photo.jpg",
    "<script>alert(1)</script>.jpg": "script>.jpg",
    '"><img src=x onerror=alert(1)>.jpg': '"><img src=x onerror=alert(1)>.jpg',
    "\u200b.jpg": ".jpg",
    " ": "photo",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_kept_as_what_can_be_read_of_it_and_is_never_a_way(world: World, name: str) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    body = io.BytesIO(saved())
    body.name = name
    row: Attached = acts.attach(world.bluff.as_("pio"), draft, body, name, "image/jpeg", ALT)
    assert row.name == NAMES[name]
    page = client.get(at(draft)).content
    assert b"<script>" not in page and b"<img src=x" not in page
    served = client.get(at(draft, f"files/{row.id}/")).headers["Content-Disposition"]
    assert served == f'inline; filename="draft-1-{row.sha256[:12]}.jpeg"'


def test_of_a_name_that_is_too_long_the_beginning_and_the_ending_are_kept(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    assert sent(world, client, draft, saved(), f"{'a' * 400}.jpg").status_code == 302
    with world.bluff.within():
        assert draft.files.get().name == f"{'a' * 196}.jpg"


def test_a_file_beside_a_new_post_is_refused_and_the_post_is_not_lost(world: World) -> None:
    scene.site(world.bluff)
    client = browser(world.bluff, "pio")
    form = filled(world.bluff, "pio", text=ROAD, sites=["1"], new__alt=ALT)
    answer = client.post(NEW, {**form, "new-file": SimpleUploadedFile("a.svg", SVG, "image/svg+xml")})
    words = said(answer)
    assert answer.status_code == 422 and "SVG drawing" in words and ROAD in words
    assert "Some of it was saved. What was refused stands below, with why." in words
    with world.bluff.within():
        assert [one.number for one in Draft.objects.all()] == [1]
    assert 'action="/desk/posts/1/write/"' in answer.content.decode(), "sent again, it is the same draft"


def test_a_bomb_that_is_within_the_limits_of_one_picture_is_kept_small(world: World) -> None:
    """Sixty-four megapixels of one color: what is kept is the copy and what was brought, both small."""
    draft, body = begun(world.bluff), wide(8_000, 8_000)
    row: Attached = acts.attach(world.bluff.as_("pio"), draft, body, "plain.png", alt=ALT)
    with world.bluff.within():
        sizes = [len(part) for which in (files.COPY, files.ORIGINAL) for part in files.parts(row, which)]
    assert (row.width, row.height, sum(sizes) < 200_000) == (8_000, 8_000, True)


def test_what_a_sender_claims_of_the_size_is_not_believed(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = client.post(at(draft, "write/"), {"text": "x"}, headers={"content-length": str(10 * 2**30)})
    assert (answer.status_code, b"Send less at once" in answer.content) == (413, True)
    assert kept(world) == (0, 0)


def test_notes_in_a_picture_are_shown_as_words(world: World) -> None:
    info = PngInfo()
    info.add_text("Author", SCRIPT.decode(), zip=True)
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG", pnginfo=info)
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    sent(world, client, draft, out.getvalue(), "a.png", "image/png")
    page = client.get(at(draft)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<script>alert" not in page


def test_how_large_a_file_may_be_is_told_before_it_is_chosen_and_where_it_is_too_large(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    page = client.get(at(draft, "write/"))
    assert "At most 24 MB. Export a longer film smaller" in said(page)
    assert 'data-most="24000000"' in page.content.decode()
    film_ = film(struct.pack(">I4s", 24_000_000, b"mdat"), bytes(24_000_000))
    answer = sent(world, client, draft, film_, "ride-along.mp4", "video/mp4")
    assert (answer.status_code, "larger than 24 MB. Export a film smaller" in said(answer)) == (422, True)
    assert answer.context["sheet"].new["alt"].value() == ALT and kept(world) == (0, 0)
