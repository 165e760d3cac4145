"""Everything that was kept of one release, as one web archive."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from postorders.archive.warc import archived
from postorders.desk.pages.models import Kept
from postorders.desk.pages.store import capture_of
from postorders.desk.register.shown import instant
from postorders.desk.release.models import PutRight, Release

MOST = 200  # captures of one archive, the newest


def captures(row: Release) -> list[Kept]:
    """What was kept of a release: each look at its pieces, what people brought, what stood before a correction."""
    pieces = list(row.pieces.exclude(capture=None).values_list("capture", "capture__url", "capture__source"))
    named = {one for one, _url, _source in pieces}
    named |= set(PutRight.objects.filter(release=row).exclude(captured=None).values_list("captured", flat=True))
    served = {url for _one, url, source in pieces if source == "api"}
    looks = Q(site=row.site_id, source="api", url__in=served, at__gte=row.at)
    return list(Kept.objects.filter(Q(id__in=named) | looks).order_by("-at")[:MOST])


def archive(row: Release) -> tuple[str, bytes]:
    """The file's name and its bytes: what was approved, where it stands, and every capture."""
    name = f"{row.department.slug}-release-{row.number}.warc.gz"
    return name, archived([capture_of(one) for one in captures(row)], _about(row), name)


def _about(row: Release) -> dict[str, Any]:
    pieces = row.pieces.select_related("capture").defer("capture__body")
    return {
        "department": row.department.name,
        "release": row.number,
        "account": row.site.url,
        "platform": row.site.platform,
        "state": row.state,
        "out": instant(row.out_at),
        "approved": row.rendering,
        "approved_sha256": row.digest,
        "pieces": [
            {"part": one.index + 1, "url": one.url, "sha256": one.capture.sha256 if one.capture else ""}
            for one in pieces
        ],
    }
