"""Pages that a browser saved into one file (MHTML, RFC 2557)."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from postorders.archive.capture import Capture
from postorders.errors import refuse
from postorders.words import _

_PARTS = 2_000
_NESTED = re.compile(rb"content-type:\s{0,9}multipart/", re.I)


def unpack(capture: Capture) -> Capture:
    """The page itself, out of the file: the part named as its start, else the first that is HTML."""
    damaged = refuse(
        _("This saved page cannot be read; it may be damaged."), _("Save it again, or as HTML or PDF."), capture.name
    )
    if len(_NESTED.findall(capture.body)) > 20:
        raise damaged
    try:
        whole = message_from_bytes(capture.body)
        part = _main(whole)
        body = part.get_payload(decode=True) if part is not None else None
        charset = str(part.get_param("charset") or "") if part is not None else ""
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise damaged from fault
    if part is None or not isinstance(body, bytes):
        raise damaged
    place = _web(part.get("Content-Location")) or _web(whole.get("Snapshot-Content-Location"))
    return Capture(body, "text/html", capture.at, place, place, charset=charset, name=capture.name)


def _main(whole: Message) -> Message | None:
    pages = []
    for number, part in enumerate(whole.walk()):
        if number > _PARTS:
            break
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            pages.append(part)
    start = whole.get_param("start")
    return next((part for part in pages if start and str(part.get("Content-ID", "")).strip() == start), None) or next(
        iter(pages), None
    )


def _web(place: object) -> str:
    said = str(place or "").strip()
    return said if said.lower().startswith(("http://", "https://")) else ""
