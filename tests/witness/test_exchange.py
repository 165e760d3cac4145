"""One question costs no more than the limits say, goes to no other place, and every failure has words."""

from __future__ import annotations

import ssl
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.archive.fetch.town import Authority
from tests.witness.clerk import Asked, Clerk, Reply, in_turn, raw, says, serving

from postorders.witness import place
from postorders.witness.exchange import Exchange, Limits, NoAnswer

QUICK = Limits(connect=5, whole=5, answer=10_000)
ASKED = [{"role": "user", "content": "Well?"}]


def ask(clerk: Clerk, limits: Limits = QUICK, trust: ssl.SSLContext | None = None, key: str = "") -> bytes:
    at = place(clerk.url, "small", env={"POSTORDERS_WITNESS_KEY": key})
    return Exchange(at, limits, trust).ask(ASKED)


def failure(reply: Reply, limits: Limits = QUICK) -> tuple[str, bool, int]:
    """What is said, whether for good, and how often it was asked."""
    with serving(reply) as clerk:
        with pytest.raises(NoAnswer) as error:
            ask(clerk, limits)
        return str(error.value), error.value.for_good, len(clerk.requests)


def test_a_question_has_the_shape_of_the_api_and_its_answer_comes_whole() -> None:
    with serving(raw(b'{"choices": []}')) as clerk:
        assert ask(clerk, key="k-1") == b'{"choices": []}'
    assert clerk.paths == ["/v1/chat/completions"]
    assert clerk.requests == [{"model": "small", "messages": ASKED, "stream": False}]
    assert clerk.headers[0]["Authorization"] == "Bearer k-1"


def test_without_a_key_none_is_sent() -> None:
    with serving(raw(b"{}")) as clerk:
        ask(clerk)
    assert "Authorization" not in clerk.headers[0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 204])
def test_a_refusal_is_for_good_and_is_not_asked_again(status: int) -> None:
    said, for_good, times = failure(raw(b"", status))
    assert f"HTTP status {status}" in said
    assert (for_good, times) == (True, 1)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_or_broken_server_is_asked_once_more(status: int) -> None:
    said, for_good, times = failure(raw(b"", status))
    assert f"HTTP status {status}" in said
    assert (for_good, times) == (False, 2)
    with serving(in_turn(raw(b"", status), raw(b"yes"))) as clerk:
        assert ask(clerk) == b"yes"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with serving(raw(b"yes")) as other:
        said, for_good, times = failure(raw(b"", status, Location=f"{other.url}/chat/completions"))
    assert "sends the post elsewhere" in said
    assert (for_good, times, other.requests) == (True, 1, [])


@pytest.mark.parametrize("more", [1, 5_000_000])
def test_an_answer_that_is_too_long_is_left(more: int) -> None:
    said, _for_good, times = failure(raw(b"x" * (QUICK.answer + more)))
    assert "too long" in said
    assert times == 1


def drip(to: BaseHTTPRequestHandler, _asked: Asked) -> None:
    to.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(200):
        to.wfile.write(b" ")
        to.wfile.flush()
        time.sleep(0.02)


def drip_headers(to: BaseHTTPRequestHandler, _asked: Asked) -> None:
    to.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(200):
        to.wfile.write(b"x")
        to.wfile.flush()
        time.sleep(0.02)


def silence(to: BaseHTTPRequestHandler, _asked: Asked) -> None:
    to.connection.settimeout(5)
    to.connection.recv(1)


def silence_halfway(to: BaseHTTPRequestHandler, asked: Asked) -> None:
    to.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    silence(to, asked)


@pytest.mark.parametrize("reply", [drip, drip_headers, silence, silence_halfway])
def test_a_slow_server_is_left_at_the_deadline(reply: Reply) -> None:
    said, for_good, times = failure(reply, Limits(whole=0.3))
    assert "took too long" in said
    assert (for_good, times) == (True, 1)


def hang_up(to: BaseHTTPRequestHandler, _asked: Asked) -> None:
    to.connection.close()


def babble(to: BaseHTTPRequestHandler, _asked: Asked) -> None:
    to.wfile.write(b"220 mail.example ESMTP\r\n")


@pytest.mark.parametrize("reply", [hang_up, babble])
def test_what_is_not_http_is_told(reply: Reply) -> None:
    said, _for_good, times = failure(reply)
    assert "Nothing answers at 127.0.0.1" in said
    assert times == 2


def test_where_nobody_is_nothing_is_sent() -> None:
    with serving(says("")) as clerk:
        pass
    with pytest.raises(NoAnswer, match="Nothing answers at"):
        ask(clerk)


def test_over_https_the_certificate_has_to_be_good(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with serving(raw(b"yes"), authority.server("127.0.0.1")) as clerk:
        with pytest.raises(NoAnswer, match="No encrypted connection"):
            ask(clerk)
        assert clerk.requests == []
        assert ask(clerk, trust=authority.trust()) == b"yes"
