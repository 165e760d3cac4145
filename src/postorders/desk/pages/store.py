"""Keeping captures: their bytes, compressed, and who fetched or brought them."""

from __future__ import annotations

import zlib
from datetime import datetime

from postorders.archive.capture import Capture
from postorders.desk.base.person import Person
from postorders.desk.pages.models import Kept
from postorders.desk.register.models import Site


def keep(capture: Capture, source: str, site: Site | None = None, person: Person | None = None) -> Kept:
    """Keeps a capture, inside an act. `source` is `fetch`, `api` or `upload`; `person` who looked or brought it."""
    row = Kept(site=site, source=source, by_id=person.member if person else None)
    row.url, row.final, row.name = capture.url[:2000], capture.final[:2000], capture.name[:200]
    row.at, row.status = datetime.fromisoformat(capture.at), capture.status
    row.kind, row.charset = capture.kind[:100], capture.charset[:40]
    row.sha256, row.size = capture.sha256, len(capture.body)
    row.body = zlib.compress(capture.body, 6)
    row.save()
    return row


def capture_of(row: Kept) -> Capture:
    """A kept capture as it was."""
    return Capture(row.bytes, row.kind, row.at.isoformat(), row.url, row.final, (), row.status, row.charset, row.name)
