"""How YouTube says no, and what each no means for a video."""

from datetime import UTC, datetime

import pytest
from tests.platforms.contract.server import Reply, serving
from tests.platforms.contract.youtube import YouTubeContract, error, rpc
from tests.platforms.contract.youtubeline import PUTS, connected, now, saying, sent, youtube

from postorders.platforms.publisher import Line
from postorders.platforms.wire import Expired, Limited, Refused, Unavailable, Unknown
from postorders.platforms.youtube.api import midnight


@pytest.fixture
def server():
    with serving(YouTubeContract()) as contract:
        yield contract


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (error(401, "authError"), Expired),
        (error(403, "insufficientPermissions"), Expired),
        (rpc(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "PERMISSION_DENIED"), Expired),
        (rpc(403, "SERVICE_DISABLED", "PERMISSION_DENIED"), Expired),
        (error(401, "youtubeSignupRequired"), Expired),
        (error(403, "channelSuspended"), Expired),
        (error(403, "quotaExceeded"), Limited),
        (error(400, "uploadLimitExceeded"), Limited),
        (error(403, "rateLimitExceeded"), Limited),
        (Reply({"error": {"code": 429}}, 429), Limited),
        (error(400, "invalidTitle"), Refused),
        (error(400, "invalidDescription"), Refused),
        (error(403, "forbidden"), Refused),
        (error(503, "backendError"), Unavailable),
        (Reply(b"<html>proxy</html>", 502), Unavailable),
        (Reply(b"[" * 200_000, 400), Refused),
        (Reply({"error": "odd"}, 400), Refused),
        (Reply({"error": {"errors": [3, {"reason": []}], "message": {}}}, 400), Refused),
    ],
)
def test_every_way_of_saying_no_means_one_thing(server, reply, trouble):
    line = connected(server)
    server.fail("POST /upload/youtube/v3/videos", "before", reply)
    with pytest.raises(trouble) as caught:
        sent(line, saying())
    assert type(caught.value) is trouble and server.videos == {}


@pytest.mark.parametrize(
    "reply", [Reply({"id": "../x"}), Reply([]), Reply(b'{"id": "vid'), Reply(b"[" * 200_000), Reply({})]
)
def test_an_end_of_odd_shape_is_unknown(server, reply):
    line = connected(server)
    server.fail(PUTS, "after", reply)
    with pytest.raises(Unknown):
        sent(line, saying())


def test_a_missing_permission_is_named(server):
    line = connected(server)
    server.granted = ["other"]
    with pytest.raises(Expired, match=r"youtube\.upload"):
        sent(line, saying())


def test_a_used_up_share_is_whole_again_at_midnight_in_california(server):
    assert midnight(datetime(2026, 11, 22, 7, 59, tzinfo=UTC)) == 120
    assert midnight(datetime(2026, 7, 1, 7, 0, tzinfo=UTC)) == 24 * 3600 + 60
    line = connected(server)
    server.fail("POST /upload/youtube/v3/videos", "before", error(403, "quotaExceeded"))
    with pytest.raises(Limited) as caught:
        sent(line, saying())
    assert 0 < caught.value.wait <= 25 * 3600 + 60


def test_an_error_that_repeats_a_secret_is_shown_without_it(server):
    line = connected(server)
    message = f"<b>bad</b> {line.secrets['access_token']}\u202e\x1b[31m{'z' * 9000}"
    server.fail("POST /upload/youtube/v3/videos", "before", error(400, "invalidTitle", message))
    with pytest.raises(Refused) as caught:
        sent(line, saying())
    told = str(caught.value)
    assert line.secrets["access_token"] not in told and "\u202e" not in told and "<b>" not in told and len(told) <= 300


@pytest.mark.parametrize(
    "told",
    [
        {"items": "no"},
        {"items": [5, {"contentDetails": 7}, {"contentDetails": {"videoId": "../x"}}]},
        [],
        {"nextPageToken": 5},
    ],
)
def test_lists_of_odd_shape_break_nothing(server, told):
    line = connected(server)
    server.fail("GET /youtube/v3/playlistItems", "before", Reply(told), times=9)
    assert youtube.find(line, youtube.render(saying()), "k", 0, now()) is None


@pytest.mark.parametrize(
    "reply", [Reply(b'{"it'), Reply(b"[" * 200_000), Reply(b"x" * (17 << 20)), error(500, "backendError")]
)
def test_a_reading_that_is_cut_off_may_be_tried_again(server, reply):
    line = connected(server)
    _, place = sent(line, saying())
    server.fail("GET /youtube/v3/videos", "before", reply)
    with pytest.raises(Unavailable):
        youtube.read(line, place)
    assert youtube.read(line, place).text == saying().text


def test_without_a_key_nothing_is_asked(server):
    with pytest.raises(Expired):
        youtube.latest(Line("fultongrovepd", server.base, {"uploads": "UU_x"}), 1)
    assert server.asked == []
