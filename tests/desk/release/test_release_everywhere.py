"""What is promised of sending holds on every platform: once, as approved, kept, put right, and never twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.desk.cast import World
from tests.desk.drafts import scene as drafts
from tests.desk.release.everywhere import KINDS, TEXT, THREADED, Stage, stage
from tests.desk.release.scene import Clock, fresh, go, until
from tests.platforms.contract.server import Reply

from postorders.desk.release import acts, corrections
from postorders.desk.release.models import Correction, PutRight, Release, Stands

pytestmark = pytest.mark.both
LONG = "\n\n".join(f"Part {n}. " + "The road stays closed for repairs to the main. " * 9 for n in range(1, 4))
RIGHT = "Vine Street is closed until 6 pm because of a gas leak."


@pytest.fixture(params=sorted(KINDS))
def there(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    with stage(world.bluff, request.param) as one:
        yield one


@pytest.fixture(params=THREADED)
def threaded(request: pytest.FixtureRequest, world: World) -> Iterator[Stage]:
    with stage(world.bluff, request.param) as one:
        yield one


def kept(one: Stage, row: Release) -> list[Stands]:
    with one.place.within():
        return list(Stands.objects.select_related("capture").filter(release=row))


def begin(one: Stage, row: Release, kind: str, right: str = "") -> Correction:
    with one.place.within():
        seen = corrections.look(row.draft)
    found: Correction = corrections.begin(one.place.as_("pio"), row.draft, kind, "It is Vine Street.", right, seen)
    return found


def step_of(one: Stage, correction: Correction) -> PutRight:
    with one.place.within():
        return PutRight.objects.select_related("captured", "successor").get(correction=correction)


def test_it_stands_as_approved_and_its_bytes_are_kept(there: Stage) -> None:
    row = go(there.place, there.released())
    assert (row.state, row.why, there.texts) == ("read-back", "", [TEXT])
    (piece,) = kept(there, row)
    assert (piece.same, piece.activity["content"]) == (True, TEXT)
    assert TEXT.encode() in bytes(piece.capture.bytes)
    assert hashlib.sha256(bytes(piece.capture.bytes)).hexdigest() == piece.capture.sha256
    assert piece.url.startswith(("https://", there.server.base))


@pytest.mark.parametrize("name", ["bluesky", "facebook", "instagram", "mastodon", "x"])
def test_a_picture_goes_with_its_description(world: World, name: str) -> None:
    with stage(world.bluff, name) as there:
        row = go(there.place, there.released(media="photo"))
        (piece,) = kept(there, row)
    assert (row.state, row.why) == ("read-back", "")
    assert [one["name"] for one in piece.activity["attachment"]] == ["A road"]


def test_a_correction_is_seen_as_one_and_what_stood_there_is_kept(there: Stage) -> None:
    row = go(there.place, there.released())
    one = begin(there, row, "corrects", RIGHT)
    assert step_of(there, one).how == there.kind.hows[0]
    draft = there.draft(RIGHT)
    corrections.say(there.place.as_("pio"), one, draft)
    (right,) = acts.intend(there.place.as_("pio"), drafts.fresh(draft), "department", "on")
    assert go(there.place, right).state == "read-back"
    step = step_of(there, one)
    assert TEXT.encode() in bytes(step.captured.bytes) and step.done is not None
    assert sorted(there.texts) == [RIGHT] if there.kind.hows[0] == "edit" else sorted([TEXT, RIGHT])


def test_what_is_retracted_is_kept_and_then_taken_down_where_that_can_be_done(there: Stage) -> None:
    row = go(there.place, there.released())
    one = begin(there, row, "retracts")
    step = step_of(there, one)
    assert step.how == there.kind.hows[1] and TEXT.encode() in bytes(step.captured.bytes)
    if step.how == "delete":
        assert (go(there.place, row).state, there.texts) == ("taken-down", [])
        assert step_of(there, one).done is not None
    else:
        assert (go(there.place, row).state, there.texts) == ("read-back", [TEXT])
        acts.took_down(there.place.as_("pio"), row, "Deleted in the application")
        assert step_of(there, one).done is not None


@pytest.mark.parametrize("name", [name for name, kind in sorted(KINDS.items()) if kind.hows[1] == "delete"])
def test_keys_that_ended_do_not_keep_a_retraction_from_being_done(world: World, name: str) -> None:
    with stage(world.bluff, name) as there:
        row = go(there.place, there.released())
        begin(there, row, "retracts")
        there.kind.ends(there.server)
        assert (go(there.place, row).state, there.texts, there.connection().void) == ("taken-down", [], "")


def test_a_film_that_youtube_keeps_private_is_not_called_out_as_approved(world: World) -> None:
    with stage(world.bluff, "youtube") as there:
        there.server.audited = False
        row = go(there.place, there.released())
        assert (row.state, there.texts) == ("differs", [TEXT])
        assert "private" in row.why and "YouTube Studio" in row.why
        next(iter(there.server.videos.values())).status["privacyStatus"] = "public"
        clock = Clock()
        clock.stands = row.next_try
        assert go(there.place, row, clock).state == "read-back"


@pytest.mark.parametrize("how", ["after", "drop after"])
def test_an_answer_that_never_came_makes_no_second_post(there: Stage, how: str) -> None:
    clock, row = Clock(), there.released()
    there.server.fail(there.kind.sends, how)
    row = until(there.place, go(there.place, row, clock), clock, "read-back")
    assert there.texts == [TEXT]


def test_a_request_that_was_lost_on_its_way_is_made_again(there: Stage) -> None:
    clock, row = Clock(), there.released()
    there.server.fail(there.kind.sends, "drop before")
    until(there.place, go(there.place, row, clock), clock, "read-back")
    assert there.texts == [TEXT]


def test_keys_that_end_in_the_middle_are_renewed_once_and_nothing_is_sent_twice(threaded: Stage) -> None:
    row = threaded.released(LONG)
    before = threaded.connection().renewed
    threaded.when(threaded.kind.sends, lambda: threaded.kind.ends(threaded.server))
    row = go(threaded.place, row)
    assert (row.state, row.tries) == ("read-back", 1)
    assert sorted(threaded.texts) == sorted(piece["text"] for piece in row.rendering["pieces"])
    assert len(threaded.texts) > 1 and threaded.connection().renewed > before


def test_keys_that_ended_before_are_renewed_too(there: Stage) -> None:
    row, before = there.released(), there.connection().renewed
    there.kind.ends(there.server)
    row = go(there.place, row)
    assert (row.state, row.tries, there.texts) == ("read-back", 1, [TEXT])
    assert there.connection().renewed > before


def test_too_many_requests_wait_as_long_as_the_platform_asks(there: Stage) -> None:
    clock, row = Clock(), there.released()
    there.server.fail(there.kind.sends, "before", Reply({"error": "Too many requests"}, 429, {"Retry-After": "300"}))
    row = go(there.place, row, clock)
    assert (row.state, row.next_try - clock.now, there.texts) == ("intended", timedelta(minutes=5), [])
    clock.on(timedelta(minutes=5))
    assert (go(there.place, row, clock).state, there.texts) == ("read-back", [TEXT])


def test_an_outage_is_waited_for_and_what_was_out_stays_once(threaded: Stage) -> None:
    clock, row = Clock(), threaded.released(LONG)

    def away() -> None:
        threaded.server.fail(threaded.kind.sends, "before", Reply({"error": "maintenance"}, 503), times=2)

    threaded.when(threaded.kind.sends, away)
    assert go(threaded.place, row, clock).state in ("intended", "unsure")
    assert len(threaded.texts) == 1, "one part of it is out"
    row = until(threaded.place, row, clock, "read-back")
    assert sorted(threaded.texts) == sorted(piece["text"] for piece in row.rendering["pieces"])


def test_a_platform_that_is_away_is_asked_again(there: Stage) -> None:
    clock, row = Clock(), there.released()
    there.server.fail(".*", "before", Reply({"error": "maintenance"}, 503), times=3)
    row = until(there.place, row, clock, "read-back")
    assert there.texts == [TEXT]


@pytest.mark.parametrize("name", ["facebook", "x"])
def test_a_duplicate_is_refused_and_the_earlier_post_is_not_taken_for_it(world: World, name: str) -> None:
    clock = Clock()
    with stage(world.bluff, name) as there:
        first = go(there.place, there.released(), clock)
        clock.on(timedelta(minutes=1))
        second = until(there.place, there.released(), clock, "failed")
        assert there.texts == [TEXT]
        assert (first.state, kept(there, second)) == ("read-back", [])
        assert "the same" in second.why.lower() or "duplicate" in second.why.lower()
        assert fresh(first).state == "read-back"
