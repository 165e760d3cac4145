"""Connecting an account of X, spoken with a server that behaves as X documents it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.platforms.contract.server import Reply, serving
from tests.platforms.contract.x import CLIENT, XContract
from tests.platforms.contract.xline import BACK, connected, settings, x

from postorders.platforms.publisher import publishers
from postorders.platforms.wire import Expired, Refused, Unknown
from postorders.platforms.x.publish import X


@pytest.fixture
def server():
    with serving(XContract()) as contract:
        yield contract


def test_it_is_found_by_its_folder():
    assert isinstance(publishers()["x"], X)


def test_connecting_asks_with_state_and_proof_and_names_the_account(server):
    asking = x.connect(settings(server), BACK)
    query = parse_qs(urlsplit(asking.url).query)
    assert query["code_challenge_method"] == ["S256"] and query["redirect_uri"] == [BACK]
    assert asking.keep["verifier"] not in asking.url and asking.keep["verifier"] not in repr(asking)
    got = x.finish(settings(server), asking.keep, server.allow(asking.url))
    assert (got.handle, got.id, got.name) == ("FultonGrovePD", "4711", "Fulton Grove Police")
    assert set(got.scopes) == set(x.can.scopes)
    assert datetime.fromisoformat(got.expires) > datetime.now(UTC) + timedelta(minutes=110)
    assert got.secrets["access_token"] not in repr(got)


def test_without_a_server_named_the_person_is_sent_to_x_itself():
    assert x.connect({"client_id": CLIENT}, BACK).url.startswith("https://x.com/i/oauth2/authorize?")


@pytest.mark.parametrize("given", [{"state": "another"}, {"state": "\ud800"}, {"code": "", "error": "access_denied"}])
def test_an_answer_to_another_question_or_a_no_connects_nothing(server, given):
    asking = x.connect(settings(server), BACK)
    with pytest.raises(Refused):
        x.finish(settings(server), asking.keep, {**server.allow(asking.url), **given})
    assert server.count("POST /2/oauth2/token") == 0


def test_a_code_serves_once(server):
    asking = x.connect(settings(server), BACK)
    given = server.allow(asking.url)
    x.finish(settings(server), asking.keep, given)
    with pytest.raises(Expired):
        x.finish(settings(server), asking.keep, given)


def test_another_verifier_does_not_open(server):
    asking = x.connect(settings(server), BACK)
    with pytest.raises(Expired):
        x.finish(settings(server), {**asking.keep, "verifier": "w" * 64}, server.allow(asking.url))


def test_a_permission_that_was_not_given_is_named(server):
    server.granted.remove("tweet.write")
    with pytest.raises(Expired, match=r"tweet\.write"):
        connected(server)


def test_a_wrong_client_secret_is_the_applications_matter(server):
    asking = x.connect(settings(server), BACK)
    with pytest.raises(Refused, match="client secret") as caught:
        x.finish(settings(server, client_secret="wrong"), asking.keep, server.allow(asking.url))
    assert "wrong" not in str(caught.value)


def test_renewing_rotates_both_keys_and_keeps_who_we_are(server):
    line = connected(server)
    got = x.renew(settings(server), line)
    assert got.secrets["refresh_token"] != line.secrets["refresh_token"]
    assert got.secrets["access_token"] != line.secrets["access_token"]
    assert got.secrets["id"] == "4711" and got.handle == "FultonGrovePD"
    with pytest.raises(Expired):
        x.renew(settings(server), line)


@pytest.mark.parametrize("token", ["a\r\nHost: elsewhere", "", 5, ["a"], "ключ"])
def test_a_key_that_would_break_a_header_is_not_taken(server, token):
    server.fail("POST /2/oauth2/token", "after", Reply({"access_token": token, "token_type": "bearer"}))
    asking = x.connect(settings(server), BACK)
    with pytest.raises(Unknown) as caught:
        x.finish(settings(server), asking.keep, server.allow(asking.url))
    assert "elsewhere" not in str(caught.value)


def test_the_profile_tells_whose_keys_they_are(server):
    line = connected(server)
    assert x.profile(line).id == "4711"
    server.access.clear()
    with pytest.raises(Expired):
        x.profile(line)
