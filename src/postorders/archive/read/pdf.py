"""PDF, such as a page printed to a file, or a site that is nothing else."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from typing import Any

from postorders.archive.capture import Capture
from postorders.archive.read.drawing import MOST, drawn
from postorders.archive.read.links import Links
from postorders.archive.read.shape import language, line, lines, passages
from postorders.archive.read.trouble import worded
from postorders.errors import InputError, refuse
from postorders.posts.page import Page
from postorders.words import _

_PAGES = 300


def pdf(capture: Capture, walls: Collection[str] = ()) -> Page:
    """Title, words and links. A PDF without words is a scan: a `picture`."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(capture.body))
        if reader.is_encrypted and not reader.decrypt(""):
            what = _("This PDF is encrypted.")
            raise refuse(what, _("Save a copy without a password and bring that."), capture.name)
        return _page(reader, walls)
    except InputError:
        raise
    except Exception as fault:
        # pypdf meets a damaged file with whatever error it runs into.
        what = _("This PDF cannot be read; it may be damaged.")
        raise refuse(what, _("Print the page to a PDF again, or bring a screenshot."), capture.name) from fault


def _page(reader: Any, walls: Collection[str]) -> Page:
    sheets = list(reader.pages[:_PAGES])
    known: dict[int, int] = {}
    if sum(drawn(sheet, known) for sheet in sheets) > MOST:
        raise refuse(_("This PDF draws far more than words need."), _("Bring the one page alone, or a screenshot."))
    said = lines("\n".join(str(sheet.extract_text()) for sheet in sheets).replace("\r", "\n"))
    links = Links()
    for address in (one for sheet in sheets for one in _addresses(sheet)):
        links.add(address)
    links.bare(said[:1_000_000])
    title = line(getattr(reader.metadata, "title", ""))
    spoken = language(str(reader.root_object.get("/Lang", "")))
    return Page(
        passages(title=title, text=said), links.all(), spoken, trouble=worded(said, walls) if said else "picture"
    )


def _addresses(sheet: Any) -> Iterator[str]:
    for note in list(sheet.get("/Annots") or [])[:2_000]:
        action = note.get_object().get("/A")
        target = action.get_object().get("/URI") if action is not None else None
        if isinstance(target, str | bytes):
            yield target if isinstance(target, str) else target.decode("latin-1")
