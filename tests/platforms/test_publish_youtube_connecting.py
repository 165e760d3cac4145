"""Connecting a channel of YouTube, spoken with a server that behaves as Google documents it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.platforms.contract.server import Reply, serving
from tests.platforms.contract.youtube import CHANGE, CLIENT, UPLOAD, YouTubeContract
from tests.platforms.contract.youtubeline import BACK, connected, settings, youtube

from postorders.platforms.publisher import publishers
from postorders.platforms.wire import Expired, Refused, Unknown
from postorders.platforms.youtube.publish import YouTube


@pytest.fixture
def server():
    with serving(YouTubeContract()) as contract:
        yield contract


def test_it_is_found_by_its_folder():
    assert isinstance(publishers()["youtube"], YouTube)


def test_connecting_asks_for_lasting_leave_with_state_and_proof_and_names_the_channel(server):
    asking = youtube.connect(settings(server), BACK)
    query = parse_qs(urlsplit(asking.url).query)
    assert (
        query["access_type"] == ["offline"]
        and query["prompt"] == ["consent"]
        and query["state"] == [asking.keep["state"]]
    )
    assert query["scope"][0].split()[0] == UPLOAD
    assert asking.keep["verifier"] not in asking.url and asking.keep["verifier"] not in repr(asking)
    got = youtube.finish(settings(server), asking.keep, server.allow(asking.url))
    assert (got.handle, got.id, got.name) == ("fultongrovepd", "UCfultonGrovePolice_-001", "Fulton Grove Police")
    assert datetime.fromisoformat(got.expires) > datetime.now(UTC) + timedelta(minutes=55)


def test_without_a_server_named_the_person_is_sent_to_google_itself():
    assert youtube.connect({"client_id": CLIENT}, BACK).url.startswith("https://accounts.google.com/o/oauth2/v2/auth?")


@pytest.mark.parametrize("given", [{"state": "another"}, {"code": "", "error": "access_denied"}])
def test_an_answer_to_another_question_or_a_no_connects_nothing(server, given):
    asking = youtube.connect(settings(server), BACK)
    with pytest.raises(Refused):
        youtube.finish(settings(server), asking.keep, {**server.allow(asking.url), **given})
    assert server.count("POST /token") == 0


def test_a_code_serves_once_and_with_its_own_proof(server):
    asking = youtube.connect(settings(server), BACK)
    given = server.allow(asking.url)
    with pytest.raises(Expired):
        youtube.finish(settings(server), {**asking.keep, "verifier": "w" * 64}, given)
    with pytest.raises(Expired):
        youtube.finish(settings(server), asking.keep, given)


def test_a_permission_that_was_not_given_is_named(server):
    server.granted.remove(CHANGE)
    with pytest.raises(Expired, match=r"youtube\.force-ssl"):
        connected(server)


def test_an_account_without_a_channel_is_told(server):
    server.channel = False
    with pytest.raises(Expired, match="no YouTube channel"):
        connected(server)


def test_a_wrong_client_secret_is_the_applications_matter(server):
    asking = youtube.connect(settings(server), BACK)
    with pytest.raises(Refused, match="client secret"):
        youtube.finish(settings(server, client_secret="wrong"), asking.keep, server.allow(asking.url))


def test_renewing_gives_a_fresh_key_and_keeps_the_leave_until_it_is_withdrawn(server):
    line = connected(server)
    got = youtube.renew(settings(server), line)
    assert got.secrets["access_token"] != line.secrets["access_token"]
    assert got.secrets["refresh_token"] == line.secrets["refresh_token"] and got.secrets["uploads"]
    server.refresh.clear()
    with pytest.raises(Expired):
        youtube.renew(settings(server), line)


@pytest.mark.parametrize("token", ["a\r\nHost: elsewhere", 5, "ключ"])
def test_a_key_that_would_break_a_header_is_not_taken(server, token):
    server.fail("POST /token", "after", Reply({"access_token": token, "refresh_token": "r"}))
    asking = youtube.connect(settings(server), BACK)
    with pytest.raises(Unknown) as caught:
        youtube.finish(settings(server), asking.keep, server.allow(asking.url))
    assert "elsewhere" not in str(caught.value)
