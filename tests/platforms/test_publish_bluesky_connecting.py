"""Connecting an account of Bluesky, against a server that answers as it is documented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.platforms.contract.bluesky import POSTS, Account, Bluesky, no
from tests.platforms.contract.blueskyline import (
    PASSWORD,
    ROAD,
    caught,
    lined,
    opened,
    sent,
)
from tests.platforms.contract.server import Reply, serving

from postorders.platforms.bluesky.publish import PUBLISHER
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Placed
from postorders.platforms.wire import Expired, Refused, Unavailable


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


def test_an_app_password_opens_the_account_and_is_not_kept(server: Bluesky, police: Account) -> None:
    given = opened(server, "\u202a@Police.FultonGrove.example\u202c ")
    assert set(given.secrets) == {"handle", "did", "access", "refresh"}
    assert PASSWORD not in given.secrets.values()
    assert (given.handle, given.id, given.expires) == (police.handle, police.did, "2096-10-02T07:06:41+00:00")
    assert "access1" not in repr(given) + repr(lined(server, given))


def test_the_password_of_the_account_itself_is_not_taken(server: Bluesky, police: Account) -> None:
    police.password = "correct horse battery"
    told = caught(Refused, opened, server, police.handle, police.password).told
    assert told.startswith("This is not an app password.")
    assert server.asked == []


def test_a_wrong_password_is_refused_without_repeating_it(server: Bluesky, police: Account) -> None:
    server.fail("POST .*createSession", "before", no("AuthenticationRequired", f"Wrong {PASSWORD}", 401))
    told = caught(Refused, opened, server, police.handle).told
    assert told == f"Bluesky does not open {police.handle} with this password: Wrong …"
    assert (
        caught(Refused, opened, server, police.handle, "zzzz-zzzz-zzzz-zzzz").told
        == f"Bluesky does not open {police.handle} with this password: Invalid identifier or password"
    )


def test_a_server_is_asked_over_https_alone(server: Bluesky) -> None:
    given = {"handle": "police.example", "password": PASSWORD}
    for address in ("http://pds.example", "pds.example"):
        told = caught(Refused, PUBLISHER.finish, {"server": address}, {}, given).told
        assert told == "The address of the server begins with https://, as in https://bsky.social."


def test_a_session_without_tokens_that_can_be_sent_is_none(server: Bluesky, police: Account) -> None:
    for token in ("", "a\r\nX: y", 7):
        session = {"accessJwt": "a.b.c", "refreshJwt": token, "did": police.did}
        server.fail("POST .*createSession", "before", Reply(session))
        assert (
            caught(Unavailable, opened, server, police.handle).told == "The server opened a session and gave no tokens."
        )


def test_renewing_gives_new_secrets(server: Bluesky, line: Line) -> None:
    given = PUBLISHER.renew({}, line)
    assert given.secrets["access"] != line.secrets["access"]
    assert given.secrets["refresh"] != line.secrets["refresh"]
    assert PUBLISHER.renew({}, line).secrets["refresh"] == given.secrets["refresh"]


def test_a_revoked_account_has_to_be_connected_anew(server: Bluesky, line: Line) -> None:
    server.fresh.clear()
    assert caught(Expired, PUBLISHER.renew, {}, line).told == "Token has been revoked"


def test_a_renewal_that_gives_another_account_is_not_used(server: Bluesky, line: Line) -> None:
    server.fresh[line.secrets["refresh"]] = server.join("other.example")
    caught(Expired, PUBLISHER.renew, {}, line)


def test_the_profile_says_who_the_secrets_speak_for(server: Bluesky, police: Account, line: Line) -> None:
    police.records["app.bsky.actor.profile", "self"] = {"displayName": "Fulton Grove Police"}
    found = PUBLISHER.profile(line)
    assert (found.handle, found.id, found.name) == (police.handle, police.did, "Fulton Grove Police")
    police.handle = "police.fultongrove.gov"
    assert PUBLISHER.profile(line).handle == "police.fultongrove.gov"
    police.active = False
    assert caught(Expired, PUBLISHER.profile, line).told == "The account is not active: deactivated."


def test_a_token_that_ran_out_is_told_and_renewed_by_who_keeps_it(server: Bluesky, police: Account, line: Line) -> None:
    server.expire()
    for ask in (lambda: sent(line, PUBLISHER.render(ROAD)), lambda: PUBLISHER.profile(line)):
        assert caught(Expired, ask).told == "Token has expired"
    assert caught(Expired, PUBLISHER.delete, line, Placed(f"at://{police.did}/{POSTS}/2bcd", "")).told
    assert (police.records, server.count("POST .*refreshSession")) == ({}, 0)
    sent(replace(line, secrets=PUBLISHER.renew({}, line).secrets), PUBLISHER.render(ROAD))
    assert len(police.records) == 1
