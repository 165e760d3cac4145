"""Timestamps by an outside authority (RFC 3161), over plain HTTP as that protocol has it."""

from __future__ import annotations

import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from postorders.errors import refuse
from postorders.ledger import stamp
from postorders.ledger.files import put
from postorders.ledger.layout import AUTHORITY, STAMPS
from postorders.ledger.note import Checkpoint
from postorders.words import _

TIMEOUT = 15  # seconds
MOST = 100_000  # bytes of an answer


def stamped(folder: Path, checkpoint: Checkpoint) -> bytes:
    """The authority's stamp over a checkpoint, checked and put into the folder; b"" when the desk has no authority.

    Raises InputError when the authority cannot be reached, or what it says does not hold.
    """
    if not settings.CONFIG.timestamps:
        return b""
    path = folder / STAMPS / f"{checkpoint.size}.tsr"
    trusted, pem = _authority()
    data = path.read_bytes() if path.exists() else _ask(settings.CONFIG.timestamps, stamp.request(checkpoint.body))
    try:
        stamp.check(data, checkpoint.body, trusted)
    except ValueError as error:
        mend = _("Check the settings timestamps and timestamps_certificate.")
        what = _("The timestamp does not hold: {reason}.").format(reason=error)
        raise refuse(what, mend, settings.CONFIG.timestamps) from error
    put(path, data)
    put(folder / AUTHORITY, pem)
    return data


def _authority() -> tuple[tuple[Any, ...], bytes]:
    file = settings.CONFIG.timestamps_certificate
    if not file or not Path(file).is_file():
        mend = _("Name a PEM file with the certificates of the authority in timestamps_certificate.")
        raise refuse(_("Without its certificate no timestamp can be checked."), mend, file)
    pem = Path(file).read_bytes()
    return stamp.certificates(pem, file), pem


def _ask(address: str, question: bytes) -> bytes:
    if urlsplit(address).scheme not in ("http", "https"):
        raise refuse(_("The timestamp authority has no http address."), _("Mend the setting timestamps."), address)
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    request = urllib.request.Request(address, data=question, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # nosec B310
            data: bytes = answer.read(MOST)
    except (OSError, ValueError) as error:
        what = _("The timestamp authority did not answer ({kind}).").format(kind=type(error).__name__)
        raise refuse(what, _("It is tried again with the next checkpoint."), address) from error
    return data
