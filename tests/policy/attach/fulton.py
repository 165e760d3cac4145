"""The two documents of an invented department, in every kind of file that can be attached."""

from __future__ import annotations

import io
import re
import textwrap
from pathlib import Path

from postorders.policy.attach import anchors

HERE = Path(__file__).parent / "documents"
CHAPTER = (HERE / "chapter.txt").read_text("utf-8")
TRANSCRIPT = (HERE / "transcript.txt").read_text("utf-8")

CHAPTER_ANCHORS = anchors({"HDR": {"from_start": True}, "LIST": {"heading": "OUR OWN"}})
CHAPTER_CLAUSES = [
    "HDR",
    "12.00#1",
    "12.00#2",
    "12.01.A",
    "12.01.B",
    "12.01.D",
    "12.01.E",
    "12.02.A",
    "12.02.B",
    "12.02.B.1",
    "12.02.B.2",
    "12.02.B.3#1",
    "12.02.B.3#2",
    "12.02.C",
    "12.02.C.1",
    "12.02.C.2",
    "12.02.C.3",
    "12.02.D",
    "12.03",
    "12.03.A",
    "12.03.B",
    "12.03.B.NOTE",
    "12.03.C",
    "LIST",
]

TRANSCRIPT_ANCHORS = anchors(
    {
        "HDR": {"from_start": True, "heading": "FULTON GROVE"},
        "ADOPT": {"heading": "Agreed by", "whole_sentence": True},
        "DIST": {"heading": "SENT TO"},
    }
)
TRANSCRIPT_CLAUSES = [
    "HDR",
    "I.A",
    "I.B",
    "I.C",
    "II.A",
    "II.B",
    "II.D",
    "III.A.1",
    "III.A.2",
    "III.A.2.a",
    "III.A.2.b",
    "III.A.2.c",
    "III.A.2.c.1",
    "III.A.2.c.2",
    "III.A.2.c.3#1",
    "III.A.2.c.3#2",
    "III.A.3",
    "III.B.1",
    "III.B.1.a",
    "III.B.1.b",
    "III.B.1.c",
    "III.B.2",
    "III.B.2.NOTE",
    "III.B.3",
    "III.B.3.a",
    "III.B.3.b",
    "III.B.4",
    "III.B.4.a",
    "III.B.4.b",
    "III.C",
    "III.D",
    "ADOPT",
    "DIST",
]


def as_markdown(text: str) -> bytes:
    """Headings with hashes, and every label at the start of a line in bold."""
    text = re.sub(r"^(CHAPTER|Section) ", r"## \1 ", text, flags=re.M)
    return re.sub(r"^(- )?([A-Z1-9]\.) ", r"\1**\2** ", text, flags=re.M).encode()


def as_docx(text: str) -> bytes:
    """A Word document with a paragraph for each line that is not blank."""
    from docx import Document

    document, out = Document(), io.BytesIO()
    for line in filter(str.strip, text.split("\n")):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def as_pdf(text: str, width: int = 88, length: int = 40) -> bytes:
    """A PDF by hand: lines of Helvetica, wrapped at `width`, `length` of them on a page."""
    lines = [wrapped for line in text.split("\n") for wrapped in _wrap(line, width)]
    pages = [lines[at : at + length] for at in range(0, len(lines), length)]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        stream = b"BT /F1 10 Tf 50 780 Td 14 TL\n" + b"".join(_shown(line) for line in page) + b"ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _bound(objects)


def _wrap(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_on_hyphens=False) or [""]


def _shown(line: str) -> bytes:
    return b"(" + re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252")) + b") Tj T*\n"


def _bound(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
