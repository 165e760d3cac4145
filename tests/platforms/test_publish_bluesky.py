"""Publishing to Bluesky, against a server that answers as it is documented: one post and never two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.platforms.contract.bluesky import POSTS, TID, Account, Bluesky, no
from tests.platforms.contract.blueskyline import (
    CREATE,
    JPEG,
    ROAD,
    SENTENCE,
    SINCE,
    caught,
    first,
    lined,
    opened,
    photo,
    sent,
)
from tests.platforms.contract.server import Reply, serving

from postorders.platforms.bluesky.publish import PUBLISHER
from postorders.platforms.bluesky.record import record_key
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Placed, Saying
from postorders.platforms.wire import Gone, Refused, Unavailable, Unknown


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


# Publishing


def test_a_post_is_published_and_read_back(server: Bluesky, police: Account, line: Line) -> None:
    (place,) = sent(line, PUBLISHER.render(ROAD))
    assert place.id == f"at://{police.did}/{POSTS}/{record_key('release-1', 0)}"
    assert place.url == f"https://bsky.app/profile/{police.did}/post/{record_key('release-1', 0)}"
    found = PUBLISHER.read(line, place)
    assert (found.text, found.links, found.place) == (ROAD.text, ("https://www.fultongrove.example/58",), place)
    assert json.loads(found.body)["value"]["createdAt"] == found.at
    assert server.asked[-1].headers.get("authorization") is None


def test_pictures_go_with_their_words_and_shape(server: Bluesky, police: Account, line: Line) -> None:
    made = PUBLISHER.render(Saying("Look.", media=(photo(), photo(JPEG + b"2", "A bridge.", width=0))))
    (place,) = sent(line, made)
    one, two = first(police)["embed"]["images"]
    assert (one["aspectRatio"], "aspectRatio" in two) == ({"width": 1600, "height": 900}, False)
    assert [server.blobs[each["image"]["ref"]["$link"]] for each in (one, two)] == [
        (JPEG, "image/jpeg"),
        (JPEG + b"2", "image/jpeg"),
    ]
    assert PUBLISHER.read(line, place).alts == ("Wires lie across both lanes.", "A bridge.")


@pytest.mark.parametrize(("title", "shown"), [("Road closed", "Road closed"), ("", "www.fultongrove.example")])
def test_a_link_is_a_card_with_a_title_or_the_name_of_its_host(
    police: Account, line: Line, title: str, shown: str
) -> None:
    link = "https://www.fultongrove.example/58"
    (place,) = sent(line, PUBLISHER.render(Saying("Closed.", title=title, link=link)))
    card = {"uri": link, "title": shown, "description": ""}
    assert first(police)["embed"] == {"$type": "app.bsky.embed.external", "external": card}
    assert PUBLISHER.read(line, place).links == (link,)


def test_a_thread_answers_itself_from_post_to_post(police: Account, line: Line) -> None:
    places = sent(line, PUBLISHER.render(Saying(SENTENCE * 9)))
    records = [police.records[POSTS, place.id.rpartition("/")[2]] for place in places]
    assert "reply" not in records[0]
    for at in (1, 2):
        assert records[at]["reply"] == {
            "root": {"uri": places[0].id, "cid": places[0].version},
            "parent": {"uri": places[at - 1].id, "cid": places[at - 1].version},
        }


def test_a_correction_answers_its_post_and_keeps_to_its_thread(police: Account, line: Line) -> None:
    places = sent(line, PUBLISHER.render(Saying(SENTENCE * 5)))
    correction = PUBLISHER.render(Saying(SENTENCE * 5, replies=places[1].id))
    first_word, second_word = sent(line, correction, "correction-1")
    for word, parent in ((first_word, places[1]), (second_word, first_word)):
        reply = police.records[POSTS, word.id.rpartition("/")[2]]["reply"]
        assert reply["root"] == {"uri": places[0].id, "cid": places[0].version}
        assert reply["parent"] == {"uri": parent.id, "cid": parent.version}


def test_an_answer_to_a_post_that_is_gone_is_refused(police: Account, line: Line) -> None:
    rendering = PUBLISHER.render(Saying("No.", replies=f"at://{police.did}/{POSTS}/3kgone"))
    assert caught(Refused, sent, line, rendering).told == "The post to answer is not on Bluesky any more."
    assert police.records == {}


def test_a_rendering_that_lacks_something_is_not_sent(server: Bluesky, line: Line) -> None:
    asked = len(server.asked)
    assert caught(Refused, sent, line, PUBLISHER.render(Saying(""))).told == "There is nothing to say."
    assert len(server.asked) == asked


def test_a_picture_that_is_not_the_approved_one_is_not_sent(police: Account, line: Line) -> None:
    swapped = replace(photo(), read=lambda: b"other bytes")
    told = caught(Refused, sent, line, PUBLISHER.render(Saying("Look.", media=(swapped,)))).told
    assert (told, police.records) == ("road.jpg is not the file that was approved.", {})


def test_a_server_that_keeps_another_picture_shows_none(server: Bluesky, police: Account, line: Line) -> None:
    blob = {"$type": "blob", "ref": {"$link": "bafkreiother"}, "mimeType": "image/jpeg", "size": 3}
    server.fail("POST .*uploadBlob", "before", Reply({"blob": blob}))
    told = caught(Refused, sent, line, PUBLISHER.render(Saying("Look.", media=(photo(),)))).told
    assert (told, police.records) == ("The server keeps other bytes of road.jpg than were sent.", {})


# Never twice


def test_the_key_of_a_record_is_its_own_and_always_the_same() -> None:
    keys = {record_key(f"release-{number}", index) for number in range(500) for index in range(3)}
    assert len(keys) == 1_500
    assert all(TID.fullmatch(key) and key < "3" and not set("aeiouy") & set(key) for key in keys)
    assert record_key("release-1", 0) == "2fljcprvmwwrx"


def test_the_same_key_makes_one_post(server: Bluesky, police: Account, line: Line) -> None:
    rendering = PUBLISHER.render(replace(ROAD, media=(photo(),)))
    assert sent(line, rendering) == sent(line, rendering)
    assert (len(police.records), server.count(CREATE), server.count("POST .*uploadBlob")) == (1, 1, 1)


@pytest.mark.parametrize("how", ["drop after", "after"])
def test_a_post_whose_answer_was_lost_is_found_in_the_same_call(
    server: Bluesky, police: Account, line: Line, how: str
) -> None:
    server.fail(CREATE, how)
    (place,) = sent(line, PUBLISHER.render(ROAD))
    assert PUBLISHER.read(line, place).text == ROAD.text
    assert len(police.records) == 1


def test_a_post_whose_fate_nobody_tells_is_found_later(server: Bluesky, police: Account, line: Line) -> None:
    rendering = PUBLISHER.render(ROAD)
    assert PUBLISHER.find(line, rendering, "release-1", 0, SINCE) is None
    server.fail(CREATE, "drop after")
    looks = [0]
    answer = server.get_record

    def unsure(asked: Any) -> Reply:
        looks[0] += 1
        return no("InternalServerError", "Internal Server Error", 500) if looks[0] == 2 else answer(asked)

    server.routes = [(m, p, unsure if "getRecord" in p else f) for m, p, f in server.routes]
    caught(Unknown, sent, line, rendering)
    found = PUBLISHER.find(line, rendering, "release-1", 0, SINCE)
    assert found and PUBLISHER.read(line, found).text == ROAD.text
    assert sent(line, rendering) == (found,)
    assert len(police.records) == 1


def test_a_request_that_was_lost_on_the_way_may_be_made_again(server: Bluesky, police: Account, line: Line) -> None:
    rendering = PUBLISHER.render(ROAD)
    server.fail(CREATE, "drop before")
    caught(Unknown, sent, line, rendering)
    assert PUBLISHER.find(line, rendering, "release-1", 0, SINCE) is None
    sent(line, rendering)
    assert len(police.records) == 1


def test_a_race_of_two_attempts_makes_one_post(server: Bluesky, police: Account, line: Line) -> None:
    """The record appears between the look and the creation: the server's internal error is looked up."""
    rendering = PUBLISHER.render(ROAD)
    (place,) = sent(line, rendering)
    server.fail("GET .*getRecord", "before", no("RecordNotFound", "Could not locate record"))
    assert sent(line, rendering) == (place,)
    assert (len(police.records), server.count(CREATE)) == (1, 2)


def test_another_text_under_the_same_key_is_refused(police: Account, line: Line) -> None:
    sent(line, PUBLISHER.render(ROAD))
    other = PUBLISHER.render(Saying("Open again."))
    assert caught(Refused, sent, line, other).told.startswith("Another text stands on Bluesky")
    caught(Refused, PUBLISHER.find, line, other, "release-1", 0, SINCE)
    assert [record["text"] for record in police.records.values()] == [ROAD.text]


def test_a_list_that_lags_hides_no_post_from_find(police: Account) -> None:
    with serving(Bluesky(lag=3)) as server:
        assert isinstance(server, Bluesky)
        line = lined(server, opened(server, server.join("lag.example").handle))
        (place,) = sent(line, PUBLISHER.render(ROAD))
        assert PUBLISHER.latest(line, 5) == ()
        assert PUBLISHER.find(line, PUBLISHER.render(ROAD), "release-1", 0, SINCE) == place


def test_a_picture_that_was_lost_on_the_way_is_no_unknown_post(server: Bluesky, police: Account, line: Line) -> None:
    rendering = PUBLISHER.render(Saying("Look.", media=(photo(),)))
    server.fail("POST .*uploadBlob", "drop after")
    caught(Unavailable, sent, line, rendering)
    server.fail("POST .*uploadBlob", "before", Reply({"blob": 7}))
    caught(Unavailable, sent, line, rendering)
    sent(line, rendering)
    assert len(police.records) == 1


# What stands there


def test_the_latest_are_told_by_their_times_whoever_wrote_them(police: Account, line: Line) -> None:
    for day in range(1, 4):
        made = {"$type": POSTS, "text": f"app {day}", "createdAt": f"2026-11-0{day}T12:00:00.000Z"}
        police.records[POSTS, f"3mabcdefghij{day + 1}"] = made
    old = {"$type": POSTS, "text": "odd", "createdAt": "yesterday"}
    police.records[POSTS, "3aabcdefghij2"] = old
    sent(line, PUBLISHER.render(ROAD))
    assert [one.text for one in PUBLISHER.latest(line, 9)] == [ROAD.text, "app 3", "app 2", "app 1", "odd"]
    assert [one.text for one in PUBLISHER.latest(line, 2)] == [ROAD.text, "app 3"]
    assert PUBLISHER.latest(line, 1)[0].place == PUBLISHER.find(line, PUBLISHER.render(ROAD), "release-1", 0, SINCE)


def test_the_latest_are_asked_page_by_page(server: Bluesky, police: Account, line: Line) -> None:
    for number in range(150):
        made = {
            "$type": POSTS,
            "text": f"ours {number}",
            "createdAt": f"2026-11-01T12:{number // 60:02}:{number % 60:02}Z",
        }
        police.records[POSTS, record_key(f"old-{number}", 0)] = made
    assert [one.text for one in PUBLISHER.latest(line, 3)] == ["ours 149", "ours 148", "ours 147"]
    assert server.count("GET .*listRecords") <= 5


def test_a_list_that_never_ends_is_left(server: Bluesky, police: Account, line: Line) -> None:
    record = {"uri": f"at://{police.did}/{POSTS}/2bcdfhjlmpqrs", "cid": "b", "value": {"text": "again"}}
    server.fail("GET .*listRecords", "before", Reply({"records": [record], "cursor": "x"}), times=-1)
    assert [one.text for one in PUBLISHER.latest(line, 3)] == ["again"]


def test_a_post_is_never_changed_in_place(server: Bluesky, line: Line) -> None:
    (place,) = sent(line, PUBLISHER.render(ROAD))
    told = caught(Refused, PUBLISHER.edit, line, place, PUBLISHER.render(Saying("Open.")), 0).told
    assert "Publish a correction that answers it" in told
    assert PUBLISHER.can.edit == "no"


def test_a_post_is_taken_down_once_and_again(police: Account, line: Line) -> None:
    (place,) = sent(line, PUBLISHER.render(ROAD))
    PUBLISHER.delete(line, place)
    PUBLISHER.delete(line, place)
    assert police.records == {}
    assert PUBLISHER.find(line, PUBLISHER.render(ROAD), "release-1", 0, SINCE) is None
    caught(Gone, PUBLISHER.read, line, place)


def test_a_post_of_another_account_is_not_touched(server: Bluesky, line: Line) -> None:
    other = server.join("other.example")
    place = Placed(f"at://{other.did}/{POSTS}/3kabcdefghij2", "")
    assert caught(Refused, PUBLISHER.delete, line, place).told == "The post belongs to another account."
    caught(Refused, PUBLISHER.delete, line, Placed("https://bsky.app/post", ""))


def test_posts_of_an_account_that_closed_are_gone(police: Account, line: Line) -> None:
    (place,) = sent(line, PUBLISHER.render(ROAD))
    police.active = False
    caught(Gone, PUBLISHER.read, line, place)
