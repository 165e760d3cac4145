"""Publishing to a Facebook Page, against the Graph API's contract: no double post, no key in an error, no silent loss."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.platforms.contract.graph import GraphContract
from tests.platforms.contract.graphkeys import PAGE, V, fault
from tests.platforms.contract.graphline import joined, picture
from tests.platforms.contract.server import Reply, serving

from postorders.platforms.facebook.publish import PUBLISHER
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium, Placed, Rendering, Saying
from postorders.platforms.wire import Expired, Gone, Limited, Refused, Trouble, Unavailable, Unknown

WORDS = "Ash Street is closed from 1st to 4th.\n\nUse Elm Street. Details: https://fultongrove.gov/ash"
FEED, LIST = rf"POST {V}/\d+/feed", rf"GET {V}/\d+/published_posts"


@pytest.fixture
def graph() -> Iterator[GraphContract]:
    with serving(GraphContract()) as contract:
        yield contract


@pytest.fixture
def line(graph: GraphContract) -> Line:
    return joined(PUBLISHER, graph)


def post(line: Line, rendering: Rendering) -> Placed:
    return PUBLISHER.publish(line, rendering, "key-1", 0, ())


def rendered(text: str = WORDS, *media: Medium, link: str = "") -> Rendering:
    rendering = PUBLISHER.render(Saying(text, link=link, media=media))
    assert rendering.lacks == ()
    return rendering


def now(minutes: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


# publishing


def test_a_text_is_published_and_read_back(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered(f"  {WORDS}\r\n"))
    served = PUBLISHER.read(line, place)
    assert served.text == WORDS and served.place == place and served.links == ("https://fultongrove.gov/ash",)
    assert place.url == f"https://www.facebook.com/{place.id}" and served.at[:4].isdigit()


def test_pictures_go_up_unseen_and_carry_their_descriptions(graph: GraphContract, line: Line) -> None:
    for media in ((picture("one"),), (picture("one"), picture("two", "A detour sign – “Umleitung”."))):
        place = post(line, rendered(f"{WORDS} {len(media)}", *media))
        assert PUBLISHER.read(line, place).alts == tuple(one.alt for one in media)
    assert [held["bytes"] for held in graph.photos.values()][-1] == picture("two").read()


def test_a_link_is_shown_as_a_card(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered("The notice.", link="https://fultongrove.gov/notice"))
    assert PUBLISHER.read(line, place).links == ("https://fultongrove.gov/notice",)


def test_a_picture_that_is_not_the_approved_one_is_not_sent(graph: GraphContract, line: Line) -> None:
    one = picture("one")
    changed = Medium(one.kind, one.name, one.type, one.size, "0" * 64, one.alt, read=one.read)
    with pytest.raises(Refused, match="not the one that was approved"):
        post(line, rendered(WORDS, changed))
    assert not graph.photos and not graph.posts


def test_a_post_whose_address_cannot_be_asked_stands_all_the_same(graph: GraphContract, line: Line) -> None:
    graph.fail(rf"GET {V}/{PAGE}_\d+", "drop before")
    place = post(line, rendered())
    assert place.url == f"https://www.facebook.com/{place.id}"


def test_descriptions_that_cannot_be_read_do_not_hide_the_post(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered(WORDS, picture("one")))
    graph.fail(f"GET {V}/", "before", fault(100, "Object does not exist", 33))
    served = PUBLISHER.read(line, place)
    assert served.text == WORDS and served.alts == ()


# what becomes of a lost answer


@pytest.mark.parametrize(
    ("how", "reply"),
    [
        ("drop after", None),
        ("after", Reply({"error": {"code": 2, "message": "An unexpected error has occurred."}}, 500)),
        ("after", Reply({"error": {"code": 1, "message": "An unknown error occurred"}}, 400)),
        ("after", Reply(b"<html>Bad gateway</html>", 502)),
        ("after", Reply(b"<html>Sorry</html>", 200)),
        ("after", Reply({}, 200)),
        ("after", Reply({"id": "../me"}, 200)),
        ("after", Reply(["id"], 200)),
        ("after", Reply(b"[" * 200_000, 200)),
        ("after", Reply(b"x" * (17 << 20), 200)),
        ("after", Reply(b'{"id": "1000', 200)),
    ],
)
def test_a_post_whose_answer_is_lost_is_unknown_and_found(
    graph: GraphContract, line: Line, how: str, reply: Reply | None
) -> None:
    began = now()
    graph.fail(FEED, how, reply)
    with pytest.raises(Unknown):
        post(line, rendered())
    found = PUBLISHER.find(line, rendered(), "key-1", 0, began)
    assert found is not None and list(graph.posts) == [found.id]


def test_a_request_that_did_nothing_is_not_found(graph: GraphContract, line: Line) -> None:
    graph.fail(FEED, "drop before")
    with pytest.raises(Unknown):
        post(line, rendered())
    assert PUBLISHER.find(line, rendered(), "key-1", 0, now()) is None


def test_a_second_attempt_at_the_same_words_makes_no_second_post(graph: GraphContract, line: Line) -> None:
    """The list lags, so that the first is not found; Facebook refuses equal words, and that is not taken for a failure."""
    began = now()
    graph.lag = 2
    graph.fail(FEED, "drop after")
    with pytest.raises(Unknown):
        post(line, rendered())
    assert PUBLISHER.find(line, rendered(), "key-1", 0, began) is None
    with pytest.raises(Unknown):
        post(line, rendered())
    assert PUBLISHER.find(line, rendered(), "key-1", 0, began) is not None
    assert len(graph.posts) == 1


def test_words_that_stand_there_since_long_are_refused_with_their_address(graph: GraphContract, line: Line) -> None:
    graph.shift = -3 * 3600
    place = post(line, rendered())
    graph.shift = 0
    with pytest.raises(Refused, match=place.id):
        post(line, rendered())


def test_only_our_words_of_this_attempt_with_as_many_pictures_are_found(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered(WORDS, picture("one")))
    assert PUBLISHER.find(line, rendered(), "k", 0, now()) is None
    assert PUBLISHER.find(line, rendered(WORDS + "!", picture("one")), "k", 0, now()) is None
    assert PUBLISHER.find(line, rendered(WORDS, picture("one")), "k", 0, now(minutes=3)) is None
    assert PUBLISHER.find(line, rendered(WORDS, picture("one")), "k", 0, now(minutes=1.5)) == place


def test_trouble_before_anything_is_public_is_unavailable(graph: GraphContract, line: Line) -> None:
    graph.fail(rf"POST {V}/\d+/photos", "drop after")
    with pytest.raises(Unavailable):
        post(line, rendered(WORDS, picture("one")))
    assert not graph.posts


# errors


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (fault(190, "Error validating access token: The session was invalidated", 460, 401), Expired),
        (fault(102, "Session key invalid", status=401), Expired),
        (fault(10, "Application does not have permission for this action: pages_manage_posts", status=403), Expired),
        (fault(200, "Permissions error: requires pages_manage_posts", status=403), Expired),
        (fault(4, "Application request limit reached", status=403), Limited),
        (fault(17, "User request limit reached"), Limited),
        (fault(32, "Page request limit reached"), Limited),
        (fault(613, "Calls to this api have exceeded the rate limit."), Limited),
        (fault(368, "The action attempted has been deemed abusive", status=403), Refused),
        (fault(100, "Invalid parameter"), Refused),
        (fault(2, "Service temporarily unavailable", status=503), Unknown),
        (fault(5000, "Try again", is_transient=True), Unknown),
        (Reply(b"busy", 503), Unavailable),
        (Reply(b"", 302), Refused),
        (fault(100, "Object does not exist", 33), Expired),
    ],
)
def test_each_error_of_a_post_says_what_to_do(
    graph: GraphContract, line: Line, reply: Reply, trouble: type[Trouble]
) -> None:
    graph.fail(FEED, "before", reply)
    with pytest.raises(trouble) as raised:
        post(line, rendered())
    assert type(raised.value) is trouble and raised.value.told and not graph.posts


def test_a_limit_says_how_long_to_wait(graph: GraphContract, line: Line) -> None:
    usage = {"X-Business-Use-Case-Usage": f'{{"{PAGE}": [{{"type": "pages", "estimated_time_to_regain_access": 19}}]}}'}
    for headers, wait in ((usage, 1140.0), ({"X-Business-Use-Case-Usage": '{"1": [null, 7]}'}, 300.0), ({}, 300.0)):
        limit = fault(32, "Page request limit reached")
        graph.fail(FEED, "before", Reply(limit.body, 400, headers))
        with pytest.raises(Limited) as limited:
            post(line, rendered())
        assert limited.value.wait == wait


def test_a_missing_permission_is_named(graph: GraphContract, line: Line) -> None:
    graph.tokens[line.secrets["token"]]["scopes"].remove("pages_manage_posts")
    with pytest.raises(Expired, match="allow pages_manage_posts"):
        post(line, rendered())


def test_no_error_representation_or_log_holds_a_key(
    graph: GraphContract, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = line.secrets["token"]
    post(line, rendered("Something else."))
    graph.fail(FEED, "before", fault(100, f"Invalid appsecret_proof {line.secrets['proof']}"))
    with pytest.raises(Refused) as refused:
        post(line, rendered())
    assert line.secrets["proof"] not in refused.value.told
    del graph.tokens[token]
    with pytest.raises(Expired) as expired:
        post(line, rendered())
    assert "Malformed access token …" in expired.value.told
    assert token not in repr(expired.value) and token not in repr(line) and token not in caplog.text
    with pytest.raises(Expired):
        post(Line("FultonGrovePD", graph.base), rendered())


def test_what_the_platform_says_is_shown_on_one_line_and_not_at_length(graph: GraphContract, line: Line) -> None:
    graph.fail(FEED, "before", fault(100, "a\n\u202eb " * 5000, 7, error_user_msg=None))
    with pytest.raises(Refused) as refused:
        post(line, rendered())
    assert refused.value.told.isprintable() and len(refused.value.told) < 400 and "100/7" in refused.value.told


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b'{"data": 7}', b'{"data": [null, {"id": 9}]}', b'{"data": [{"id": "1"}]}']
)
def test_a_list_of_another_shape_breaks_nothing(graph: GraphContract, line: Line, body: bytes) -> None:
    graph.fail(LIST, "before", Reply(body), times=2)
    for ask in (lambda: PUBLISHER.latest(line, 5), lambda: PUBLISHER.find(line, rendered(), "k", 0, now())):
        try:
            assert not ask() or b'"1"' in body
        except Unavailable:
            assert body in (b"[]", b"null")


# afterwards


def test_the_latest_posts_come_newest_first(graph: GraphContract, line: Line) -> None:
    for words in ("One.", "Two.", "Three."):
        post(line, rendered(words))
    assert [one.text for one in PUBLISHER.latest(line, 2)] == ["Three.", "Two."]
    assert PUBLISHER.latest(line, 0) == ()


def test_half_a_character_and_a_null_in_what_is_served_become_harmless(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered("One."))
    graph.posts[place.id]["text"] = "a\ud800b\0"
    assert PUBLISHER.read(line, place).text == "a?b\ufffd"
    assert PUBLISHER.latest(line, 1)[0].text == "a?b\ufffd"


def test_a_post_can_be_edited_in_place(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered(WORDS, picture("one")))
    assert PUBLISHER.edit(line, place, rendered("Corrected.", picture("one")), 0) == place
    assert PUBLISHER.read(line, place).text == "Corrected."
    graph.fail(rf"POST {V}/{place.id}", "drop after")
    with pytest.raises(Unknown):
        PUBLISHER.edit(line, place, rendered("Again."), 0)


def test_a_post_is_taken_down_and_taking_it_down_again_is_no_trouble(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered())
    PUBLISHER.delete(line, place)
    PUBLISHER.delete(line, place)
    with pytest.raises(Gone):
        PUBLISHER.read(line, place)


def test_not_there_is_not_believed_of_a_key_that_no_longer_opens_the_page(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered())
    graph.fail(f"DELETE {V}/{place.id}", "before", fault(100, "does not exist", 33))
    graph.fail(f"GET {V}/{PAGE}", "before", fault(100, "does not exist", 33))
    with pytest.raises(Expired):
        PUBLISHER.delete(line, place)
    with pytest.raises(Gone):
        PUBLISHER.delete(line, Placed("../me", ""))
