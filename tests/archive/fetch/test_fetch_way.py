"""A fetch from end to end: what is asked, what comes back, where redirects lead, what is told of failures."""

from __future__ import annotations

import queue
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from tests.archive.fetch.town import AGENT, HTML, PAGE, QUICK, Names, Reply, fetcher, raw, redirect, serve

from postorders import __version__
from postorders.archive.fetch import Fetcher, NotFetched, agent
from postorders.errors import InputError

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_capture_says_what_was_found_where_and_when() -> None:
    with serve({"/": redirect("/new"), "/new": redirect("contact?x=1"), "/contact?x=1": Reply()}) as site:
        capture = fetcher(site, clock=lambda: NOON).fetch(f"  {site.url('/')}#top ")
    assert capture.body == PAGE
    assert (capture.kind, capture.charset, capture.status) == ("text/html", "utf-8", 200)
    assert capture.url == site.url("/#top")
    assert capture.final == site.url("/contact?x=1")
    assert capture.hops == (site.url("/"), site.url("/new"))
    assert capture.at == "2026-03-02T12:00:00+00:00"


def test_the_robot_says_who_it_is_and_nothing_of_where_it_has_been() -> None:
    cookie = {**HTML, "Set-Cookie": "session=1", "Location": "/next", "Refresh": "0; url=/elsewhere"}
    with serve({"/": Reply(b"", 302, cookie), "/next": Reply(b"<script src=/a.js></script><img src=/b.png>")}) as site:
        fetcher(site).fetch(site.url())
        fetcher(site).fetch(site.url("/next"))
    assert set(site.paths) == {"/robots.txt", "/", "/next"}
    for _, headers in site.asked:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert headers["User-Agent"] == f"PostOrders/{__version__} (+https://cedarbluff.example/robot)"
        assert headers["Accept-Encoding"] == "gzip, deflate"


def test_the_kind_that_is_named_first_is_asked_for_first() -> None:
    with serve() as site:
        fetcher(site).fetch(site.url(), accept=["text/html", "application/json"])
    assert site.asked[-1][1]["Accept"] == "text/html, application/json;q=0.9"


@pytest.mark.parametrize("name", ["", "Post\r\nX: 1/1", "Pöst/1", "Mozilla 5/0"])
def test_a_robot_without_a_usable_name_asks_nothing(name: str) -> None:
    with pytest.raises(InputError):
        Fetcher(name)
    assert agent("https://a.example/").startswith("PostOrders/")


def test_a_circle_is_noticed() -> None:
    with (
        serve({"/": redirect("/a"), "/a": redirect("/")}) as site,
        pytest.raises(NotFetched, match="circle") as refused,
    ):
        fetcher(site).fetch(site.url())
    assert refused.value.why == "redirects"
    assert site.paths == ["/robots.txt", "/", "/a"]


@pytest.mark.parametrize(("hops", "fine"), [(5, True), (6, False)])
def test_five_redirects_are_followed_and_no_more(hops: int, fine: bool) -> None:
    replies: dict[str, Reply] = {f"/{n}": redirect(f"/{n + 1}") for n in range(hops)} | {f"/{hops}": Reply()}
    with serve(replies) as site:
        if fine:
            assert len(fetcher(site).fetch(site.url("/0")).hops) == 5
        else:
            with pytest.raises(NotFetched) as refused:
                fetcher(site).fetch(site.url("/0"))
            assert refused.value.why == "redirects"
            assert "/6" not in site.paths


def test_a_redirect_may_be_written_in_other_letters_and_with_spaces() -> None:
    place = "/polic\xc3\xada local/"  # UTF-8, as http.server writes Latin-1
    with serve({"/": redirect(place), "/polic%C3%ADa%20local/": Reply()}) as site:
        assert fetcher(site).fetch(site.url()).status == 200


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 451, 500, 503, 599, 204, 206, 300, 304])
def test_a_status_that_is_no_page_is_kept_as_a_number(status: int) -> None:
    with serve({"/": Reply(b"", status)}) as site, pytest.raises(NotFetched) as refused:
        fetcher(site).fetch(site.url())
    assert (refused.value.why, refused.value.status) == ("status", status)
    assert str(status) in refused.value.problems[0].what


@pytest.mark.parametrize(
    ("status", "said", "seconds"),
    [
        (429, "120", 120),
        (503, "0", 0),
        (503, "Mon, 02 Mar 2026 12:05:00 GMT", 300),
        (503, "Mon, 02 Mar 2020 12:05:00 GMT", 0),
        (503, "Mon, 02 Mar 2099 12:05:00 GMT", 86_400),
        (429, "99999999999999999999", 86_400),
        (429, "soon", None),
        (429, "-5", None),
        (404, "120", None),
    ],
)
def test_when_to_come_again_is_told_in_seconds_within_bounds(status: int, said: str, seconds: int | None) -> None:
    with serve({"/": Reply(b"", status, {"Retry-After": said})}) as site, pytest.raises(NotFetched) as refused:
        fetcher(site, clock=lambda: NOON).fetch(site.url())
    assert refused.value.retry_after == seconds


NONSENSE: dict[str, bytes] = {
    "nothing": b"",
    "another protocol": b"SSH-2.0-OpenSSH_9.6\r\n",
    "no status": b"HTTP/1.1 OK\r\n\r\n",
    "half a header": b"HTTP/1.1 200 OK\r\nContent-Ty",
    "a body cut short": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n<p>",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n<p>!",
    "bad chunks": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<p>",
    "a negative chunk": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n<p>",
    "chunks cut short": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<p>",
}


@pytest.mark.parametrize("said", NONSENSE.values(), ids=NONSENSE)
def test_what_is_not_http_is_told_as_a_broken_connection(said: bytes) -> None:
    with raw(lambda line: line.sendall(said)) as site, pytest.raises(NotFetched) as refused:
        fetcher(site).fetch(site.url())
    assert refused.value.why == "connection"
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_two_places_at_once_are_no_redirect() -> None:
    said = b"HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\n\r\n"
    with raw(lambda line: line.sendall(said)) as site, pytest.raises(NotFetched) as refused:
        fetcher(site).fetch(site.url())
    assert refused.value.why == "redirects"


def test_the_next_address_of_a_name_is_tried_when_the_first_does_not_answer() -> None:
    with serve(name="city.test") as site:
        names = Names(city_test=[["127.0.0.9", "127.0.0.1"]])
        assert fetcher(site, resolve=names).fetch(site.url()).status == 200


def test_a_name_that_is_not_known_is_told_by_its_name() -> None:
    with pytest.raises(NotFetched, match=r"nowhere\.gov") as refused:
        Fetcher(AGENT, QUICK, resolve=Names()).fetch("https://nowhere.gov/")
    assert refused.value.why == "name"


def test_one_fetcher_serves_many_threads() -> None:
    with serve({f"/{n}": Reply(b"<p>%d" % n) for n in range(20)}) as site:
        robot = fetcher(site)

        def body(n: int) -> bytes:
            return robot.fetch(site.url(f"/{n}")).body

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(body, range(20))) == [b"<p>%d" % n for n in range(20)]


def later(moments: list[datetime]) -> Callable[[], datetime]:
    return lambda: moments[-1]


def test_what_a_site_allows_is_remembered_for_a_day() -> None:
    now = [NOON]
    with serve() as site:
        robot = fetcher(site, clock=later(now))
        for hours in (0, 1, 23, 25):
            now.append(NOON + timedelta(hours=hours))
            robot.fetch(site.url())
    assert site.paths == ["/robots.txt", "/", "/", "/", "/robots.txt", "/"]


def test_a_line_that_stays_open_is_hung_up() -> None:
    heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def script(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>")
        heard.put(line.recv(10))

    with raw(script) as site:
        assert fetcher(site).fetch(site.url()).body == b"<p>"
    assert heard.get(timeout=5) == b""
