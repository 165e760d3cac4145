"""Publishing on X, spoken with a server that behaves as X documents it: one post and never two."""

from datetime import UTC, datetime

import pytest
from tests.platforms.contract.server import Reply, serving
from tests.platforms.contract.x import Post, XContract, problem
from tests.platforms.contract.xline import connected, now, photo, sent, video, x

from postorders.platforms.saying import Placed, Saying
from postorders.platforms.wire import Gone, Refused, Unavailable, Unknown


@pytest.fixture
def server():
    with serving(XContract()) as contract:
        yield contract


# publishing and reading


def test_what_is_published_is_read_back_as_it_was_written(server):
    line = connected(server)
    text = 'Lost & found: "<keys>" &amp; more at https://fultongrove.gov/lost?a=1&b=2 or fgpd.gov. Ñandú 🚓'
    _, (place,) = sent(server, line, Saying(text))
    assert place.url == f"https://x.com/FultonGrovePD/status/{place.id}"
    served = x.read(line, place)
    assert served.text == text and served.place == place
    assert served.links == ("https://fultongrove.gov/lost?a=1&b=2", "http://fgpd.gov")
    assert b"t.co/" in served.body and served.type == "application/json"
    assert served.at.startswith(str(datetime.now(UTC).year))


def test_a_thread_answers_itself(server):
    line = connected(server)
    _, places = sent(server, line, Saying("Notice. " + "The road stays closed while crews work. " * 20))
    assert [server.posts[one.id].above for one in places] == ["", *(one.id for one in places[:-1])]


def test_a_correction_answers_the_post_that_it_corrects(server):
    line = connected(server)
    _, (first,) = sent(server, line, Saying("Meeting at 6 p.m."))
    _, (second,) = sent(server, line, Saying("Correction: 7 p.m.", replies=first.id))
    assert server.posts[second.id].above == first.id


def test_a_picture_goes_with_its_description(server):
    line = connected(server)
    body = bytes(range(256)) * 20_000
    rendering, (place,) = sent(server, line, Saying("The new car.", media=(photo(body=body),)))
    (number,) = server.posts[place.id].media
    assert server.media[number]["bytes"] == body and len(server.media[number]["parts"]) == 2
    served = x.read(line, place)
    assert served.alts == ("Two officers beside a patrol car",) and served.text == "The new car."
    assert x.find(line, rendering, "k", 0, now()) == place


def test_a_video_is_waited_for(server):
    line = connected(server)
    server.pending = 3
    _, (place,) = sent(server, line, Saying("Road.", media=(video(),)))
    assert place.id in server.posts and server.count("GET /2/media/upload") == 3


def test_a_video_that_x_cannot_process_is_refused_and_not_posted(server):
    line = connected(server)
    server.pending = 1
    told = {"state": "failed", "error": {"code": 1, "name": "InvalidMedia", "message": "unsupported codec"}}
    server.fail("GET /2/media/upload", "before", Reply({"data": {"processing_info": told}}))
    with pytest.raises(Refused, match="unsupported codec"):
        sent(server, line, Saying("Road.", media=(video(),)))
    assert server.posts == {}


def test_bytes_that_were_not_approved_are_not_sent(server):
    line = connected(server)
    rendering = x.render(Saying("Car", media=(photo(read=lambda: b"\xff\xd8 pictura"),)))
    with pytest.raises(Refused, match="approved"):
        x.publish(line, rendering, "k", 0, ())
    assert server.count("POST /2/media/.*") == 0


@pytest.mark.parametrize("step", ["initialize", r"\d+/append", r"\d+/finalize"])
def test_an_upload_whose_answer_is_lost_may_be_tried_again(server, step):
    line = connected(server)
    server.fail(f"POST /2/media/upload/{step}", "drop after")
    with pytest.raises(Unavailable):
        sent(server, line, Saying("Car", media=(photo(),)))
    assert server.posts == {}


# no double post


def test_a_lost_answer_is_unknown_and_the_post_is_found(server):
    line = connected(server)
    began = now()
    rendering = x.render(Saying("Water main break at 5th & Elm. See fgpd.gov/water."))
    server.fail("POST /2/tweets", "drop after")
    with pytest.raises(Unknown):
        x.publish(line, rendering, "k", 0, ())
    found = x.find(line, rendering, "k", 0, began)
    assert found is not None and list(server.posts) == [found.id]


def test_a_lost_request_is_not_found(server):
    line = connected(server)
    rendering = x.render(Saying("Water main break."))
    server.fail("POST /2/tweets", "drop before")
    with pytest.raises(Unknown):
        x.publish(line, rendering, "k", 0, ())
    assert x.find(line, rendering, "k", 0, now()) is None


def test_a_retry_makes_no_second_post(server):
    line = connected(server)
    rendering = x.render(Saying("Water main break."))
    server.fail("POST /2/tweets", "drop after")
    with pytest.raises(Unknown):
        x.publish(line, rendering, "k", 0, ())
    place = x.publish(line, rendering, "k", 0, ())
    assert list(server.posts) == [place.id]


def test_a_list_that_lags_is_looked_at_again():
    with serving(XContract(lag=2)) as server:
        line = connected(server)
        rendering = x.render(Saying("Water main break."))
        place = x.publish(line, rendering, "k", 0, ())
        assert x.find(line, rendering, "k", 0, now()) == place


def test_the_same_words_of_an_earlier_day_are_refused_and_not_taken_for_ours(server):
    line = connected(server)
    rendering, (place,) = sent(server, line, Saying("Have a safe weekend."))
    server.posts[place.id].at = "2024-05-03T12:00:00.000Z"
    with pytest.raises(Refused, match="same text twice"):
        x.publish(line, rendering, "another", 0, ())
    assert x.find(line, rendering, "another", 0, now()) is None


def test_other_words_or_another_number_of_pictures_or_no_answer_is_another_post(server):
    line = connected(server)
    began = now()
    sent(server, line, Saying("Road closed."))
    assert x.find(line, x.render(Saying("Road closed!")), "k", 0, began) is None
    assert x.find(line, x.render(Saying("Road closed.", media=(photo(),))), "k", 0, began) is None
    assert x.find(line, x.render(Saying("Road closed.", replies="17")), "k", 0, began) is None


def test_a_piece_of_a_thread_is_found_far_down_the_list(server):
    line = connected(server)
    began = now()
    rendering, places = sent(server, line, Saying("Notice. " + "The road stays closed while crews work. " * 20))
    for n in range(120):
        number = str(1990000000000000000 + n)
        server.posts[number] = Post(number, f"Other {n}", "2999-01-01T00:00:00.000Z", [], "", 0, [number])
    assert [x.find(line, rendering, "k", n, began) for n in range(len(places))] == list(places)


def test_a_server_that_failed_while_posting_leaves_it_unknown(server):
    line = connected(server)
    for status in (500, 502, 503):
        server.fail("POST /2/tweets", "before", problem(status, "Service Unavailable"))
        with pytest.raises(Unknown):
            x.publish(line, x.render(Saying("Road.")), "k", 0, ())


def test_a_rendering_that_lacks_something_is_never_sent(server):
    line = connected(server)
    with pytest.raises(Refused):
        x.publish(line, x.render(Saying("a\u202eb")), "k", 0, ())
    assert server.count("POST /2/tweets") == 0


# afterwards


def test_a_post_cannot_be_changed(server):
    with pytest.raises(Refused, match="correction"):
        x.edit(connected(server), Placed("1", ""), x.render(Saying("Road.")), 0)
    assert x.can.edit == "no"


def test_taking_down_twice_is_no_trouble_and_reading_says_it_is_gone(server):
    line = connected(server)
    _, (place,) = sent(server, line, Saying("Road."))
    x.delete(line, place)
    x.delete(line, place)
    with pytest.raises(Gone):
        x.read(line, place)


@pytest.mark.parametrize("number", ["../users/me", "1?x=1", "", "1" * 21])
def test_a_place_that_is_no_number_asks_nothing(server, number):
    line = connected(server)
    before = len(server.asked)
    x.delete(line, Placed(number, ""))
    with pytest.raises(Gone):
        x.read(line, Placed(number, ""))
    assert len(server.asked) == before


def test_an_edit_made_on_x_shows_as_another_version(server):
    line = connected(server)
    _, (place,) = sent(server, line, Saying("Meeting at 6."))
    _, (newer,) = sent(server, line, Saying("Meeting at 7."))
    server.posts[place.id].history.append(newer.id)
    served = x.read(line, place)
    assert served.text == "Meeting at 7." and served.place.id == place.id and served.place.version == newer.id


def test_the_latest_are_newest_first_and_no_more_than_asked(server):
    line = connected(server)
    for n in range(7):
        sent(server, line, Saying(f"Notice {n}"))
    assert [one.text for one in x.latest(line, 2)] == ["Notice 6", "Notice 5"]
    assert len(x.latest(line, 50)) == 7 and x.latest(line, 0) == ()
