"""The body of an answer: as much of it as is allowed, decompressed with care."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from urllib3 import BaseHTTPResponse

from postorders.archive.fetch.errors import NotFetched
from postorders.archive.fetch.limits import Limits
from postorders.words import _

PIECE = 65_536
MEMBERS = 64  # parts that one gzip body may be put together from
_FREE = 1_000_000  # bytes up to which any growth is fine


def body(response: BaseHTTPResponse, limits: Limits, cut: int | None = None) -> bytes:
    """The whole body, decompressed; with `cut`, no more than its first so many bytes."""
    found = bytearray()
    for piece in _pieces(response, limits):
        found += piece
        if cut is not None and len(found) >= cut:
            return bytes(found[:cut])
        if len(found) > limits.body:
            raise _large(limits.body)
    return bytes(found)


def _pieces(response: BaseHTTPResponse, limits: Limits) -> Iterator[bytes]:
    encoding = _encoding(response)
    raw = _raw(response, limits)
    return raw if encoding == "" else _Inflate(encoding, limits).pieces(raw)


def _encoding(response: BaseHTTPResponse) -> str:
    """The one encoding that has to be undone: "gzip", "deflate" or ""."""
    transfer = response.headers.get("Transfer-Encoding", "chunked").strip().lower()
    named = response.headers.get("Content-Encoding", "").strip().lower()
    encoding = {"": "", "identity": "", "gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}.get(named)
    if encoding is None or transfer not in ("chunked", "identity"):
        what = _("The site sends its pages compressed in a way that nobody asked for.")
        raise NotFetched("encoding", what, _("Upload a saved page instead."))
    return encoding


def _raw(response: BaseHTTPResponse, limits: Limits) -> Iterator[bytes]:
    """The body as it travels."""
    length = response.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > limits.sent:
        raise _large(limits.sent)
    count = 0
    while piece := response.read1(PIECE, decode_content=False):
        count += len(piece)
        if count > limits.sent:
            raise _large(limits.sent)
        yield piece


class _Inflate:
    """Decompresses in small steps, and stops where the growth is no page's any more."""

    def __init__(self, encoding: str, limits: Limits) -> None:
        self._gzip, self._limits = encoding == "gzip", limits
        self._came = self._made = 0
        self._members = 1
        self._tool = zlib.decompressobj(16 + zlib.MAX_WBITS) if self._gzip else None

    def pieces(self, raw: Iterator[bytes]) -> Iterator[bytes]:
        try:
            for piece in raw:
                self._came += len(piece)
                yield from self._feed(piece)
        except zlib.error:
            raise _broken() from None
        if self._tool is not None and self._came and not self._tool.eof:
            raise _broken()

    def _feed(self, piece: bytes) -> Iterator[bytes]:
        while piece:
            if self._tool is None:
                self._tool = zlib.decompressobj(zlib.MAX_WBITS if _wrapped(piece) else -zlib.MAX_WBITS)
            if self._tool.eof and not self._next(piece):
                return
            made = self._tool.decompress(piece, PIECE)
            self._made += len(made)
            self._bounded()
            yield made
            piece = self._tool.unused_data if self._tool.eof else self._tool.unconsumed_tail

    def _next(self, piece: bytes) -> bool:
        """Begins the next part of a gzip body. What follows otherwise is filling."""
        if not self._gzip or piece[:1] != b"\x1f":
            return False
        self._members += 1
        if self._members > MEMBERS:
            raise _broken()
        self._tool = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return True

    def _bounded(self) -> None:
        if self._made > self._limits.body:
            raise _large(self._limits.body)
        if self._made > _FREE and self._made > self._limits.ratio * self._came:
            what = _("The page grows more than {ratio} times when it is decompressed, as no real page does.")
            raise NotFetched("size", what.format(ratio=self._limits.ratio), _("Tell the site's owner."))


def _wrapped(piece: bytes) -> bool:
    """Whether deflated data begins as the standard says; some servers leave the beginning out."""
    return piece[0] & 0x0F == 8 and (len(piece) < 2 or int.from_bytes(piece[:2], "big") % 31 == 0)


def _large(most: int) -> NotFetched:
    what = _("The page is larger than {size} megabytes.").format(size=f"{most / 1_000_000:g}")
    return NotFetched("size", what, _("Upload a screenshot, or the part of it that matters."))


def _broken() -> NotFetched:
    what = _("The page is compressed, and cannot be decompressed.")
    return NotFetched("encoding", what, _("Try again later, or upload a saved page."), retry_after=600)
