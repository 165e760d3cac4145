"""Short ways to read pages in tests, and the saved ones."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from postorders.archive.capture import Capture
from postorders.archive.read import read, upload
from postorders.errors import InputError
from postorders.posts.page import Page

SAVED = Path(__file__).parent.parent / "saved"
AT = "2026-03-02T09:00:00-06:00"
HERE = "https://www.fultongrove.example/police/"


def page(body: str | bytes, kind: str = "text/html", charset: str = "", final: str = HERE, walls: tuple = ()) -> Page:
    """What some bytes say that were fetched from the department's page."""
    data = body.encode() if isinstance(body, str) else body
    return read(Capture(data, kind, AT, HERE, final, status=200, charset=charset), walls)


def saved(name: str) -> Page:
    """What a saved page says that somebody brings."""
    return read(upload((SAVED / name).read_bytes(), name, AT))


def said(page: Page, field: str = "text") -> str:
    return dict(page.passages).get(field, "")


def hrefs(page: Page) -> list[str]:
    return [link.href for link in page.links]


def refused(data: bytes, name: str = "page") -> str:
    """The message with which a file is refused."""
    with pytest.raises(InputError) as caught:
        read(upload(data, name, AT))
    return str(caught.value)


def mhtml(html: bytes, place: str = HERE, charset: str = "utf-8") -> bytes:
    """A page as a browser saves it in one file."""
    head = (
        "From: <Saved by a browser>\r\nSubject: Police\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----edge"\r\n\r\n'
    )
    picture = "------edge\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    main = f"------edge\r\nContent-Type: text/html; charset={charset}\r\nContent-Location: {place}\r\n\r\n"
    return (head + picture + main).encode() + html + b"\r\n------edge--\r\n"


def warc(*responses: tuple[str, str, str, bytes], packed: bool = True) -> bytes:
    """A web archive of (address, status line, content type, body)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("page.warc", {"software": "tests"}))
    for place, status, kind, body in responses:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(place, "response", payload=io.BytesIO(body), http_headers=headers)
        )
    return out.getvalue()


def pdf(*lines: str, link: str = "") -> bytes:
    """A PDF of one page with these lines; without lines a page on which only a box is drawn."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    drawing = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode() if lines else b"72 72 200 200 re f"
    note = f"/Annots [<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI ({link})>>>>]" if link else ""
    objects = [
        b"<</Type /Catalog /Pages 2 0 R /Lang (en-US)>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        + f"/Resources <</Font <</F1 5 0 R>>>> {note}>>".encode(),
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        b"<</Title (Fulton Grove Police)>>",
    ]
    return _file(objects, "/Info 6 0 R")


def forms(drawing: str, last: str, nested: int = 18) -> bytes:
    """A PDF of one page on which each form draws the next."""

    def form(number: int) -> bytes:
        content = drawing if number < nested else last
        after = min(number + 1, nested) + 4
        return (
            f"<</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X {after} 0 R>>>> "
            f"/Length {len(content)}>>\nstream\n{content}\nendstream"
        ).encode()

    start = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources <</XObject <</X 5 0 R>>>>>>",
        b"<</Length 5>>\nstream\n/X Do\nendstream",
    ]
    return _file([*start, *(form(number) for number in range(1, nested + 1))])


def _file(objects: list[bytes], also: str = "") -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (count, table, count, also.encode(), len(out))


def png(width: int, height: int) -> bytes:
    """The first bytes of a picture of that size."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
