"""What each failure of a Bluesky server means for a post."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.platforms.contract.bluesky import Account, Bluesky, no
from tests.platforms.contract.blueskyline import (
    CREATE,
    ROAD,
    caught,
    first,
    lined,
    opened,
    sent,
)
from tests.platforms.contract.server import Reply, serving

from postorders.platforms.bluesky.publish import PUBLISHER
from postorders.platforms.publisher import Line
from postorders.platforms.wire import Expired, Limited, Refused, Trouble, Unavailable, Unknown


@pytest.fixture
def server() -> Iterator[Bluesky]:
    with serving(Bluesky()) as running:
        assert isinstance(running, Bluesky)
        yield running


@pytest.fixture
def police(server: Bluesky) -> Account:
    return server.join("police.fultongrove.example")


@pytest.fixture
def line(server: Bluesky, police: Account) -> Line:
    return lined(server, opened(server, police.handle))


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (no("InvalidToken", "Bad token scope"), Expired),
        (no("AccountTakedown", "Account has been taken down", 401), Expired),
        (no("AccountNotFound", "Account not found", 403), Expired),
        (no("InvalidRequest", "Unacceptable slur in record key"), Refused),
        (no("Forbidden", "Forbidden", 403), Refused),
        (no("XRPCNotSupported", "Not Found", 404), Refused),
        (no("PayloadTooLarge", "request entity too large", 413), Refused),
        (no("NotEnoughResources", "Service Unavailable", 503), Unavailable),
        (no("UpstreamTimeout", "Upstream Timeout", 504), Unknown),
        (no("InternalServerError", "Internal Server Error", 500), Unknown),
        (Reply(b"<html>bad gateway</html>", 502), Unknown),
        (Reply(b"<html>fine</html>", 200), Unknown),
        (Reply(b'{"uri": "at://did:plc:', 200), Unknown),
        (Reply([1], 200), Unknown),
        (Reply({"uri": "at://other", "cid": 7}, 200), Unknown),
        (Reply(b"[" * 100_000, 200), Unknown),
        (Reply(b"x" * (17 << 20), 200), Unknown),
        (Reply(b"", 302, {"Location": "http://127.0.0.1:9/"}), Refused),
    ],
)
def test_each_failure_says_what_it_means_for_the_post(
    server: Bluesky, police: Account, line: Line, reply: Reply, kind: type[Trouble]
) -> None:
    server.fail(CREATE, "before", reply)
    told = caught(kind, sent, line, PUBLISHER.render(ROAD)).told
    assert told and len(told) <= 300
    assert police.records == {}


def test_too_many_posts_are_told_how_long_to_wait(server: Bluesky, line: Line) -> None:
    late = {"RateLimit-Limit": "5000", "RateLimit-Remaining": "0", "RateLimit-Reset": str(int(time.time()) + 900)}
    server.fail(CREATE, "before", no("RateLimitExceeded", "Rate Limit Exceeded", 429, **late))
    assert 800 < caught(Limited, sent, line, PUBLISHER.render(ROAD)).wait <= 900
    for name, value, wait in (
        ("Retry-After", "30", 30),
        ("Retry-After", "9" * 9, 86_400),
        ("RateLimit-Reset", "x", 60),
    ):
        server.fail(CREATE, "before", no("RateLimitExceeded", "Rate Limit Exceeded", 429, **{name: value}))
        assert caught(Limited, sent, line, PUBLISHER.render(ROAD)).wait == wait


def test_words_of_the_server_never_repeat_a_secret(server: Bluesky, line: Line) -> None:
    server.fail(CREATE, "before", no("InvalidRequest", f"No {line.secrets['access']}\u202e{line.secrets['refresh']}"))
    assert caught(Refused, sent, line, PUBLISHER.render(ROAD)).told == "No …\\u202e…"


@pytest.mark.parametrize("body", [b"", b"null", b'{"value": 7, "cid": "b"}', b'{"value": {"text": 7}}', b'"\\ud800"'])
def test_a_reading_that_makes_no_sense_is_an_outage(server: Bluesky, line: Line, body: bytes) -> None:
    (place,) = sent(line, PUBLISHER.render(ROAD))
    server.fail("GET .*", "before", Reply(body), times=2)
    caught(Unavailable, PUBLISHER.read, line, place)
    caught(Unavailable, PUBLISHER.latest, line, 1)


def test_a_record_of_odd_parts_is_read_as_far_as_it_goes(police: Account, line: Line) -> None:
    (place,) = sent(line, PUBLISHER.render(ROAD))
    first(police).update(text="half \ud800", facets=[7, {"features": {}}], embed={"images": [None, {"alt": 3}]})
    found = PUBLISHER.read(line, place)
    assert (found.text, found.alts, found.links) == ("half \ufffd", ("",), ())


def test_a_server_that_is_not_there_publishes_nothing(line: Line) -> None:
    away = replace(line, server="http://127.0.0.1:9")
    caught(Unavailable, sent, away, PUBLISHER.render(ROAD))
