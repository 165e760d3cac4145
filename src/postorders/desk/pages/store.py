"""Keeping captures: their bytes, compressed, and who fetched or brought them."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from postorders.archive.capture import Capture
from postorders.archive.read.shape import fit
from postorders.desk.base.person import Person
from postorders.desk.pages.models import Kept
from postorders.desk.register.models import Site

LATELY = timedelta(days=1)


def keep(capture: Capture, source: str, site: Site | None = None, person: Person | None = None) -> Kept:
    """Keeps a capture, inside an act. `source` is `fetch`, `api` or `upload`; `person` who looked or brought it.

    The same bytes from the same place are kept once a day: a look that finds them again points at those.
    """
    if source != "upload" and (same := _same(capture, source, site)):
        return same
    row = Kept(site=site, source=source, by_id=person.member if person else None)
    row.url, row.final, row.name = fit(capture.url)[:2000], fit(capture.final)[:2000], fit(capture.name)[:200]
    row.at, row.status = datetime.fromisoformat(capture.at), capture.status
    row.kind, row.charset = fit(capture.kind)[:100], fit(capture.charset)[:40]
    row.sha256, row.size = capture.sha256, len(capture.body)
    row.body = zlib.compress(capture.body, 6)
    row.save()
    return row


def _same(capture: Capture, source: str, site: Site | None) -> Kept | None:
    """The same bytes, when they were kept a short time ago."""
    lately = Kept.objects.filter(site=site, source=source, at__gt=datetime.fromisoformat(capture.at) - LATELY)
    where = {"url": fit(capture.url)[:2000], "final": fit(capture.final)[:2000], "status": capture.status}
    found: Kept | None = lately.filter(sha256=capture.sha256, **where).order_by("-at").first()
    return found


def capture_of(row: Kept) -> Capture:
    """A kept capture as it was."""
    asked = "" if row.source == "upload" else row.url  # what somebody brought is read without it, as it was brought
    return Capture(row.bytes, row.kind, row.at.isoformat(), asked, row.final, (), row.status, row.charset, row.name)
