"""Captures as one web archive (WARC 1.1, ISO 28500), which other programs of archives open."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from postorders.archive.capture import Capture

TYPE = "application/warc"
_SAFE = "%:/?#[]@!$&'()*+,;=-._~"
_SELF = uuid.UUID("6b0f4d5c-1f0f-5c55-9a57-3d7e5f4a1c11")  # the space of our record ids


def archived(captures: Iterable[Capture], about: Mapping[str, Any], name: str) -> bytes:
    """The captures as `resource` records, oldest first, compressed record by record; `about` is one record of JSON
    before them that says what they are of, and `name` the file's name.

    They are resources and no responses, for what a server sent beside the bytes was not kept. Equal captures give equal
    bytes. SHA-256 of each capture's bytes stands in its id and, in hexadecimal, in the record about all.
    """
    from warcio.warcwriter import WARCWriter

    found = sorted(captures, key=lambda one: (_utc(one.at), one.url, one.sha256))
    at = _utc(found[-1].at) if found else _utc("1970-01-01T00:00:00+00:00")
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    info = f"software: Post Orders\r\nformat: WARC File Format 1.1\r\nisPartOf: {_line(name)}\r\n".encode()
    more = {"WARC-Filename": _line(name)}
    _write(writer, "", "warcinfo", info, "application/warc-fields", at, more)
    said = {**about, "captures": [_told(one) for one in found]}
    told = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode(errors="replace")
    _write(writer, "urn:postorders:about", "metadata", told, "application/json", at, {})
    for one in found:
        _write(
            writer, _place(one), "resource", one.body, _line(one.kind) or "application/octet-stream", _utc(one.at), {}
        )
    return out.getvalue()


def _write(writer: Any, place: str, kind: str, body: bytes, type_: str, at: str, more: Mapping[str, str]) -> None:
    known = uuid.uuid5(_SELF, "\n".join((kind, place, at, Capture(body, type_, at).sha256)))
    headers = {"WARC-Record-ID": f"<urn:uuid:{known}>", "WARC-Date": at, **more}
    record = writer.create_warc_record(
        place, kind, payload=io.BytesIO(body), length=len(body), warc_content_type=type_, warc_headers_dict=headers
    )
    writer.write_record(record)


def _told(one: Capture) -> dict[str, Any]:
    return {
        "url": _place(one), "at": one.at, "type": one.kind, "status": one.status, "size": len(one.body),
        "sha256": one.sha256, "name": one.name,
    }  # fmt: skip


def _place(one: Capture) -> str:
    """Where it was found, as an address that fits into a line; of what somebody brought, its hash."""
    where = one.final or one.url
    return quote(where, safe=_SAFE) if where.startswith(("https://", "http://")) else f"urn:sha256:{one.sha256}"


def _utc(at: str) -> str:
    when = datetime.fromisoformat(at)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _line(words: str) -> str:
    """Words that stay in one line of a header."""
    return "".join(one if one.isascii() and one.isprintable() else "?" for one in words)
