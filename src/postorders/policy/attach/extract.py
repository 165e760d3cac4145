"""The text of a document, from the kinds of file in which departments keep their policies."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from postorders.errors import InputError, refuse

BYTES = 20_000_000
CHARACTERS = 2_000_000
_UNPACKED = 200_000_000
_OTHER = "Save it as PDF, DOCX or plain text and try again."


def extract(data: bytes, name: str) -> str:
    """The text of the file `name`: .txt, .md, .pdf or .docx. Pages of a PDF are parted by a form feed.

    Line ends are made "\\n"; offsets of passages count in this text. Raises InputError where it cannot be
    read.
    """
    ending = PurePath(name).suffix.lower()
    reader = _READERS.get(ending)
    if reader is None:
        what = f"A file that ends in {ending!r} cannot be attached." if ending else "The file has no ending."
        raise refuse(what, f"Use {', '.join(_READERS)}.", name)
    if not data:
        raise refuse("The file is empty.", "Check that it was saved or downloaded whole.", name)
    if len(data) > BYTES:
        raise refuse(f"The file is larger than {BYTES // 1_000_000} MB.", "Attach the policy alone.", name)
    text = re.sub(r"\r\n?", "\n", reader(data, name))
    if not text.strip():
        raise refuse("The file holds no text.", "Check that this is the policy.", name)
    if len(text) > CHARACTERS:
        raise refuse("The text is far too long for one policy.", "Attach the policy alone.", name)
    return text


def _plain(data: bytes, name: str) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refuse("This is not a text file, whatever its name says.", _OTHER, name)


def _markdown(data: bytes, name: str) -> str:
    """Plain text without the marks of headings and emphasis; list dashes stay."""
    text = re.sub(r"^[ \t]{0,3}#{1,6}[ \t]+", "", _plain(data, name), flags=re.M)
    text = re.sub(r"\*\*(?=\S)(.{1,200}?)(?<=\S)\*\*", r"\1", text)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def _pdf(data: bytes, name: str) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages]
    except (PyPdfError, ImportError) as fault:
        if b"/Encrypt" in data:
            raise _locked(name) from fault
        raise refuse("This PDF cannot be read; it may be damaged.", _OTHER, name) from fault
    except Exception as fault:
        # pypdf meets a damaged file with whatever error it runs into.
        raise refuse("This PDF cannot be read; it may be damaged.", _OTHER, name) from fault
    if locked:
        raise _locked(name)
    if not any(page.strip() for page in pages):
        what = "This PDF holds no text: it is likely a scan."
        raise refuse(what, "Run it through text recognition first.", name)
    return "\n\f".join(pages)


def _locked(name: str) -> InputError:
    return refuse("This PDF is encrypted.", "Save a copy without a password and attach that.", name)


def _docx(data: bytes, name: str) -> str:
    from docx import Document

    from postorders.policy.attach.numbering import lines

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED:
                raise refuse("This document unpacks to far more than a policy holds.", _OTHER, name)
        return "\n".join(lines(Document(io.BytesIO(data))))
    except InputError:
        raise
    except Exception as fault:
        # python-docx meets what is not a document with whatever error it runs into.
        raise refuse("This is not a DOCX file, or it is damaged.", _OTHER, name) from fault


_READERS: dict[str, Callable[[bytes, str], str]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".pdf": _pdf,
    ".docx": _docx,
}
