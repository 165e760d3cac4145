"""The shelf in front: what may stand on it, what it keys by, how long it stands, and that it answers as Django does."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from tests.desk.cast import World
from tests.desk.register.public.street import BLUFF, becomes, site

from postorders.desk.register.fast import Fast, Kept, Shelf, key_of

pytestmark = pytest.mark.both
PAGE = f"{BLUFF}/accounts/"


@pytest.fixture
def django(world: World) -> Iterator[Any]:
    """The application as the server has it, but that the database of the test stays open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Counted:
    """An application that counts how often it is asked."""

    def __init__(self, headers: list[tuple[str, str]] | None = None, status: str = "200 OK") -> None:
        self.asked = 0
        self.status = status
        self.headers = headers or [("Cache-Control", "public, max-age=60"), ("ETag", '"one"'), ("Content-Type", "a/b")]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        start_response(self.status, self.headers)
        return [b"answer ", str(self.asked).encode()]


class Clock:
    """A clock that goes when it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def ask(app: Any, path: str = PAGE, query: str = "", method: str = "GET", **given: str) -> tuple[str, Any, bytes]:
    """One request, as a server makes it."""
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
        "SERVER_PORT": "8471", "HTTP_HOST": "localhost:8471", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), **given,
    }  # fmt: skip
    said: list[Any] = []
    body = b"".join(app(environ, lambda status, headers, info=None: said.extend([status, dict(headers)])))
    return said[0], said[1], body


def test_a_list_stands_for_two_seconds() -> None:
    app, clock = Counted(), Clock()
    fast = Fast(app, clock=clock)
    assert [ask(fast)[2] for _ in range(3)] == [b"answer 1"] * 3
    clock.now = 1.9
    ask(fast)
    assert app.asked == 1
    clock.now = 2.0
    assert ask(fast)[2] == b"answer 2"


def test_an_answer_stands_for_half_a_minute_or_until_a_list_changes() -> None:
    app, clock, version = Counted(), Clock(), [1]
    fast = Fast(app, lambda: version[0], clock)
    asked = {"path": "/verify/", "query": "url=x.com/a"}
    for clock.now in (0.0, 5.0, 29.9):
        assert ask(fast, **asked)[2] == b"answer 1"
    clock.now = 30.0
    assert ask(fast, **asked)[2] == b"answer 2"
    version[0], clock.now = 2, 31.8
    assert ask(fast, **asked)[2] == b"answer 2"
    clock.now = 32.0
    assert ask(fast, **asked)[2] == b"answer 3"


def test_head_and_a_known_etag_are_answered_from_it() -> None:
    app = Counted()
    fast = Fast(app)
    ask(fast)
    status, headers, body = ask(fast, method="HEAD")
    assert (status, body, headers["Content-Length"]) == ("200 OK", b"", "8")
    for known in ('"one"', 'W/"one"', '"other", "one"', "*"):
        status, headers, body = ask(fast, HTTP_IF_NONE_MATCH=known)
        assert (status, body, headers["ETag"]) == ("304 Not Modified", b"", '"one"')
        assert "Content-Length" not in headers
    assert ask(fast, HTTP_IF_NONE_MATCH='"two"')[0] == "200 OK"
    assert app.asked == 1


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("query", "lang=es"),
        ("query", "page=2"),
        ("query", "url=https://x.com/a"),
        ("path", f"{BLUFF}/accounts.json"),
        ("path", "/d/osage-crossing/accounts/"),
        ("HTTP_HOST", "elsewhere.example"),
        ("HTTP_X_FORWARDED_PROTO", "https"),
        ("HTTP_ACCEPT_LANGUAGE", "es-MX,es;q=0.9"),
        ("HTTP_COOKIE", "django_language=es"),
    ],
)
def test_what_an_answer_depends_on_keeps_it_apart(name: str, other: str) -> None:
    app = Counted()
    fast = Fast(app)
    assert ask(fast)[2] != ask(fast, **{name: other})[2]
    assert app.asked == 2


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("query", "utm_source=mail"),
        ("HTTP_COOKIE", "sessionid=abc"),
        ("HTTP_ACCEPT_LANGUAGE", "fr-CA, de;q=0.5"),
        ("HTTP_USER_AGENT", "anything"),
    ],
)
def test_what_it_does_not_depend_on_shares_it(name: str, other: str) -> None:
    app = Counted()
    fast = Fast(app)
    assert ask(fast)[2] == ask(fast, **{name: other})[2]
    assert app.asked == 1


@pytest.mark.parametrize(
    "given",
    [
        {"path": "/desk/"},
        {"path": "/d/cedar-bluff/policy/"},
        {"path": f"{BLUFF}/accounts/issue.proof"},
        {"path": f"{PAGE}\n"},
        {"method": "POST"},
        {"query": "url=" + "a" * 5000},
        {"query": "url=%00"},
        {"query": "url=\xc3\xa9"},  # é as raw UTF-8, which would read like the escaped %C3%83%C2%A9
        {"HTTP_ACCEPT_LANGUAGE": "en," * 100},
        {"CONTENT_LENGTH": "12"},
    ],
)
def test_all_else_is_passed_on_untouched(given: dict[str, str]) -> None:
    app = Counted()
    fast = Fast(app)
    ask(fast, **given)
    ask(fast, **given)
    assert app.asked == 2 and not len(fast.lists) and not len(fast.answers)


@pytest.mark.parametrize(
    "app",
    [
        Counted([("Cache-Control", "public"), ("ETag", '"a"'), ("Set-Cookie", "a=b")]),
        Counted([("Cache-Control", "no-store"), ("ETag", '"a"')]),
        Counted([("ETag", '"a"')]),
        Counted([("Cache-Control", "public")]),
        Counted(status="404 Not Found"),
        Counted(status="503 Service Unavailable"),
    ],
)
def test_what_is_not_public_and_whole_never_stands_on_it(app: Counted) -> None:
    fast = Fast(app)
    assert ask(fast)[0] == app.status
    assert ask(fast)[2] == b"answer 2"
    assert ask(fast, method="HEAD")[2] == b""


def test_it_is_bounded_by_number_and_by_bytes() -> None:
    def kept(size: int) -> Kept:
        return Kept([], [], '"a"', b"x" * size, 10.0)

    shelf = Shelf(3, 100)
    for number in range(5):
        shelf.put(number, kept(10))
    assert (len(shelf), shelf.held, shelf.get(1, 0.0)) == (3, 30, None)
    assert shelf.get(2, 0.0)
    shelf.put(5, kept(75))
    assert shelf.get(2, 0.0) and shelf.get(3, 0.0) is None and shelf.held <= 100
    shelf.put(5, kept(1))
    assert shelf.held == sum(len(one.body) for key in range(6) if (one := shelf.get(key, 0.0)))
    shelf.put(6, kept(101))
    assert (len(shelf), shelf.held) == (0, 0)


def test_questions_do_not_push_out_the_lists() -> None:
    app = Counted()
    fast = Fast(app, lambda: 1)
    fast.answers.entries = 2
    ask(fast)
    for number in range(9):
        ask(fast, path=f"{PAGE}verify/", query=f"url=https://x.com/a{number}")
    assert len(fast.answers) == 2 and ask(fast)[2] == b"answer 1"


def test_the_last_of_two_values_counts_as_in_django() -> None:
    def key(query: str) -> Any:
        return key_of({"REQUEST_METHOD": "GET", "PATH_INFO": "/verify/", "QUERY_STRING": query})

    assert key("url=a&url=b") == key("url=b") != key("url=a")


@pytest.mark.parametrize("path", ["accounts/", "accounts.json", "accounts/changes.rss", "trust.txt"])
def test_django_behind_it_gives_the_same_bytes_and_headers(world: World, django: Any, path: str) -> None:
    site(world.bluff, "https://x.com/cedarbluffpd", "Cedar Bluff Police")
    fast = Fast(django)
    first, second = (ask(fast, f"{BLUFF}/{path}") for _ in range(2))
    straight = Client().get(f"{BLUFF}/{path}", headers={"host": "localhost:8471"})
    assert first == second and first[2] == straight.content
    for name in ("ETag", "Cache-Control", "Content-Security-Policy", "Permissions-Policy", "Vary", "Content-Type"):
        assert second[1][name] == straight[name]
    assert len(fast.lists) == 1
    assert ask(fast, f"{BLUFF}/{path}", HTTP_IF_NONE_MATCH=straight["ETag"])[0] == "304 Not Modified"


def test_a_change_shows_when_its_time_is_over(world: World, django: Any) -> None:
    one = site(world.bluff, "https://x.com/cedarbluffpd", "Cedar Bluff Police")
    clock = Clock()
    fast = Fast(django, clock=clock)
    asked = {"path": f"{PAGE}verify/", "query": "url=x.com/cedarbluffpd"}
    assert b"Yes, it is ours." in ask(fast, **asked)[2]
    becomes(world.bluff, one, "suspended")
    clock.now = 2.5
    assert b"suspended" in ask(fast, **asked)[2]


def test_a_host_that_is_not_ours_is_refused_and_not_kept(django: Any) -> None:
    fast = Fast(django)
    assert ask(fast, HTTP_HOST="evil.example")[0].startswith("400")
    assert not len(fast.lists)
