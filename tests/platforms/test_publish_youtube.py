"""Publishing on YouTube, spoken with a server that behaves as YouTube documents it: one video and never two."""

import pytest
from tests.platforms.contract.server import Reply, serving
from tests.platforms.contract.youtube import YouTubeContract, error
from tests.platforms.contract.youtubeline import PUTS, connected, now, saying, sent, video, youtube

from postorders.platforms.saying import Placed
from postorders.platforms.wire import Gone, Refused, Unavailable, Unknown
from postorders.platforms.youtube import media


@pytest.fixture
def server():
    with serving(YouTubeContract()) as contract:
        yield contract


@pytest.fixture
def small(monkeypatch):
    """Parts of 4 bytes: what a video of many parts does, done by a short one."""
    monkeypatch.setattr(media, "PART", 4)


# publishing and reading


def test_what_is_published_is_read_back_as_it_was_written(server):
    line = connected(server)
    _, place = sent(line, saying())
    assert place.url == f"https://www.youtube.com/watch?v={place.id}"
    made = server.videos[place.id]
    assert made.body == b"\0\0\0 ftypisom" and made.status["privacyStatus"] == "public"
    assert made.status["selfDeclaredMadeForKids"] is False and made.snippet["defaultLanguage"] == "en"
    served = youtube.read(line, place)
    assert served.text == saying().text and served.links == ("https://fultongrove.gov/elm",)
    assert served.place == place and b"Road work on Elm" in served.body


def test_a_long_video_goes_in_parts_and_goes_on_where_youtube_stands(server, small):
    line = connected(server)
    server.takes = 3
    body = bytes(range(23))
    _, place = sent(line, saying(media=(video(body),)))
    assert server.videos[place.id].body == body


def test_a_part_that_got_lost_is_asked_after_and_sent_again(server, small):
    line = connected(server)
    body = bytes(range(23))
    for how in ("drop before", "drop after", "before"):
        server.fail(PUTS, how)
    _, place = sent(line, saying(media=(video(body),)))
    assert server.videos[place.id].body == body and len(server.videos) == 1


def test_a_session_on_another_server_gets_no_byte(server):
    line = connected(server)
    for where in (
        "https://elsewhere.example/upload",
        "",
        f"{server.base}.elsewhere.example/u",
        "//elsewhere.example",
        f"{server.base}@elsewhere.example/",
    ):
        server.fail("POST /upload/youtube/v3/videos", "after", Reply(b"", 200, {"Location": where}))
        with pytest.raises(Unavailable, match="another server"):
            sent(line, saying())
    assert server.count(PUTS) == 0


def test_a_video_that_google_keeps_private_stands_hidden_and_is_told_how_to_mend(server):
    line = connected(server)
    server.audited = False
    _, place = sent(line, saying())
    found = youtube.read(line, place)
    assert (found.text, found.place, found.alts) == (saying().text, place, ()), "no reader sees a file"
    assert found.hidden.startswith("Only you can see the video") and "audited" in found.hidden
    assert youtube.latest(line, 5) == ()


@pytest.mark.parametrize(("privacy", "said"), [("private", "Only you"), ("unlisted", "Only who has"), ("public", "")])
def test_who_sees_a_video_is_read_anew_each_time(server, privacy, said):
    line = connected(server)
    _, place = sent(line, saying())
    server.videos[place.id].status["privacyStatus"] = privacy
    found = youtube.read(line, place)
    assert found.hidden.startswith(said) and bool(found.hidden) == bool(said)
    assert found.alts == (("",) if privacy == "public" else ())
    assert len(youtube.latest(line, 5)) == (privacy == "public")


def test_a_video_that_youtube_rejected_is_not_there(server):
    line = connected(server)
    _, place = sent(line, saying())
    server.videos[place.id].status |= {"uploadStatus": "rejected", "rejectionReason": "duplicate"}
    with pytest.raises(Gone, match="duplicate"):
        youtube.read(line, place)


def test_bytes_that_were_not_approved_are_not_sent(server):
    line = connected(server)
    with pytest.raises(Refused, match="approved"):
        sent(line, saying(media=(video(read=lambda: b"\0\0\0 ftypisoM"),)))
    assert server.sessions == {}


def test_a_rendering_that_lacks_something_is_never_sent(server):
    line = connected(server)
    with pytest.raises(Refused):
        youtube.publish(line, youtube.render(saying(title="")), "k", 0, ())
    assert server.sessions == {}


# no double post


def test_a_lost_end_is_settled_in_its_own_session(server):
    line = connected(server)
    server.fail(PUTS, "drop after")
    _, place = sent(line, saying())
    assert list(server.videos) == [place.id]


def test_an_end_that_nobody_tells_is_unknown_and_the_video_is_found(server):
    line = connected(server)
    began = now()
    rendering = youtube.render(saying())
    server.fail(PUTS, "drop after", times=50)
    with pytest.raises(Unknown):
        youtube.publish(line, rendering, "k", 0, ())
    found = youtube.find(line, rendering, "k", 0, began)
    assert found is not None and list(server.videos) == [found.id]


@pytest.mark.parametrize(
    "told",
    [
        error(401, "authError"),
        error(403, "quotaExceeded"),
        error(404, "notFound"),
        error(400, "badRequest"),
        Reply(b"", 308),
    ],
)
def test_a_no_to_the_question_after_a_lost_end_does_not_say_that_there_is_no_video(server, told):
    line = connected(server)
    server.fail(PUTS, "drop after")
    server.fail(PUTS, "before", told)
    if told.status == 308:
        _, place = sent(line, saying())
        assert list(server.videos) == [place.id]
        return
    with pytest.raises(Unknown):
        sent(line, saying())


def test_an_upload_that_stops_midway_may_be_tried_again(server, small):
    line = connected(server)
    server.takes = 0
    with pytest.raises(Unavailable):
        sent(line, saying(media=(video(bytes(range(23))),)))
    assert server.videos == {}


def test_a_lost_opening_may_be_tried_again(server):
    line = connected(server)
    for how, reply in (("drop after", None), ("drop before", None), ("after", error(500, "backendError"))):
        server.fail("POST /upload/youtube/v3/videos", how, reply)
        with pytest.raises(Unavailable):
            sent(line, saying())
    assert server.videos == {}


def test_a_list_that_lags_is_looked_at_again():
    with serving(YouTubeContract(lag=2)) as server:
        line = connected(server)
        rendering, place = sent(line, saying())
        assert youtube.find(line, rendering, "k", 0, now()) == place


def test_a_video_that_is_kept_private_is_found_as_well(server):
    line = connected(server)
    server.audited = False
    rendering, place = sent(line, saying())
    assert youtube.find(line, rendering, "k", 0, now()) == place


def test_another_title_or_text_or_an_earlier_day_is_another_video(server):
    line = connected(server)
    began = now()
    rendering, place = sent(line, saying())
    assert youtube.find(line, youtube.render(saying(title="Road work")), "k", 0, began) is None
    assert youtube.find(line, youtube.render(saying(text="Elm")), "k", 0, began) is None
    server.videos[place.id].snippet["publishedAt"] = "2024-05-03T12:00:00Z"
    assert youtube.find(line, rendering, "k", 0, began) is None


def test_a_video_far_down_the_list_is_found(server):
    line = connected(server)
    rendering, place = sent(line, saying())
    for n in range(70):
        server.videos[f"video-{5000 + n}_"] = type(server.videos[place.id])(
            f"video-{5000 + n}_", {"title": "Other"}, {}, b""
        )
    assert youtube.find(line, rendering, "k", 0, now()) == place


def test_an_empty_channel_has_nothing(server):
    line = connected(server)
    assert youtube.find(line, youtube.render(saying()), "k", 0, now()) is None
    assert youtube.latest(line, 3) == ()


# afterwards


def test_title_and_description_are_changed_in_place_and_the_rest_stays(server):
    line = connected(server)
    _, place = sent(line, saying())
    server.videos[place.id].snippet |= {"tags": ["roads"], "categoryId": "29"}
    changed = youtube.edit(line, place, youtube.render(saying(title="Road work on Oak", text="Oak Street.")), 0)
    snippet = server.videos[place.id].snippet
    assert (snippet["title"], snippet["description"]) == ("Road work on Oak", "Oak Street.")
    assert (snippet["tags"], snippet["categoryId"]) == (["roads"], "29")
    assert changed.id == place.id and changed.version != place.version
    assert youtube.read(line, place).place == changed
    assert youtube.can.edit == "silent"


def test_a_change_of_the_title_alone_shows_as_another_version(server):
    line = connected(server)
    _, place = sent(line, saying())
    server.videos[place.id].snippet["title"] = "Something else"
    assert youtube.read(line, place).place.version != place.version


def test_taking_down_twice_is_no_trouble_and_what_is_gone_cannot_be_read_or_changed(server):
    line = connected(server)
    rendering, place = sent(line, saying())
    youtube.delete(line, place)
    youtube.delete(line, place)
    with pytest.raises(Gone):
        youtube.read(line, place)
    with pytest.raises(Gone):
        youtube.edit(line, place, rendering, 0)


@pytest.mark.parametrize("number", ["../x", "a,b,c,d,e,f", "", "x&id=y12345"])
def test_a_place_that_is_no_video_asks_nothing(server, number):
    line = connected(server)
    before = len(server.asked)
    youtube.delete(line, Placed(number, ""))
    with pytest.raises(Gone):
        youtube.read(line, Placed(number, ""))
    assert len(server.asked) == before


def test_the_latest_are_newest_first_and_no_more_than_asked(server):
    line = connected(server)
    for n in range(4):
        sent(line, saying(text=f"Video {n}"))
    assert [one.text for one in youtube.latest(line, 2)] == ["Video 3", "Video 2"]
    assert len(youtube.latest(line, 50)) == 4 and youtube.latest(line, 0) == ()
