"""An approved post goes out once, whatever goes wrong on the way, and what appears is kept."""

from __future__ import annotations

import pytest
from tests.desk.cast import World
from tests.desk.release import scene
from tests.desk.release.scene import MINUTE, Clock, Forgetful, Keyless, connected, go, mastodon, released, until
from tests.platforms.contract.server import Reply

from postorders.desk.base.person import machine
from postorders.desk.jobs.models import Notice
from postorders.desk.release import tries
from postorders.desk.release.models import Attempt, Stands

pytestmark = pytest.mark.both
POST = r"POST /api/v1/statuses"
LONG = "\n\n".join(f"Part {n}. " + "The road stays closed for repairs to the main. " * 9 for n in range(1, 4))


def test_it_goes_out_is_read_back_and_kept(world: World) -> None:
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        row = go(world.bluff, row)
        assert [post.text for post in server.posts.values()] == [scene.TEXT]
    assert (row.state, row.tries, row.worker) == ("read-back", 1, "")
    with world.bluff.within():
        one = Stands.objects.select_related("capture").get(release=row)
        assert (one.same, one.capture.source, one.capture.url) == (
            True,
            "api",
            f"{server.base}/api/v1/statuses/{one.place}",
        )
        assert scene.TEXT.encode() in bytes(one.capture.bytes)
        assert (one.activity["type"], one.activity["content"]) == ("Note", scene.TEXT)
    acts = scene.acts_of(world.bluff, row.about)
    assert acts == ["release.try", "release.placed", "release.sent", "release.read-back"]


def test_a_thread_stands_piece_by_piece(world: World) -> None:
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server), text=LONG)
        row = go(world.bluff, row)
        posts = sorted(server.posts.values(), key=lambda post: int(post.id))
    assert row.state == "read-back"
    assert len(posts) == len(row.rendering["pieces"]) > 1
    assert [post.answers for post in posts] == ["", *(post.id for post in posts[:-1])]
    with world.bluff.within():
        assert list(Stands.objects.filter(release=row).values_list("place", flat=True)) == [post.id for post in posts]


@pytest.mark.parametrize("how", ["after", "drop after"])
def test_an_answer_that_never_came_is_looked_for_before_any_retry(world: World, how: str) -> None:
    clock = Clock()
    with mastodon(Forgetful(), Keyless(pause=0.01)) as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.fail(POST, how)
        row = go(world.bluff, row, clock)
        assert (row.state, len(server.posts)) == ("unsure", 1)
        assert go(world.bluff, row, clock).state == "unsure", "not before the platform had time to show it"
        row = until(world.bluff, row, clock, "read-back")
        assert (len(server.posts), server.count(POST), row.tries) == (1, 1, 1)


def test_what_is_not_there_is_tried_again_only_after_some_looks(world: World) -> None:
    clock = Clock()
    with mastodon(Forgetful(), Keyless(pause=0.01)) as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.fail(POST, "drop before")
        row = until(world.bluff, row, clock, "read-back")
        assert (len(server.posts), server.count(POST), row.tries) == (1, 2, 2)
    with world.bluff.within():
        looks = Attempt.objects.filter(release=row, what="find").values_list("came_to", flat=True)
        assert list(looks) == ["not-there", "not-there"]


def test_a_post_that_the_platform_shows_late_is_found(world: World) -> None:
    clock = Clock()
    with mastodon(Forgetful(), Keyless(pause=0.01)) as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.lag = 2
        server.fail(POST, "after")
        row = until(world.bluff, row, clock, "read-back")
        assert (len(server.posts), row.tries) == (1, 1)


def test_where_the_platform_knows_keys_the_request_is_simply_repeated(world: World) -> None:
    clock = Clock()
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.fail(POST, "after")
        row = until(world.bluff, row, clock, "read-back")
        assert len(server.posts) == 1


def test_too_many_requests_wait_as_long_as_the_platform_asks(world: World) -> None:
    clock = Clock()
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.fail(POST, "before", Reply({"error": "Too many requests"}, 429, {"Retry-After": "300"}))
        row = go(world.bluff, row, clock)
        assert (row.state, row.next_try - clock.now) == ("intended", 5 * MINUTE)
        clock.on(4 * MINUTE)
        assert go(world.bluff, row, clock).state == "intended"
        clock.on(MINUTE)
        assert go(world.bluff, row, clock).state == "read-back"
        assert len(server.posts) == 1


def test_what_the_platform_refuses_fails_with_its_words_and_who_released_it_is_told(world: World) -> None:
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.fail(POST, "before", Reply({"error": "Validation failed"}, 422))
        row = go(world.bluff, row)
    assert (row.state, row.next_try) == ("failed", None)
    assert "Validation failed" in row.why
    with world.bluff.within():
        assert Notice.objects.filter(member=world.bluff.members["pio"], key=f"release-{row.number}-failed-1").exists()


def test_keys_that_the_platform_takes_no_more_void_the_connection(world: World) -> None:
    with mastodon() as server:
        where = connected(world.bluff, server)
        (row,) = released(world.bluff, where)
        server.tokens.clear()
        row = go(world.bluff, row)
        assert (row.state, len(server.posts)) == ("failed", 0)
        said = f"{where.name} does not take the desk's keys any more. Connect the account anew, then try again."
        assert row.why == said
        with world.bluff.within():
            (attempt,) = row.attempts.all()
            assert "answered 401" in attempt.told, "the platform's own words stay with the attempt"
            where.refresh_from_db()
            assert where.connection.void
            assert Notice.objects.filter(subject__contains="must be connected anew").exists()
        scene.connect(world.bluff, where, server)
        scene.acts.retry(world.bluff.as_("pio"), row)
        assert go(world.bluff, row).state == "read-back"
        assert len(server.posts) == 1


def test_a_server_that_is_away_is_asked_again_and_given_up_after_some_tries(world: World) -> None:
    clock = Clock()
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.fail(POST, "before", Reply({"error": "maintenance"}, 503), times=99)
        row = until(world.bluff, row, clock, "failed")
        assert (row.tries, len(server.posts)) == (6, 0)
        server.faults.clear()
        scene.acts.retry(world.bluff.as_("pio"), row)
        assert until(world.bluff, row, clock, "read-back").tries == 7
        assert len(server.posts) == 1


def test_a_worker_that_fell_silent_is_taken_for_an_unknown_outcome(world: World) -> None:
    clock = Clock()
    with mastodon(Forgetful(), Keyless(pause=0.01)) as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        with world.bluff.within():
            tries.begin(machine(), row, "the dead", clock())
        server.write(scene.TEXT)
        assert go(world.bluff, row, clock).state == "sending", "it may be at work"
        clock.on(4 * MINUTE)
        assert go(world.bluff, row, clock).state == "unsure"
        assert until(world.bluff, row, clock, "read-back").tries == 1
        assert len(server.posts) == 1


def test_an_earlier_post_of_the_same_words_is_not_taken_for_this_one(world: World) -> None:
    clock = Clock()
    with mastodon(Forgetful(), Keyless(pause=0.01)) as server:
        where = connected(world.bluff, server)
        (first,) = released(world.bluff, where)
        assert go(world.bluff, first, clock).state == "read-back"
        (second,) = released(world.bluff, where)
        server.fail(POST, "drop before")
        clock.on(MINUTE)
        until(world.bluff, second, clock, "read-back")
        assert len(server.posts) == 2


def test_no_post_goes_out_on_an_account_that_is_not_listed_any_more(world: World) -> None:
    with mastodon() as server:
        where = connected(world.bluff, server)
        (row,) = released(world.bluff, where)
        with world.bluff.within(), scene.guard.lifted("a test"):
            where.state = "suspended"
            where.save()
        row = go(world.bluff, row)
        assert (row.state, len(server.posts)) == ("failed", 0)
