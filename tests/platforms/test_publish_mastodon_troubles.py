"""What each trouble with a Mastodon server means for a post."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.platforms.contract.mastodon import MastodonServer
from tests.platforms.contract.mastodonline import (
    LIST,
    POSTING,
    mastodon,
    post,
    rendered,
)
from tests.platforms.contract.server import Reply, serving

from postorders.platforms.publisher import Line
from postorders.platforms.saying import Placed
from postorders.platforms.wire import Expired, Limited, Refused, Trouble, Unavailable, Unknown


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with serving(MastodonServer()) as contract:
        assert isinstance(contract, MastodonServer)
        yield contract


@pytest.fixture
def line(server: MastodonServer) -> Line:
    return Line("police@social.example", server.base, {"access_token": server.admit(), "id": "1001"})


class TestTroubles:
    @pytest.mark.parametrize(
        ("status", "body", "trouble", "told"),
        [
            (401, {"error": "The access token was revoked"}, Expired, "The access token was revoked"),
            (403, {"error": "This action is outside the authorized scopes"}, Expired, "permission write:statuses"),
            (422, {"error": "Validation failed: Text contains a forbidden word"}, Refused, "a forbidden word"),
            (503, {"error": "Remote data could not be fetched"}, Unavailable, "answered 503"),
            (500, {"error": "Internal"}, Unknown, "Internal"),
            (502, b"<html>Bad gateway</html>", Unknown, "127.0.0.1 answered 502."),
            (504, b"", Unknown, "answered 504"),
            (301, b"", Refused, "answered 301"),
            (200, b"<html>Welcome</html>", Unknown, "not JSON"),
            (200, b'{"id": "1', Unknown, "not JSON"),
            (200, {"error": "odd"}, Unknown, "not what was asked for"),
            (200, ["a"], Unknown, "not what was asked for"),
            (200, {"id": 7}, Unknown, "not what was asked for"),
            (200, b"[" * 100_000, Unknown, "not JSON"),
            (422, b"[" * 100_000, Refused, "answered 422"),
            (200, b"x" * (17 << 20), Unknown, "more than 16 MB"),
        ],
    )
    def test_each_answer_has_its_meaning(
        self, server: MastodonServer, line: Line, status: int, body: Any, trouble: type[Trouble], told: str
    ) -> None:
        server.fail(POSTING, "before", Reply(body, status))
        with pytest.raises(trouble) as raised:
            post(line, rendered("Closed."))
        assert type(raised.value) is trouble
        assert told in raised.value.told

    @pytest.mark.parametrize(
        ("status", "body"), [(500, b""), (502, b""), (503, b""), (200, b"<html>"), (200, b"[" * 100_000), (200, b"{}")]
    )
    def test_of_a_question_nothing_is_unknown(
        self, server: MastodonServer, line: Line, status: int, body: bytes
    ) -> None:
        server.fail(r"GET /api/v1/statuses/\d+", "before", Reply(body, status))
        with pytest.raises(Unavailable):
            mastodon.read(line, Placed("1", ""))

    @pytest.mark.parametrize(
        ("headers", "least", "most"),
        [
            ({"X-RateLimit-Reset": "in"}, 85, 95),
            ({"X-RateLimit-Reset": "past"}, 1, 1),
            ({"X-RateLimit-Reset": "far"}, 21_600, 21_600),
            ({"X-RateLimit-Reset": "soon"}, 60, 60),
            ({"Retry-After": "17"}, 17, 17),
            ({}, 60, 60),
        ],
    )
    def test_too_many_requests_say_how_long_to_wait(
        self, server: MastodonServer, line: Line, headers: dict[str, str], least: float, most: float
    ) -> None:
        ahead = {"in": 90, "past": -500, "far": 10**6}
        if (when := headers.get("X-RateLimit-Reset")) in ahead:
            headers = {"X-RateLimit-Reset": (datetime.now(UTC) + timedelta(seconds=ahead[when])).isoformat()}
        server.fail(POSTING, "before", Reply({"error": "Too many requests"}, 429, headers))
        with pytest.raises(Limited, match="Too many requests") as raised:
            post(line, rendered("Closed."))
        assert least <= raised.value.wait <= most

    def test_the_server_refuses_what_is_too_long_for_it(self, server: MastodonServer, line: Line) -> None:
        long = replace(rendered("Closed."), pieces=(replace(rendered("Closed.").pieces[0], text="a" * 501),))
        with pytest.raises(Refused, match="character limit of 500"):
            post(line, long)

    def test_no_message_repeats_a_secret(self, server: MastodonServer, line: Line) -> None:
        secret = line.secrets["access_token"]
        server.fail(POSTING, "before", Reply({"error": f"Bearer {secret} is bad\u202e\x1b[31m"}, 422))
        with pytest.raises(Refused) as raised:
            post(line, rendered("Closed."))
        assert secret not in repr(raised.value)
        assert raised.value.told.isprintable()

    @pytest.mark.parametrize("token", ["", "two\r\nX-Header: lines", "é", "a b", "x" * 5000])
    def test_a_key_that_is_none_is_not_sent(self, server: MastodonServer, token: str) -> None:
        with pytest.raises(Expired, match="Connect it anew"):
            post(Line("police", server.base, {"access_token": token}), rendered("Closed."))
        assert server.asked == []

    def test_a_server_that_is_not_there(self) -> None:
        away = Line("police", "http://127.0.0.1:9", {"access_token": "key", "id": "1"})
        with pytest.raises(Unavailable, match="cannot be reached"):
            post(away, rendered("Closed."))

    def test_an_address_that_a_page_must_not_show_is_dropped(self, server: MastodonServer, line: Line) -> None:
        server.fail(POSTING, "before", Reply({"id": "1", "url": "javascript:alert(1)"}))
        assert post(line, rendered("Closed."))[0] == Placed("1", "")

    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("<a href='x'>@<span>"),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        "id url content mentions acct media_attachments description reblog created_at spoiler_text".split()
                    ),
                    inner,
                )
            ),
            max_leaves=12,
        )
    )
    def test_whatever_is_served_is_a_post_or_a_trouble(self, server: MastodonServer, line: Line, body: Any) -> None:
        for where in (r"GET /api/v1/statuses/1", LIST):
            server.fail(where, "before", Reply(json.dumps(body).encode(), headers={"Content-Type": "application/json"}))
        with suppress(Unavailable):
            mastodon.read(line, Placed("1", "")).text.encode()
        for served in mastodon.latest(line, 3):
            served.text.encode()
