"""How X says no, and what each no means for a post."""

import time

import pytest
from tests.platforms.contract.server import Reply, serving
from tests.platforms.contract.x import XContract, problem
from tests.platforms.contract.xline import connected, now, photo, sent, x

from postorders.platforms.publisher import Line
from postorders.platforms.saying import Saying
from postorders.platforms.wire import Expired, Limited, Refused, Unavailable, Unknown


@pytest.fixture
def server():
    with serving(XContract()) as contract:
        yield contract


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (problem(401, "Unauthorized"), Expired),
        (problem(403, "Forbidden"), Expired),
        (
            problem(403, "Your client app is not configured", "https://api.twitter.com/2/problems/oauth1-permissions"),
            Expired,
        ),
        (problem(403, "Your account is temporarily locked."), Expired),
        (problem(403, "You are not permitted to perform this action."), Refused),
        (problem(400, "One or more parameters to your request was invalid."), Refused),
        (problem(402, "no credits", "https://api.twitter.com/2/problems/credits"), Limited),
        (problem(429, "Too Many Requests"), Limited),
        (problem(429, "Usage cap exceeded", "https://api.twitter.com/2/problems/usage-capped"), Limited),
        (problem(302, "Found"), Refused),
        (Reply(b"<html>proxy</html>", 502, {"content-type": "text/html"}), Unknown),
        (Reply(b"<html>proxy</html>", 200, {"content-type": "text/html"}), Unknown),
        (Reply(b'{"data": {"id": "18', 201), Unknown),
        (Reply(b"[" * 200_000, 201), Unknown),
        (Reply({"data": {"id": "../me"}}, 201), Unknown),
        (Reply({"data": [1]}, 201), Unknown),
        (Reply(b"null", 201), Unknown),
        (Reply(b"x" * (17 << 20), 201), Unknown),
        (Reply(b"[" * 200_000, 403), Expired),
    ],
)
def test_every_way_of_saying_no_means_one_thing(server, reply, trouble):
    line = connected(server)
    server.fail("POST /2/tweets", "before", reply)
    with pytest.raises(trouble) as caught:
        x.publish(line, x.render(Saying("Road.")), "k", 0, ())
    assert type(caught.value) is trouble
    assert not any(one in str(caught.value) for one in line.secrets.values())


def test_a_missing_permission_is_named(server):
    line = connected(server)
    server.granted.remove("media.write")
    with pytest.raises(Expired, match=r"media\.write"):
        sent(server, line, Saying("Car", media=(photo(),)))


def test_a_limit_says_how_long_to_wait(server):
    line = connected(server)
    soon, later = int(time.time()) + 300, int(time.time()) + 5000
    headers = {
        "x-rate-limit-reset": str(soon),
        "x-rate-limit-remaining": "5",
        "x-user-limit-24hour-reset": str(later),
        "x-user-limit-24hour-remaining": "0",
    }
    server.fail("POST /2/tweets", "before", Reply({"title": "Too Many Requests"}, 429, headers))
    with pytest.raises(Limited) as caught:
        x.publish(line, x.render(Saying("Road.")), "k", 0, ())
    assert 4900 < caught.value.wait <= 5000


def test_a_problem_that_repeats_a_secret_is_shown_without_it(server):
    line = connected(server)
    server.fail(
        "POST /2/tweets", "before", problem(400, f"bad token {line.secrets['access_token']}\u202e\x1b[31m{'z' * 9000}")
    )
    with pytest.raises(Refused) as caught:
        x.publish(line, x.render(Saying("Road.")), "k", 0, ())
    told = str(caught.value)
    assert line.secrets["access_token"] not in told and "\u202e" not in told and "\x1b" not in told and len(told) <= 300


@pytest.mark.parametrize(
    "told",
    [
        {"data": "no"},
        {"data": [5, {"id": 7}]},
        [],
        {"data": [{"id": "1", "text": 5, "entities": {"urls": 3}}]},
        {"data": [{"id": "1", "note_tweet": [], "attachments": 4, "referenced_tweets": {}}], "includes": [], "meta": 5},
    ],
)
def test_lists_of_odd_shape_break_nothing(server, told):
    line = connected(server)
    server.fail(r"GET /2/users/\d+/tweets", "before", Reply(told), times=9)
    assert x.find(line, x.render(Saying("Road.")), "k", 0, now()) is None
    assert len(x.latest(line, 3)) <= 1


def test_a_reading_that_is_cut_off_may_be_tried_again(server):
    line = connected(server)
    _, (place,) = sent(server, line, Saying("Road."))
    for reply in (Reply(b'{"da'), Reply(b"[" * 200_000), Reply({}), Reply({"error": "x"}, 500)):
        server.fail("GET /2/tweets", "before", reply)
        with pytest.raises(Unavailable):
            x.read(line, place)
    assert x.read(line, place).text == "Road."


def test_without_a_key_nothing_is_asked(server):
    with pytest.raises(Expired):
        x.latest(Line("FultonGrovePD", server.base, {"id": "4711"}), 1)
    assert server.asked == []
