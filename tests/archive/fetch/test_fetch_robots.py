"""What a site asks of robots is read first, and kept."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from tests.archive.fetch.town import QUICK, Reply, fetcher, raw, redirect, serve

from postorders.archive.fetch import NotFetched

TEXT = {"Content-Type": "text/plain"}


def robots(text: str | bytes, status: int = 200) -> Reply:
    return Reply(text if isinstance(text, bytes) else text.encode(), status, TEXT)


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /page", False),
        ("User-agent: *\nDisallow: /\nAllow: /page", True),
        ("User-agent: *\nDisallow: /*?print=", False),
        ("User-agent: PostOrders\nDisallow: /", False),
        ("user-agent: postorders\ndisallow: /", False),
        ("User-agent: PostOrders/2.0\nDisallow: /", False),
        ("User-agent: PostOrders\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: Post\nDisallow: /", True),
        ("User-agent: OtherBot\nDisallow: /", True),
        ("User-agent: OtherBot\nUser-agent: PostOrders\nDisallow: /", False),
        ("User-agent: OtherBot\nUser-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\r\nDisallow: /\r\n", False),
        ("<!DOCTYPE html><p>Not found", True),
    ],
)
def test_the_rules_for_us_are_kept(said: str, allowed: bool) -> None:
    with serve({"/robots.txt": robots(said), "/page?print=1": Reply()}) as site:
        if allowed:
            assert fetcher(site).fetch(site.url("/page?print=1")).status == 200
        else:
            with pytest.raises(NotFetched) as refused:
                fetcher(site).fetch(site.url("/page?print=1"))
            assert (refused.value.why, refused.value.retry_after) == ("robots", None)
            assert site.paths == ["/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_rules_allows_all(status: int) -> None:
    with serve({"/robots.txt": robots("User-agent: *\nDisallow: /", status), "/": Reply()}) as site:
        assert fetcher(site).fetch(site.url()).status == 200


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_rules_that_cannot_be_read_now_allow_nothing_now(status: int) -> None:
    with serve({"/robots.txt": Reply(b"", status, {"Retry-After": "77"}), "/": Reply()}) as site:
        robot = fetcher(site)
        with pytest.raises(NotFetched) as refused:
            robot.fetch(site.url())
        assert (refused.value.why, refused.value.retry_after) == ("robots", 77)
        assert site.paths == ["/robots.txt"]
        site.replies["/robots.txt"] = robots("")
        assert robot.fetch(site.url()).status == 200


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nUser"])
def test_rules_that_break_off_allow_nothing_now(said: bytes) -> None:
    def script(line: socket.socket) -> None:
        raise AssertionError("the page was asked for")

    with raw(script, robots=said) as site, pytest.raises(NotFetched) as refused:
        fetcher(site).fetch(site.url())
    assert refused.value.why == "robots"
    assert refused.value.retry_after


def test_the_rules_may_be_elsewhere() -> None:
    with serve(
        {"/robots.txt": redirect("/rules"), "/rules": robots("User-agent: *\nDisallow: /no"), "/": Reply()}
    ) as site:
        robot = fetcher(site)
        assert robot.fetch(site.url()).status == 200
        with pytest.raises(NotFetched) as refused:
            robot.fetch(site.url("/no"))
    assert refused.value.why == "robots"


def test_a_redirect_is_asked_of_the_rules_of_the_host_it_leads_to() -> None:
    closed = {"/robots.txt": robots("User-agent: *\nDisallow: /"), "/": Reply()}
    with serve(closed) as other, serve({"/": redirect(other.url())}) as site:
        with pytest.raises(NotFetched) as refused:
            fetcher(site, other).fetch(site.url())
        assert refused.value.why == "robots"
        assert refused.value.problems[0].file == other.url()
        assert other.paths == ["/robots.txt"]


def test_only_the_beginning_of_endless_rules_is_read() -> None:
    said = b"User-agent: *\nDisallow: /no\n" + b"# filling\n" * 60_000 + b"Disallow: /\n"
    with serve({"/robots.txt": robots(said), "/": Reply()}) as site:
        robot = fetcher(site)
        assert robot.fetch(site.url()).status == 200
        with pytest.raises(NotFetched):
            robot.fetch(site.url("/no"))


def test_a_rule_that_is_cut_off_is_no_rule() -> None:
    said = b"User-agent: *\nDisallow: /private-things-of-the-city\n"
    with serve({"/robots.txt": robots(said), "/": Reply()}) as site:
        assert fetcher(site, limits=replace(QUICK, robots=25)).fetch(site.url()).status == 200


def test_rules_made_to_be_expensive_are_not() -> None:
    """Ten thousand robots with fifteen thousand rules each would fill the memory."""
    many = "".join(f"User-agent: bot{n}\nUser  agent more{n}\n" for n in range(6_000))
    rules = "".join(f"Disallow: /{n}*a*a*a*\n" for n in range(12_000))
    with serve({"/robots.txt": robots(many + "User-agent: *\n" + rules), "/" + "a" * 1_500: Reply()}) as site:
        assert fetcher(site).fetch(site.url("/" + "a" * 1_500)).status == 200


def test_no_more_hosts_are_remembered_than_allowed() -> None:
    with serve() as one, serve() as two:
        robot = fetcher(one, two, limits=replace(QUICK, hosts=1))
        for site in (one, one, two, one):
            robot.fetch(site.url())
    assert one.paths == ["/robots.txt", "/", "/", "/robots.txt", "/"]


def test_there_is_time_between_two_requests_to_one_host() -> None:
    with serve() as site:
        with pytest.raises(NotFetched) as refused:
            fetcher(site, limits=replace(QUICK, gap=60, wait=1)).fetch(site.url())
        assert site.paths == ["/robots.txt"]
        assert fetcher(site, limits=replace(QUICK, gap=0.1, wait=0.1)).fetch(site.url()).status == 200
    assert refused.value.why == "time"
    assert 1 < (refused.value.retry_after or 0) <= 60


def test_many_threads_wait_for_each_other() -> None:
    with serve() as site:
        robot = fetcher(site, limits=replace(QUICK, gap=0.1))
        start = time.monotonic()
        robot.fetch(site.url())
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(robot.fetch, [site.url()] * 4))
    assert time.monotonic() - start >= 0.5  # six requests, and sleep never ends early


@pytest.mark.parametrize(
    ("said", "patience", "fine"),
    [
        ("0.2", 0.1, False),
        ("0.2", 0.2, True),
        ("9000", 0.1, False),
        ("9000", 0.3, True),
        ("nan", 0, True),
        ("-1", 0, True),
        ("soon", 0, True),
    ],
)
def test_a_longer_time_is_kept_where_the_site_asks_for_it_within_bounds(said: str, patience: float, fine: bool) -> None:
    with serve({"/robots.txt": robots(f"User-agent: *\nCrawl-delay: {said}"), "/": Reply()}) as site:
        robot = fetcher(site, limits=replace(QUICK, delay=0.3, wait=patience))
        if fine:
            assert robot.fetch(site.url()).status == 200
        else:
            with pytest.raises(NotFetched) as refused:
                robot.fetch(site.url())
            assert refused.value.why == "time"


def test_nobody_at_one_door_costs_no_turn_at_the_next() -> None:
    """The knock for https at a site without it is no request: more than one wait would be refused."""
    with serve() as site:
        assert fetcher(site, limits=replace(QUICK, gap=0.2, wait=0.3)).fetch(site.url()).status == 200


def test_waiting_has_an_end_and_then_a_time_to_come_again() -> None:
    with serve({"/robots.txt": robots("User-agent: *\nCrawl-delay: 8"), "/": Reply()}) as site:
        robot = fetcher(site, limits=replace(QUICK, wait=1))
        with pytest.raises(NotFetched) as refused:
            robot.fetch(site.url())
    assert refused.value.why == "time"
    assert 1 < (refused.value.retry_after or 0) <= 8
    assert site.paths == ["/robots.txt"]
