"""One request, one answer: what every way of failing means for a post, met with a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.platforms.contract.server import Asked, Contract, Reply, serving

from postorders.platforms.wire import (
    Answer,
    Expired,
    Gone,
    Limited,
    Refused,
    Trouble,
    Unavailable,
    Unknown,
    good,
    send,
)

NOWHERE = "http://127.0.0.1:9/post"
SHORT = Reply(b'{"id": "1', headers={"Content-Length": "50", "Connection": "close"})


class Echo(Contract):
    """Keeps what it was asked and answers with an id."""

    def __init__(self) -> None:
        super().__init__()
        self.routes = [(method, "/post", self.made) for method in ("GET", "POST", "PUT", "DELETE")]

    def made(self, asked: Asked) -> Reply:
        return Reply({"id": "1"}, headers={"X-Rate": "5"})


@pytest.fixture
def server() -> Iterator[Contract]:
    with serving(Echo()) as contract:
        yield contract


def asked(server: Contract, method: str, **more: Any) -> Answer:
    return good(send(method, f"{server.base}/post", **more), changes=method != "GET")


def trouble(server: Contract, method: str, **more: Any) -> Trouble:
    with pytest.raises(Trouble) as caught:
        asked(server, method, **more).data()
    return caught.value


def test_an_answer_has_status_headers_and_body(server: Contract) -> None:
    answer = asked(server, "POST", json_body={"text": "Straße"}, headers={"Authorization": "Bearer key"})
    assert (answer.status, answer.headers["x-rate"], answer.type, answer.data()) == (
        200, "5", "application/json", {"id": "1"},
    )  # fmt: skip
    assert (server.asked[0].data, server.asked[0].token) == ({"text": "Straße"}, "key")


def test_a_form_a_query_and_files_arrive(server: Contract) -> None:
    asked(server, "POST", form={"text": "a & b"}, query={"part": "snippet"})
    asked(server, "POST", form={"alt": "A road."}, files={"file": ("road.jpg", b"\xff\xd8", "image/jpeg")})
    asked(server, "PUT", body=b"\0\1")
    first, second, third = server.asked
    assert (first.form, first.query) == ({"text": "a & b"}, {"part": "snippet"})
    assert (second.form, second.parts) == ({"alt": "A road."}, {"file": (b"\xff\xd8", "image/jpeg", "road.jpg")})
    assert third.body == b"\0\1"


def test_half_characters_break_no_request(server: Contract) -> None:
    asked(server, "POST", form={"text": "\ud800"}, query={"q": "\udfff"})
    assert (server.asked[0].form, server.asked[0].query) == ({"text": "?"}, {"q": "?"})


@pytest.mark.parametrize(
    ("status", "changing", "reading"),
    [
        (400, Refused, Refused),
        (401, Expired, Expired),
        (403, Refused, Refused),
        (404, Gone, Gone),
        (410, Gone, Gone),
        (429, Limited, Limited),
        (500, Unknown, Unavailable),
        (502, Unknown, Unavailable),
        (503, Unavailable, Unavailable),
        (504, Unknown, Unavailable),
    ],
)
def test_each_status_has_its_meaning(
    server: Contract, status: int, changing: type[Trouble], reading: type[Trouble]
) -> None:
    server.fail(".*", "before", Reply({"error": "no"}, status), times=2)
    assert type(trouble(server, "POST")) is changing
    assert type(trouble(server, "GET")) is reading


@pytest.mark.parametrize(
    ("how", "reply"),
    [
        ("drop before", None),
        ("drop after", None),
        ("before", SHORT),
        ("before", Reply(b"<html>proxy</html>")),
        ("before", Reply(b'{"id": "1')),
        ("before", Reply(b"[" * 100_000)),
        ("before", Reply(b"\xff\xfe{")),
        ("before", Reply(b"x" * (17 << 20))),
    ],
)
def test_an_answer_that_is_lost_or_cannot_be_read_leaves_a_change_unknown(
    server: Contract, how: str, reply: Reply | None
) -> None:
    server.fail(".*", how, reply, times=3)
    for method, kind in (("POST", Unknown), ("DELETE", Unknown), ("GET", Unavailable)):
        assert type(trouble(server, method)) is kind


def test_an_answer_that_comes_too_late_is_lost(server: Contract) -> None:
    server.fail("POST /post", "slow after", wait=3)
    assert type(trouble(server, "POST", timeout=0.5)) is Unknown
    assert server.count("POST /post") == 1


def test_a_server_that_is_not_there_got_nothing() -> None:
    for method in ("POST", "GET"):
        with pytest.raises(Unavailable, match="cannot be reached"):
            send(method, NOWHERE)


def test_a_redirect_is_not_followed(server: Contract) -> None:
    server.fail("POST /post", "before", Reply(b"", 302, {"Location": f"{server.base}/post?again"}))
    assert "answered 302" in trouble(server, "POST").told
    assert len(server.asked) == 1


def test_nothing_is_tried_twice(server: Contract) -> None:
    for how in ("before", "drop before", "drop after"):
        server.fail("POST /post", how)
        trouble(server, "POST")
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("headers", "wait"), [({"Retry-After": "17"}, 17), ({"Retry-After": "Sun, 22 Nov"}, 60), ({}, 60)]
)
def test_too_many_requests_say_how_long_to_wait(server: Contract, headers: dict[str, str], wait: float) -> None:
    server.fail("POST /post", "before", Reply({}, 429, headers))
    assert trouble(server, "POST").wait == wait


@pytest.mark.parametrize("url", ["http://social.example/post", "ftp://127.0.0.1/post", "http://127.0.0.1.example/", ""])
def test_a_platform_is_asked_over_https_or_on_this_machine(url: str) -> None:
    with pytest.raises(ValueError, match="over https"):
        send("POST", url)


def test_what_an_answer_holds_stands_in_no_representation(server: Contract) -> None:
    assert "secret" not in repr(Answer(200, {}, b"secret", server.base))
