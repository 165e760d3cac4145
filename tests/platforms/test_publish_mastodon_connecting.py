"""Connecting an account of Mastodon, spoken with a server that behaves as Mastodon documents it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.platforms.contract.mastodon import MastodonServer
from tests.platforms.contract.mastodonline import (
    BACK,
    mastodon,
    post,
    rendered,
)
from tests.platforms.contract.server import serving

from postorders.platforms.publisher import Line
from postorders.platforms.wire import Expired, Refused, Unavailable


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with serving(MastodonServer()) as contract:
        assert isinstance(contract, MastodonServer)
        yield contract


@pytest.fixture
def line(server: MastodonServer) -> Line:
    return Line("police@social.example", server.base, {"access_token": server.admit(), "id": "1001"})


class TestConnecting:
    def test_the_desk_registers_itself_and_the_person_lets_it_in(self, server: MastodonServer) -> None:
        asking = mastodon.connect({"server": server.base}, BACK)
        opened = mastodon.finish({}, asking.keep, server.approve(asking.url))
        assert (opened.id, opened.handle, opened.name) == ("1001", f"police@{server.base[7:]}", "Police")
        assert set(opened.scopes) == {"profile", "read:statuses", "write:statuses", "write:media"}
        assert opened.expires == ""
        line = Line(opened.handle, server.base, opened.secrets)
        assert post(line, rendered("Main Street is open again."))[0].url.startswith(server.base)

    def test_it_asks_for_nothing_more_than_it_says(self, server: MastodonServer) -> None:
        mastodon.connect({"server": server.base}, BACK)
        assert next(iter(server.apps.values()))[2] == set(mastodon.can.scopes)

    def test_a_registered_application_is_used_again(self, server: MastodonServer) -> None:
        keep = mastodon.connect({"server": server.base}, BACK).keep
        again = mastodon.connect({key: keep[key] for key in ("server", "client_id", "client_secret")}, BACK)
        assert server.count("POST /api/v1/apps") == 1
        assert mastodon.finish({}, again.keep, server.approve(again.url)).id == "1001"

    def test_an_older_server_is_asked_for_what_it_knows(self) -> None:
        with serving(MastodonServer(old=True)) as old:
            assert isinstance(old, MastodonServer)
            asking = mastodon.connect({"server": old.base}, BACK)
            assert "read:accounts" in mastodon.finish({}, asking.keep, old.approve(asking.url)).scopes

    def test_an_answer_to_another_question_is_refused(self, server: MastodonServer) -> None:
        asking = mastodon.connect({"server": server.base}, BACK)
        came = server.approve(asking.url)
        with pytest.raises(Refused, match="Begin connecting anew"):
            mastodon.finish({}, asking.keep, came | {"state": "another"})
        assert server.count("POST /oauth/token") == 0

    def test_a_stolen_code_is_worth_nothing_without_the_proof(self, server: MastodonServer) -> None:
        asking = mastodon.connect({"server": server.base}, BACK)
        with pytest.raises(Refused, match="grant is invalid"):
            mastodon.finish({}, {**asking.keep, "verifier": "guessed"}, server.approve(asking.url))

    def test_the_person_says_no(self, server: MastodonServer) -> None:
        asking = mastodon.connect({"server": server.base}, BACK)
        with pytest.raises(Refused, match="The request was denied"):
            mastodon.finish({}, asking.keep, server.approve(asking.url, deny=True))

    def test_what_was_not_allowed_is_named(self, server: MastodonServer) -> None:
        asking = mastodon.connect({"server": server.base}, BACK)
        with pytest.raises(Expired, match="did not allow write:media"):
            mastodon.finish({}, asking.keep, server.approve(asking.url, "profile read:statuses write:statuses"))

    @pytest.mark.parametrize(
        "typed",
        ["", "social example", "http://social.example", "https://social.example/about", "https://[::", "ftp://a.example",
         "https://police@social.example", "social.example:99999", "social.example?x", "\ud800.example"],
    )  # fmt: skip
    def test_what_is_no_server_is_said(self, typed: str) -> None:
        with pytest.raises(Refused, match="is not the name of a Mastodon server"):
            mastodon.connect({"server": typed}, BACK)

    def test_a_lost_answer_leaves_nothing_to_look_for(self, server: MastodonServer) -> None:
        server.fail("POST /api/v1/apps", "drop after")
        with pytest.raises(Unavailable):
            mastodon.connect({"server": server.base}, BACK)

    def test_a_key_that_does_not_run_out_is_looked_at_and_kept(self, line: Line) -> None:
        opened = mastodon.renew({}, line)
        assert opened.secrets == line.secrets
        assert opened.id == "1001"

    def test_a_key_that_runs_out_is_renewed(self, server: MastodonServer) -> None:
        server.seconds_given = 3600
        asking = mastodon.connect({"server": server.base}, BACK)
        first = mastodon.finish({}, asking.keep, server.approve(asking.url))
        assert datetime.fromisoformat(first.expires) > datetime.now(UTC) + timedelta(minutes=50)
        second = mastodon.renew({}, Line(first.handle, server.base, first.secrets))
        assert second.secrets["access_token"] != first.secrets["access_token"]
        with pytest.raises(Refused):
            mastodon.renew({}, Line(first.handle, server.base, first.secrets))

    def test_a_key_taken_back_is_void(self, server: MastodonServer, line: Line) -> None:
        server.tokens.clear()
        with pytest.raises(Expired, match="The access token is invalid"):
            mastodon.renew({}, line)

    def test_secrets_stand_in_no_representation(self, server: MastodonServer) -> None:
        asking = mastodon.connect({"server": server.base}, BACK)
        opened = mastodon.finish({}, asking.keep, server.approve(asking.url))
        shown = repr(asking) + repr(opened) + repr(Line("a", server.base, opened.secrets))
        assert not any(opened.secrets[key] in shown for key in ("access_token", "client_secret"))
