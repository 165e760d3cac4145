"""Publishing on Mastodon: one post and never two, reading back, changing and taking down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.platforms.contract.mastodon import MastodonServer
from tests.platforms.contract.mastodonline import (
    LIST,
    PICTURE,
    POSTING,
    STATUSES,
    mastodon,
    medium,
    now,
    post,
    rendered,
)
from tests.platforms.contract.server import serving

from postorders.platforms.mastodon.publish import PUBLISHER
from postorders.platforms.publisher import Line, publishers
from postorders.platforms.saying import Placed
from postorders.platforms.wire import Gone, Refused, Unavailable, Unknown


@pytest.fixture
def server() -> Iterator[MastodonServer]:
    with serving(MastodonServer()) as contract:
        assert isinstance(contract, MastodonServer)
        yield contract


@pytest.fixture
def line(server: MastodonServer) -> Line:
    return Line("police@social.example", server.base, {"access_token": server.admit(), "id": "1001"})


class TestPublishing:
    def test_one_post(self, server: MastodonServer, line: Line) -> None:
        place = post(line, rendered("Main Street is closed.", language="es-MX"))[0]
        sent = server.posts[place.id]
        assert (sent.text, sent.language, sent.visibility) == ("Main Street is closed.", "es", "public")
        assert place.url == f"{server.base}/@police/{place.id}"

    def test_a_thread_answers_itself(self, server: MastodonServer, line: Line) -> None:
        first, second, third = post(line, rendered("The road is closed. " * 60))
        assert server.posts[second.id].answers == first.id
        assert server.posts[third.id].answers == second.id

    def test_a_correction_answers_what_it_corrects(self, server: MastodonServer, line: Line) -> None:
        wrong = post(line, rendered("Oak Street is closed."))[0]
        right = post(line, rendered("Correction: it is Elm Street.", replies=wrong.id), "release-2")[0]
        assert server.posts[right.id].answers == wrong.id

    def test_an_answer_to_what_is_gone_is_refused(self, line: Line) -> None:
        with pytest.raises(Refused, match="The post that this one answers is gone"):
            post(line, rendered("Correction.", replies="42"))

    def test_a_piece_without_the_one_before_is_a_mistake(self, line: Line) -> None:
        with pytest.raises(ValueError, match="no place"):
            mastodon.publish(line, rendered("The road is closed. " * 60), "key", 1, ())

    def test_a_picture_goes_with_its_words_and_without_its_name(self, server: MastodonServer, line: Line) -> None:
        place = post(line, rendered("Closed.", media=(medium(), medium("A detour sign.", PICTURE * 2))))[0]
        files = [server.files[one] for one in server.posts[place.id].media]
        assert [(one.body, one.alt) for one in files] == [(PICTURE, "A closed road."), (PICTURE * 2, "A detour sign.")]
        assert "IMG_0417" not in files[0].name

    def test_a_file_that_is_worked_up_is_waited_for(self, server: MastodonServer, line: Line) -> None:
        server.busy = 3
        assert post(line, rendered("Closed.", media=(medium(),)))[0].id in server.posts
        assert server.count(r"GET /api/v1/media/\d+") == 4

    def test_a_file_that_is_never_ready_is_given_up(self, server: MastodonServer, line: Line) -> None:
        server.busy = 10_000
        with pytest.raises(Unavailable, match="Nothing was published"):
            post(line, rendered("Closed.", media=(medium(),)))
        assert server.posts == {}

    def test_an_upload_that_is_lost_publishes_nothing(self, server: MastodonServer, line: Line) -> None:
        server.fail("POST /api/v2/media", "drop after")
        with pytest.raises(Unavailable):
            post(line, rendered("Closed.", media=(medium(),)))
        assert server.count(POSTING) == 0

    def test_a_file_that_changed_since_its_approval_is_not_sent(self, server: MastodonServer, line: Line) -> None:
        swapped = replace(medium(), read=lambda: b"another")
        with pytest.raises(Refused, match="is not the one that was approved"):
            post(line, rendered("Closed.", media=(swapped,)))
        assert server.asked == []


class TestNeverTwice:
    @pytest.mark.parametrize("how", ["drop after", "after"])
    def test_the_same_key_makes_no_second_post(self, server: MastodonServer, line: Line, how: str) -> None:
        server.fail(POSTING, how)
        rendering = rendered("Closed.", media=(medium(),))
        with pytest.raises(Unknown):
            post(line, rendering)
        place = post(line, rendering)[0]
        assert list(server.posts) == [place.id]

    def test_other_keys_and_other_pieces_are_other_posts(self, server: MastodonServer, line: Line) -> None:
        post(line, rendered("The road is closed. " * 60), "release-1")
        post(line, rendered("The road is closed. " * 60), "release-2")
        assert len(server.posts) == 6

    def test_when_the_key_is_forgotten_the_post_is_found(self, server: MastodonServer, line: Line) -> None:
        text = 'Don\'t drive <here> & "there":\n\nhttps://www.police.example/roads/2026/closures?day=22&all=1#map. #Roads  @dispatch@county.example'
        began, rendering = now(), rendered(text, media=(medium("A road, 'closed'. "),))
        server.fail(POSTING, "drop after")
        with pytest.raises(Unknown):
            post(line, rendering)
        server.keys.clear()
        place = mastodon.find(line, rendering, "release-1", 0, began)
        assert place is not None
        assert list(server.posts) == [place.id]

    def test_what_never_arrived_is_not_found(self, server: MastodonServer, line: Line) -> None:
        began, rendering = now(), rendered("Closed.")
        server.fail(POSTING, "drop before")
        with pytest.raises(Unknown):
            post(line, rendering)
        assert mastodon.find(line, rendering, "release-1", 0, began) is None

    def test_a_list_may_take_a_while_to_show_it(self, server: MastodonServer, line: Line) -> None:
        server.lag, rendering, began = 2, rendered("Closed."), now()
        place = post(line, rendering)[0]
        looks = [mastodon.find(line, rendering, "release-1", 0, began) for _look in range(3)]
        assert looks == [None, None, place]

    def test_a_piece_of_a_thread_is_found(self, line: Line) -> None:
        began, rendering = now(), rendered("The road is closed. " * 60)
        places = post(line, rendering)
        assert [mastodon.find(line, rendering, "release-1", at, began) for at in range(3)] == places

    def test_what_is_like_it_is_not_it(self, server: MastodonServer, line: Line) -> None:
        rendering = rendered("Closed.", media=(medium(),))
        server.posts[post(line, rendering, "a")[0].id].created -= timedelta(minutes=3)
        earlier = server.write("Closed.")
        post(line, rendered("Closed.", media=(medium("Another road."),)), "b")
        post(line, rendered("Closed.", replies=earlier.id, media=(medium(),)), "c")
        post(line, rendered("Closed!", media=(medium(),)), "d")
        server.write("Closed.", by="1002")
        assert mastodon.find(line, rendering, "e", 0, now()) is None

    def test_a_clock_two_minutes_off_is_forgiven(self, server: MastodonServer, line: Line) -> None:
        rendering = rendered("Closed.")
        place = post(line, rendering)[0]
        server.posts[place.id].created -= timedelta(seconds=110)
        assert mastodon.find(line, rendering, "release-1", 0, now()) == place

    def test_it_is_found_below_many_others(self, server: MastodonServer, line: Line) -> None:
        began, rendering = now(), rendered("Closed.")
        place = post(line, rendering)[0]
        for number in range(95):
            server.write(f"Number {number}")
        assert mastodon.find(line, rendering, "release-1", 0, began) == place
        assert server.count(LIST) == 3

    def test_the_account_is_asked_for_where_it_was_not_kept(self, server: MastodonServer, line: Line) -> None:
        rendering, began = rendered("Closed."), now()
        place = post(line, rendering)[0]
        bare = Line("", server.base, {"access_token": line.secrets["access_token"]})
        assert mastodon.find(bare, rendering, "release-1", 0, began) == place


class TestReadingBack:
    @pytest.mark.parametrize(
        "text",
        [
            "One line.",
            "First.\n\nSecond,\nand its second line.  Two blanks.",
            "5 < 6 & 7 > 6; 'quoted' \"twice\" &amp; <b>not bold</b>",
            "See https://www.police.example/a/very/long/address/of/a/page/about/roads?x=1&y=2.",
            "Ask @dispatch@county.example or @neighbor, not @nobody@else.example. #RoadWork #2026",
            "👮🏽‍♀️ Café – señor … “¿Qué?”",
        ],
    )
    def test_what_is_served_is_what_was_said(self, line: Line, text: str) -> None:
        served = mastodon.read(line, post(line, rendered(text))[0])
        assert served.text == text

    def test_all_of_it_is_kept(self, server: MastodonServer, line: Line) -> None:
        rendering = rendered("Closed: https://police.example/roads", media=(medium(),))
        place = post(line, rendering)[0]
        served = mastodon.read(line, place)
        assert served.place == place
        assert (served.alts, served.links) == (("A closed road.",), ("https://police.example/roads",))
        assert (served.type, served.url) == ("application/json", f"{server.base}{STATUSES}/{place.id}")
        assert json.loads(served.body)["id"] == place.id
        assert abs(datetime.fromisoformat(served.at) - datetime.now(UTC)) < timedelta(minutes=1)

    def test_it_is_read_as_any_reader_does(self, server: MastodonServer, line: Line) -> None:
        place = post(line, rendered("Closed."))[0]
        mastodon.read(line, place)
        assert server.asked[-1].token == ""

    def test_a_server_that_shows_visitors_nothing_is_asked_with_the_key(
        self, server: MastodonServer, line: Line
    ) -> None:
        place = post(line, rendered("Closed."))[0]
        server.closed = True
        assert mastodon.read(line, place).text == "Closed."

    def test_what_readers_cannot_see_is_gone(self, server: MastodonServer, line: Line) -> None:
        place = post(line, rendered("Closed."))[0]
        server.posts[place.id].visibility = "private"
        with pytest.raises(Gone, match="Record not found"):
            mastodon.read(line, place)

    def test_a_warning_set_later_is_part_of_what_is_seen(self, server: MastodonServer, line: Line) -> None:
        place = post(line, rendered("Closed."))[0]
        server.posts[place.id].spoiler = "Fake!"
        assert mastodon.read(line, place).text == "Fake!\n\nClosed."

    def test_the_latest_posts_with_what_nobody_approved(self, server: MastodonServer, line: Line) -> None:
        ours = post(line, rendered("Closed."))[0]
        other = server.write("A neighbor speaks.", by="1002")
        server.write("Written in the browser.")
        server.write("", boosts=other.id)
        server.write("A word to one person.", visibility="direct")
        latest = mastodon.latest(line, 10)
        assert [one.text for one in latest] == ["A neighbor speaks.", "Written in the browser.", "Closed."]
        assert latest[2].place == ours
        assert [one.text for one in mastodon.latest(line, 3)] == ["A neighbor speaks.", "Written in the browser."]

    def test_the_latest_of_many(self, server: MastodonServer, line: Line) -> None:
        for number in range(60):
            server.write(f"Number {number}")
        assert [one.text for one in mastodon.latest(line, 45)] == [f"Number {at}" for at in range(59, 14, -1)]


class TestChanging:
    def test_an_edit_keeps_what_was_there_before(self, server: MastodonServer, line: Line) -> None:
        place = post(line, rendered("Oak Street is closed."))[0]
        after = mastodon.edit(line, place, rendered("Elm Street is closed."), 0)
        assert (after.id, place.version) == (place.id, "")
        assert after.version
        assert mastodon.read(line, after).text == "Elm Street is closed."
        history = server.answer(replace(server.asked[-1], path=f"{STATUSES}/{place.id}/history"))
        assert history
        assert [one["content"] for one in history.body] == [
            "<p>Oak Street is closed.</p>",
            "<p>Elm Street is closed.</p>",
        ]

    def test_an_edit_carries_the_approved_files(self, server: MastodonServer, line: Line) -> None:
        place = post(line, rendered("Closed.", media=(medium(),)))[0]
        mastodon.edit(line, place, rendered("Closed.", media=(medium("Elm Street.", PICTURE * 3),)), 0)
        assert [server.files[one].body for one in server.posts[place.id].media] == [PICTURE * 3]

    def test_what_is_gone_cannot_be_changed(self, line: Line) -> None:
        with pytest.raises(Gone):
            mastodon.edit(line, Placed("42", ""), rendered("Closed."), 0)

    def test_taking_down_twice_is_no_trouble(self, server: MastodonServer, line: Line) -> None:
        place = post(line, rendered("Closed.", media=(medium(),)))[0]
        mastodon.delete(line, place)
        mastodon.delete(line, place)
        assert (server.posts, server.files) == ({}, {})
        with pytest.raises(Gone):
            mastodon.read(line, place)

    def test_an_id_cannot_lead_elsewhere(self, server: MastodonServer, line: Line) -> None:
        mastodon.delete(line, Placed("1/../../accounts?x", ""))
        assert server.asked[-1].path == f"{STATUSES}/1%2F..%2F..%2Faccounts%3Fx"


def test_it_is_found_among_the_publishers_and_says_where_its_limits_stand() -> None:
    assert publishers()["mastodon"] is PUBLISHER
    assert PUBLISHER.can.source.startswith("https://docs.joinmastodon.org/")
    assert PUBLISHER.can.as_of == "2026-11-22"
