"""Encrypted first: plain HTTP only where nobody answers otherwise, and never because something was wrong with TLS."""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.archive.fetch.town import AGENT, QUICK, Authority, Names, fetcher, raw, redirect, serve

from postorders.archive.fetch import Fetcher, NotFetched
from postorders.archive.fetch.target import read
from postorders.errors import InputError


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("keys"))


def test_an_address_with_http_is_asked_for_by_https(authority: Authority) -> None:
    with serve(tls=authority.server("127.0.0.1")) as site:
        capture = fetcher(site, trust=authority.trust()).fetch(site.url("/"))
    assert capture.url == site.url("/")
    assert capture.final == site.url("/", "https")
    assert capture.hops == ()


def test_the_usual_ports_belong_together() -> None:
    assert read("http://cedarbluff.gov/a?b").secure().url == "https://cedarbluff.gov/a?b"


def test_a_site_without_https_is_asked_plainly_and_the_capture_says_so() -> None:
    with serve() as site:
        assert fetcher(site).fetch(site.url()).final == site.url("/", "http")


def test_https_that_was_asked_for_is_never_given_up() -> None:
    with serve() as site, pytest.raises(NotFetched) as refused:
        fetcher(site).fetch(site.url("/", "https"))
    assert refused.value.why == "connection"
    assert site.asked == []


KNOCKS: dict[str, Callable[[socket.socket], object]] = {
    "closes": lambda line: None,
    "resets": lambda line: line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)),
    "chats": lambda line: line.sendall(b"220 Cedar Bluff\r\n"),
    "is silent": lambda line: line.recv(10),
}


@pytest.mark.parametrize("knock", KNOCKS.values(), ids=KNOCKS)
def test_what_does_not_speak_tls_is_asked_plainly(knock: Callable[[socket.socket], object]) -> None:
    def script(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>plain")

    with raw(script, knock=knock) as site:
        capture = fetcher(site, limits=replace(QUICK, connect=0.3)).fetch(site.url())
    assert (capture.body, capture.final) == (b"<p>plain", site.url())


@pytest.mark.parametrize("alert", [40, 70, 80, 112])  # handshake failure, version, internal, unknown name
def test_a_complaint_in_tls_is_tls_and_not_gone_around(alert: int) -> None:
    def knock(line: socket.socket) -> None:
        line.sendall(b"\x15\x03\x03\x00\x02\x02%c" % alert)

    with raw(lambda line: None, knock=knock) as site, pytest.raises(NotFetched) as refused:
        fetcher(site).fetch(site.url())
    assert refused.value.why == "tls"


def test_nobody_there_at_all_is_told_as_such() -> None:
    with serve() as site:
        pass
    with pytest.raises(NotFetched) as refused:
        fetcher(site).fetch(site.url())
    assert refused.value.why == "connection"
    assert refused.value.retry_after
    assert refused.value.problems[0].file == site.url()


def test_a_certificate_of_nobody_we_trust_is_refused_and_not_gone_around(authority: Authority) -> None:
    with serve(tls=authority.server("127.0.0.1")) as site:
        for scheme in ("https", "http"):
            with pytest.raises(NotFetched, match="certificate") as refused:
                fetcher(site).fetch(site.url("/", scheme))
            assert refused.value.why == "tls"
            assert refused.value.problems[0].file == site.url("/", "https")
        assert site.asked == []


@pytest.mark.parametrize(("name", "days"), [("elsewhere.test", 30), ("city.test", -1)])
def test_a_certificate_for_another_name_or_time_is_refused(authority: Authority, name: str, days: int) -> None:
    with serve(tls=authority.server(name, days=days), name="city.test") as site, pytest.raises(NotFetched) as refused:
        fetcher(site, trust=authority.trust(), resolve=Names(city_test=[["127.0.0.1"]])).fetch(site.url())
    assert refused.value.why == "tls"


def test_tls_that_is_too_old_is_refused_and_not_gone_around(authority: Authority) -> None:
    context = authority.server("127.0.0.1")
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    trust = authority.trust()
    trust.minimum_version = ssl.TLSVersion.TLSv1_3
    with serve(tls=context) as site, pytest.raises(NotFetched) as refused:
        fetcher(site, trust=trust).fetch(site.url())
    assert refused.value.why == "tls"


def test_the_name_is_told_to_the_server_though_the_address_is_called(authority: Authority) -> None:
    heard: list[str | None] = []
    context = authority.server("city.test")
    context.sni_callback = lambda _line, name, _context: heard.append(name)
    with serve(tls=context, name="city.test") as site:
        robot = fetcher(site, trust=authority.trust(), resolve=Names(city_test=[["127.0.0.1"]]))
        assert robot.fetch(site.url("/", "https")).status == 200
    assert set(heard) == {"city.test"}
    assert {headers["Host"] for _, headers in site.asked} == {f"city.test:{site.port}"}


def test_a_redirect_from_https_to_plain_http_is_refused(authority: Authority) -> None:
    with serve() as plain, serve({"/": redirect(plain.url())}, tls=authority.server("127.0.0.1")) as site:
        with pytest.raises(NotFetched) as refused:
            fetcher(site, plain, trust=authority.trust()).fetch(site.url("/", "https"))
        assert refused.value.why == "redirects"
        assert plain.asked == []


def test_a_redirect_to_http_is_followed_where_https_answers_there(authority: Authority) -> None:
    tls = authority.server("127.0.0.1")
    with serve(tls=tls) as new, serve({"/": redirect(new.url())}, tls=tls) as site:
        capture = fetcher(site, new, trust=authority.trust()).fetch(site.url("/", "https"))
    assert capture.final == new.url("/", "https")
    assert capture.hops == (site.url("/", "https"),)


def test_a_trust_that_checks_nothing_is_refused(tmp_path: Path) -> None:
    blind = ssl.create_default_context()
    blind.check_hostname = False
    with pytest.raises(InputError):
        Fetcher(AGENT, QUICK, trust=blind)


def test_a_plain_page_may_lead_to_an_encrypted_one(authority: Authority) -> None:
    tls = authority.server("127.0.0.1")
    with serve(tls=tls) as safe, serve({"/": redirect(safe.url("/", "https"))}) as site:
        capture = fetcher(site, safe, trust=authority.trust()).fetch(site.url())
    assert (capture.hops, capture.final) == ((site.url(),), safe.url("/", "https"))
