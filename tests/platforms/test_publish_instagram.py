"""Publishing to an Instagram professional account, against the Graph API's contract, which really fetches the pictures."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.platforms.contract.graph import GraphContract
from tests.platforms.contract.graphkeys import IG, V, fault
from tests.platforms.contract.graphline import Shelf, joined, picture
from tests.platforms.contract.server import Reply, serving

from postorders.platforms.instagram.publish import Instagram
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium, Placed, Rendering, Saying
from postorders.platforms.wire import Expired, Gone, Limited, Refused, Trouble, Unavailable, Unknown

PUBLISHER = Instagram(waits=(0, 0, 0))
ONE, TWO = picture("one"), picture("two", "A detour sign.")
WORDS = "Ash Street is closed until 4. Thanks, @fultongroveparks! #fultongrove"
PUBLISH, CONTAINER, LIST = rf"POST {V}/{IG}/media_publish", rf"POST {V}/{IG}/media", rf"GET {V}/{IG}/media"


@pytest.fixture
def graph() -> Iterator[GraphContract]:
    with serving(GraphContract()) as contract:
        yield contract


@pytest.fixture
def shelf() -> Iterator[str]:
    with serving(Shelf(ONE, TWO)) as contract:
        yield f"{contract.base}/media/"


@pytest.fixture
def line(graph: GraphContract, shelf: str) -> Line:
    return joined(PUBLISHER, graph, {"media_base": shelf})


def post(line: Line, rendering: Rendering) -> Placed:
    return PUBLISHER.publish(line, rendering, "key-1", 0, ())


def rendered(text: str = WORDS, *media: Medium) -> Rendering:
    rendering = PUBLISHER.render(Saying(text, media=media or (ONE,)))
    assert rendering.lacks == ()
    return rendering


def now(minutes: float = 0) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


# publishing


def test_a_picture_is_fetched_published_and_read_back(graph: GraphContract, line: Line) -> None:
    graph.slow = 3
    place = post(line, rendered(f" {WORDS}\r\n"))
    served = PUBLISHER.read(line, place)
    assert (served.text, served.alts, served.place) == (WORDS, (ONE.alt,), place)
    assert place.url.startswith("https://www.instagram.com/p/") and served.at
    assert [held["bytes"] for held in graph.containers.values()] == [ONE.read()]


def test_several_pictures_are_a_carousel_each_with_its_description(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered(WORDS, TWO, ONE))
    assert PUBLISHER.read(line, place).alts == (TWO.alt, ONE.alt)
    assert len(graph.posts) == 1 and graph.count(CONTAINER) == 3


def test_pictures_that_are_never_ready_are_given_up_and_nothing_is_public(graph: GraphContract, line: Line) -> None:
    graph.slow = 50
    with pytest.raises(Unavailable, match="Nothing was published"):
        post(line, rendered(WORDS, ONE, TWO))
    assert graph.count(rf"GET {V}/\d+") <= 5 and not graph.posts


@pytest.mark.parametrize("state", ["ERROR", "EXPIRED"])
def test_a_container_that_failed_is_refused(graph: GraphContract, line: Line, state: str) -> None:
    reply = Reply({"status_code": state, "status": "Error: Media upload has failed with error code 2207005"})
    graph.fail(rf"GET {V}/1800\d+", "before", reply)
    with pytest.raises(Refused, match="2207005"):
        post(line, rendered())


def test_without_a_public_address_for_pictures_nothing_is_asked(graph: GraphContract) -> None:
    line = joined(PUBLISHER, graph)
    with pytest.raises(Refused, match="no public address"):
        post(line, rendered())
    assert graph.count(CONTAINER) == 0


def test_a_picture_that_cannot_be_fetched_is_refused_in_the_platform_s_words(graph: GraphContract, line: Line) -> None:
    with pytest.raises(Refused, match="could not be fetched"):
        post(line, rendered(WORDS, picture("elsewhere")))


def test_a_post_whose_address_cannot_be_asked_leads_to_the_account(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered())
    assert "/p/" in place.url
    graph.fail(rf"GET {V}/18000000000000004", "drop before")
    assert post(line, rendered("Another.")).url == "https://www.instagram.com/fultongrovepd/"


def test_as_much_as_the_platform_takes_is_posted(line: Line) -> None:
    words = ("#a " * 30 + "@b " * 20 + "c" * 2200)[:2200]
    assert PUBLISHER.read(line, post(line, rendered(words))).text == words.strip()


def test_descriptions_that_cannot_be_read_do_not_hide_the_post(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered())
    graph.fail(rf"GET {V}/{place.id}", "before", fault(100, "Tried accessing nonexisting field (alt_text)"))
    assert PUBLISHER.read(line, place).text == WORDS


# what becomes of a lost answer


@pytest.mark.parametrize(
    ("how", "reply"),
    [
        ("drop after", None),
        ("after", Reply({"error": {"code": -1, "error_subcode": 2207001, "message": "Instagram server error."}}, 400)),
        ("after", Reply(b"<html>Bad gateway</html>", 502)),
        ("after", Reply({"id": 7}, 200)),
        ("after", Reply(b"x" * (17 << 20), 200)),
    ],
)
def test_a_post_whose_answer_is_lost_is_unknown_and_found(
    graph: GraphContract, line: Line, how: str, reply: Reply | None
) -> None:
    began = now()
    graph.fail(PUBLISH, how, reply)
    with pytest.raises(Unknown):
        post(line, rendered(WORDS, ONE, TWO))
    found = PUBLISHER.find(line, rendered(WORDS, ONE, TWO), "key-1", 0, began)
    assert found is not None and list(graph.posts) == [found.id] and "/p/" in found.url


def test_a_caption_that_is_served_without_its_at_signs_is_found_all_the_same(graph: GraphContract, line: Line) -> None:
    graph.bare = True
    place = post(line, rendered())
    served = PUBLISHER.read(line, place)
    assert ("@" not in served.text, served.omits) == (True, "@")
    assert PUBLISHER.find(line, rendered(), "key-1", 0, now()) == place


def test_a_caption_with_some_of_our_at_signs_is_another(graph: GraphContract, line: Line) -> None:
    words = "Ask @fultongroveparks or @fultongrovefire."
    place = post(line, rendered(words))
    for served, ours in ((words, True), (words.replace("@", ""), True), (words.replace("@", "", 1), False)):
        graph.posts[place.id]["text"] = served
        assert (PUBLISHER.find(line, rendered(words), "k", 0, now()) == place) == ours
    graph.posts[place.id]["text"] = words
    assert PUBLISHER.find(line, rendered(words.replace("@", "")), "k", 0, now()) is None, "ours had none"


def test_a_new_post_may_be_found_only_at_a_later_look(graph: GraphContract, line: Line) -> None:
    began, graph.lag = now(), 1
    graph.fail(PUBLISH, "drop after")
    with pytest.raises(Unknown):
        post(line, rendered())
    assert PUBLISHER.find(line, rendered(), "key-1", 0, began) is None
    assert PUBLISHER.find(line, rendered(), "key-1", 0, began) is not None


def test_only_our_caption_of_this_attempt_with_as_many_pictures_is_found(graph: GraphContract, line: Line) -> None:
    place = post(line, rendered())
    assert PUBLISHER.find(line, rendered(WORDS, ONE, TWO), "k", 0, now()) is None
    assert PUBLISHER.find(line, rendered("Other words."), "k", 0, now()) is None
    assert PUBLISHER.find(line, rendered(), "k", 0, now(minutes=3)) is None
    assert PUBLISHER.find(line, rendered(), "k", 0, now(minutes=1.5)) == place


def test_trouble_with_a_container_is_never_unknown(graph: GraphContract, line: Line) -> None:
    for how, reply in (("drop after", None), ("after", Reply(b"", 502)), ("after", Reply({"id": None}))):
        graph.fail(CONTAINER, how, reply)
        with pytest.raises(Unavailable):
            post(line, rendered())
    assert not graph.posts


# errors


@pytest.mark.parametrize(
    ("where", "reply", "trouble"),
    [
        (CONTAINER, fault(190, "Error validating access token", 463, 401), Expired),
        (CONTAINER, fault(-2, "Timeout", 2207003), Unavailable),
        (CONTAINER, fault(36000, "The image size is too large.", 2207004), Refused),
        (CONTAINER, fault(100, "Object does not exist", 33), Expired),
        (PUBLISH, fault(9007, "Media ID is not available", 2207027), Unavailable),
        (PUBLISH, fault(9, "Application request limit reached", 2207042, 403), Limited),
        (PUBLISH, fault(4, "Application request limit reached", 2207051, 403), Refused),
        (PUBLISH, fault(4, "Application request limit reached", status=403), Limited),
        (PUBLISH, fault(10, "Requires instagram_content_publish", status=403), Expired),
        (PUBLISH, fault(25, "The Instagram account is restricted.", 2207050, 403), Refused),
        (PUBLISH, fault(24, "The requested resource does not exist", 2207006), Unknown),
        (PUBLISH, fault(2, "Service temporarily unavailable", status=500), Unknown),
    ],
)
def test_each_error_says_what_to_do(
    graph: GraphContract, line: Line, where: str, reply: Reply, trouble: type[Trouble]
) -> None:
    graph.fail(where, "before", reply)
    with pytest.raises(trouble) as raised:
        post(line, rendered())
    assert type(raised.value) is trouble and "Instagram" in raised.value.told and not graph.posts


def test_the_day_s_fiftieth_post_is_the_last(graph: GraphContract, line: Line) -> None:
    for number in range(PUBLISHER.can.per_day):
        graph._add(graph._new(), IG, f"{number}", ["1"])
    with pytest.raises(Limited) as limited:
        post(line, rendered())
    assert limited.value.wait == 3600


# afterwards


def test_the_latest_posts_come_newest_first(line: Line) -> None:
    for words in ("One.", "Two.", "Three."):
        post(line, rendered(words))
    assert [one.text for one in PUBLISHER.latest(line, 2)] == ["Three.", "Two."]


def test_nothing_is_edited_and_a_person_is_told_how(line: Line) -> None:
    assert PUBLISHER.can.edit == "no"
    with pytest.raises(Refused, match="then Edit"):
        PUBLISHER.edit(line, post(line, rendered()), rendered("Other."), 0)


def test_nothing_is_taken_down_from_here_but_what_is_gone_is_no_trouble(graph: GraphContract, line: Line) -> None:
    assert not PUBLISHER.can.delete
    place = post(line, rendered())
    with pytest.raises(Refused, match=place.url):
        PUBLISHER.delete(line, place)
    del graph.posts[place.id]
    PUBLISHER.delete(line, place)
    PUBLISHER.delete(line, place)
    with pytest.raises(Gone):
        PUBLISHER.read(line, place)
