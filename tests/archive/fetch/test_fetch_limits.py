"""No site can cost more time or room than the limits say."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from dataclasses import replace

import pytest
from tests.archive.fetch.town import AGENT, HTML, PAGE, QUICK, Reply, Site, fetcher, raw, serve

from postorders.archive.fetch import Fetcher, Limits, NotFetched

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SMALL = replace(QUICK, sent=20_000, body=200_000)


def packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def refusal(site: Site, limits: Limits = QUICK) -> NotFetched:
    with pytest.raises(NotFetched) as refused:
        fetcher(site, limits=limits).fetch(site.url())
    return refused.value


def drip(line: socket.socket, start: bytes, piece: bytes) -> None:
    line.sendall(start)
    for _ in range(400):
        line.sendall(piece)
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (OK + b"\r\n", b"x"),
        (OK + b"Content-Length: 4000\r\n\r\n", b"x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x"),
        (OK + b"X-Slow: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP", b"/"),
    ],
)
def test_a_site_that_drips_is_left_at_the_deadline(start: bytes, piece: bytes) -> None:
    with raw(lambda line: drip(line, start, piece)) as site:
        refused = refusal(site, replace(QUICK, whole=0.4))
    assert refused.why == "time"
    assert "0.4 seconds" in refused.problems[0].what


def test_a_site_that_falls_silent_is_left_sooner() -> None:
    def script(line: socket.socket) -> None:
        line.sendall(OK)
        line.recv(1)

    with raw(script) as site:
        refused = refusal(site, replace(QUICK, between=0.2))
    assert refused.why == "time"
    assert "sent nothing for 0.2 seconds" in refused.problems[0].what


def test_a_site_that_never_finishes_its_handshake_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        site = Site(silent.getsockname()[1], {})
        with pytest.raises(NotFetched) as refused:
            fetcher(site, limits=replace(QUICK, connect=0.2)).fetch(site.url("/", "https"))
    assert refused.value.why == "connection"


def test_a_name_service_that_never_answers_is_left() -> None:
    stop = threading.Event()

    def slow(*_: object) -> list[tuple[object, ...]]:
        stop.wait(5)
        return []

    with pytest.raises(NotFetched) as refused:
        Fetcher(AGENT, replace(QUICK, between=0.2), resolve=slow).fetch("https://cedarbluff.gov/")
    stop.set()
    assert refused.value.why == "name"


@pytest.mark.parametrize("start", [OK + b"X-Big: ", OK, b"HTTP/1.1 100 Continue\r\n"])
def test_headers_have_an_end(start: bytes) -> None:
    filling = b"a" * 200_000 if start.endswith(b" ") else b"X-Many: abcdefghij\r\n" * 90 + b"X: " + b"a" * 70_000
    with raw(lambda line: line.sendall(start + filling)) as site:
        assert refusal(site).why == "size"


def test_more_headers_than_any_site_has_are_refused() -> None:
    with raw(lambda line: line.sendall(OK + b"X: a\r\n" * 200 + b"\r\n<p>")) as site:
        assert refusal(site).why == "connection"


@pytest.mark.parametrize(
    "head",
    [
        OK + b"Content-Length: 20001\r\n\r\n",
        OK + b"Content-Length: 99999999999999\r\n\r\n",
        OK + b"\r\n" + b"x" * 30_000,
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"5000\r\n" + b"x" * 0x5000 + b"\r\n0\r\n\r\n",
    ],
)
def test_a_body_that_is_too_large_is_refused(head: bytes) -> None:
    with raw(lambda line: line.sendall(head)) as site:
        assert refusal(site, SMALL).why == "size"


def test_a_body_hidden_between_chunks_has_an_end() -> None:
    trailer = OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X: a\r\n" * 400_000
    with raw(lambda line: line.sendall(trailer)) as site:
        assert refusal(site, SMALL).why == "size"


def test_an_endless_body_ends_with_the_limit() -> None:
    def script(line: socket.socket) -> None:
        line.sendall(OK + b"\r\n")
        while True:
            line.sendall(b"x" * 65_536)

    with raw(script) as site:
        assert refusal(site).why == "size"


def deflate(body: bytes, bits: int = 15) -> bytes:
    tool = zlib.compressobj(9, zlib.DEFLATED, bits)
    return tool.compress(body) + tool.flush()


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("gzip", packed(PAGE)),
        ("GZIP", packed(PAGE)),
        ("x-gzip", packed(PAGE)),
        ("gzip", packed(PAGE[:9]) + packed(PAGE[9:])),
        ("gzip", packed(PAGE) + b"\0" * 100),
        ("deflate", deflate(PAGE)),
        ("deflate", deflate(PAGE, -15)),
        ("identity", PAGE),
        ("", PAGE),
    ],
)
def test_what_is_compressed_as_we_asked_is_decompressed(encoding: str, sent: bytes) -> None:
    with serve({"/": Reply(sent, 200, {**HTML, "Content-Encoding": encoding})}) as site:
        assert fetcher(site).fetch(site.url()).body == PAGE


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("br", b"\x0b\x02\x80<p>\x03"),
        ("zstd", b"\x28\xb5\x2f\xfd"),
        ("compress", b"\x1f\x9d"),
        ("gzip, gzip", packed(packed(PAGE))),
        ("deflate, gzip", packed(deflate(PAGE))),
        ("identity, gzip", packed(PAGE)),
        ("gzip", PAGE),
        ("gzip", packed(PAGE)[:-9]),
        ("gzip", packed(PAGE)[:-8] + b"\0" * 8),
        ("gzip", packed(b"") * 100),
        ("deflate", b"\xff\xff\xff"),
        ("deflate", deflate(PAGE)[:-6]),
    ],
)
def test_other_compression_is_refused(encoding: str, sent: bytes) -> None:
    with serve({"/": Reply(sent, 200, {**HTML, "Content-Encoding": encoding})}) as site:
        assert refusal(site).why == "encoding"


def test_stacked_transfer_encodings_are_refused() -> None:
    said = OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + packed(PAGE)
    with raw(lambda line: line.sendall(said)) as site:
        assert refusal(site).why == "encoding"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_zip_bomb_is_put_out_early(encoding: str) -> None:
    bomb = b"<p>" + b"\0" * 60_000_000
    sent = packed(bomb) if encoding == "gzip" else deflate(bomb)
    assert len(sent) < 100_000
    with serve({"/": Reply(sent, 200, {**HTML, "Content-Encoding": encoding})}) as site:
        refused = refusal(site)
    assert refused.why == "size"
    assert "grows more than 100 times" in refused.problems[0].what


def test_a_body_that_is_too_large_when_decompressed_is_refused() -> None:
    lines = b"".join(b"<li>%d%d" % (n, n * n) for n in range(12_000))
    sent = packed(lines)
    assert len(sent) < SMALL.sent * 4 < len(lines) * 4
    with serve({"/": Reply(sent, 200, {**HTML, "Content-Encoding": "gzip"})}) as site:
        limits = replace(QUICK, body=100_000)
        assert "larger than 0.1 megabytes" in str(refusal(site, limits))


def test_a_small_page_may_grow_as_it_likes() -> None:
    with serve({"/": Reply(packed(b"<p>" + b" " * 900_000), 200, {**HTML, "Content-Encoding": "gzip"})}) as site:
        assert len(fetcher(site).fetch(site.url()).body) == 900_003


def test_a_zip_bomb_for_rules_is_put_out_too() -> None:
    bomb = Reply(packed(b"#" * 50_000_000), 200, {"Content-Encoding": "gzip"})
    with serve({"/robots.txt": bomb, "/": Reply()}) as site:
        assert fetcher(site).fetch(site.url()).status == 200
