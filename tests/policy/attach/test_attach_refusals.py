"""What cannot be attached is refused with a reason and a way on."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from tests.policy.attach import fulton

from postorders.errors import InputError
from postorders.policy.attach import Attachment, anchors, attach, extract
from postorders.policy.attach.extract import BYTES


def encrypted(password: str) -> bytes:
    writer, out = PdfWriter(PdfReader(io.BytesIO(fulton.as_pdf("A. One."))).stream), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("order.txt", b"", "empty"),
        ("order.txt", b" \n ", "no text"),
        ("order.txt", b"\0\1\2", "not a text file"),
        ("order.txt", b"x" * (BYTES + 1), "larger than 20 MB"),
        ("order.txt", b"x" * (BYTES - 1), "too long"),
        ("order.odt", b"x", "'.odt'"),
        ("order", b"x", "no ending"),
        ("order.pdf", b"not a pdf", "cannot be read"),
        ("order.pdf", fulton.as_pdf(""), "a scan"),
        ("order.pdf", encrypted("secret"), "encrypted"),
        ("order.docx", b"not a document", "not a DOCX"),
    ],
)
def test_refused(name: str, data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as refused:
        extract(data, name)
    assert [(problem.file, bool(problem.mend)) for problem in refused.value.problems] == [(name, True)]


def test_a_pdf_that_only_its_owner_may_change_can_be_read() -> None:
    assert extract(encrypted(""), "order.pdf").strip() == "A. One."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_the_usual_encodings(encoding: str) -> None:
    assert extract("A. It’s\r\nfine.".encode(encoding), "order.TXT") == "A. It’s\nfine."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"HDR": "start"}, "HDR: this is not a map"),
        ({"HDR": {"form_start": True, "heading": "X"}}, "form_start is unknown"),
        ({"HDR": {"heading": ""}}, "heading has to be words"),
        ({"HDR": {"from_start": "yes"}}, "from_start has to be true"),
        ({"HDR": {"end_words": "X"}}, "where it starts"),
    ],
)
def test_anchors_that_cannot_be_used(data: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        anchors(data, "pack.yaml")


def test_a_text_that_was_changed_after_attaching_is_refused() -> None:
    data = attach(b"A. One.\nB. Two.", "order.txt", "order-1", ["A", "B"]).to_dict()
    data["passages"][0]["text"] = "Two."
    with pytest.raises(InputError, match="kept for A is not the text"):
        Attachment.from_dict(data)
    with pytest.raises(InputError, match="not an attachment"):
        Attachment.from_dict({"passages": []})
