"""Web archives (WARC, ISO 28500), as crawlers and capture tools write them."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any

from postorders.archive.capture import Capture
from postorders.errors import refuse
from postorders.words import _

_UNPACKED = 60_000_000  # bytes that a compressed archive may unpack to
_BODY = 10_000_000  # bytes of one response
_RECORDS = 20_000
_PAGES = ("text/html", "application/xhtml+xml")
_OTHERS = ("application/pdf", "application/json", "application/ld+json", "application/activity+json", "text/plain")


def unpack(capture: Capture) -> Capture:
    """The first web page in the archive that was found (status 2xx), else any page, else a PDF, profile or text."""
    best: tuple[int, Capture] | None = None
    for found in _responses(capture):
        rank = 2 if found.kind in _OTHERS else 0 if found.status // 100 in (0, 2) else 1
        if best is None or rank < best[0]:
            best = rank, found
        if rank == 0:
            break
    if best is None:
        raise refuse(
            _("This web archive holds no page."),
            _("Check that the capture was finished, or save the page as HTML."),
            capture.name,
        )
    return best[1]


def plain(body: bytes, most: int) -> bytes:
    """The first `most` bytes of an archive without its compression, as far as it is whole."""
    if not body.startswith(b"\x1f\x8b"):
        return body[:most]
    pieces, left = [], most
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
        try:
            while left > 0 and (piece := packed.read1(min(100_000, left))):
                pieces.append(piece)
                left -= len(piece)
        except (OSError, EOFError, zlib.error):
            pass
    return b"".join(pieces)


def _responses(capture: Capture) -> Iterator[Capture]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    whole = plain(capture.body, _UNPACKED + 1)
    if len(whole) > _UNPACKED:
        what = _("This web archive unpacks to far more than a page holds.")
        raise refuse(what, _("Capture the one page alone."), capture.name)
    records = ArchiveIterator(io.BytesIO(whole))
    for _number in range(_RECORDS):
        try:
            record = next(records, None)
            found = _response(record, capture) if record is not None else None
        except (ArchiveLoadFailed, ValueError, LookupError, TypeError, AttributeError, OSError, EOFError, zlib.error):
            return
        if record is None:
            return
        if found is not None:
            yield found


def _response(record: Any, capture: Capture) -> Capture | None:
    if record.rec_type not in {"response", "resource"}:
        return None
    status, headers = 0, record.http_headers
    if record.rec_type == "response":
        if headers is None:
            return None
        status = int(headers.get_statuscode() or 0)
    else:
        headers = record.rec_headers
    kind, _semicolon, parameters = (headers.get_header("Content-Type") or "").lower().partition(";")
    if kind.strip() not in (*_PAGES, *_OTHERS):
        return None
    place = record.rec_headers.get_header("WARC-Target-URI") or ""
    place = place.strip("<>") if place.strip("<>").startswith(("http://", "https://")) else ""
    body = record.content_stream().read(_BODY)
    charset = parameters.partition("charset=")[2].split(";")[0].strip()
    return Capture(body, kind.strip(), capture.at, place, place, (), status, charset, capture.name)
