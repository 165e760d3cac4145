"""The published files that anybody may fetch: hashes and signatures, which tell a stranger nothing of what was done."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from postorders.desk.ledger.origin import folder_of
from postorders.desk.people.models import Department
from postorders.ledger import layout
from postorders.ledger.folder import newest
from postorders.ledger.tiles import names

_FIRM = re.compile(r"tile/(?:entries|[0-9]{1,2})/(?:x[0-9]{3}/)*[0-9]{3}|stamps/[0-9]{1,19}\.tsr")
_OPEN = re.compile(
    r"checkpoint|keys|verify\.py|checkpoints/[0-9]{1,19}|stamps/authority\.pem|payloads/[0-9]{1,17}\.jsonl|"
    r"tile/(?:entries|[0-9]{1,2})/(?:x[0-9]{3}/)*[0-9]{3}\.p/[0-9]{1,3}"
)
_TEXT = re.compile(r"checkpoint|keys|verify\.py|checkpoints/.*|.*\.(?:pem|jsonl)")


def file(request: HttpRequest, department: Department, name: str) -> HttpResponse:
    """One published file, with an ETag and without a cookie. Raises Http404 for anything else."""
    firm = bool(_FIRM.fullmatch(name))
    if not firm and not _OPEN.fullmatch(name):
        raise Http404
    data = _read(folder_of(department) / name)
    if name.startswith("payloads/") and data.replace(b"null\n", b""):
        raise Http404  # what entries say is published nowhere, whatever may lie in the folder
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    kind = "text/plain; charset=utf-8" if _TEXT.fullmatch(name) else "application/octet-stream"
    response = get_conditional_response(request, etag=etag) or HttpResponse(data, content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=31536000, immutable" if firm else "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def addresses(department: Department) -> Iterator[str]:
    """The address of every published file, for whoever wants a copy of the whole."""
    folder = folder_of(department)
    base = f"{settings.CONFIG.address.rstrip('/')}/d/{department.slug}/ledger"
    if not (folder / layout.CHECKPOINT).exists():
        return
    size = newest(folder).size
    yield from (f"{base}/{name}" for name in (layout.CHECKPOINT, layout.KEYS, layout.SCRIPT))
    yield from (f"{base}/{layout.CHECKPOINTS}/{one}" for one in layout.sizes(folder))
    yield from (f"{base}/{layout.STAMPS}/{path.name}" for path in sorted((folder / layout.STAMPS).glob("*.*")))
    yield from (f"{base}/{layout.payload_name(group)}" for group in range((size + 255) // 256))
    yield from (f"{base}/{name}" for name in names(size))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Http404 from error
