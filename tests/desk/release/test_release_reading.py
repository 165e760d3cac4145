"""What the platform serves is read back, compared with what was released, and looked at again for some days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.desk.cast import World
from tests.desk.release.scene import TEXT, Clock, connected, go, mastodon, released
from tests.platforms.contract.server import Reply

from postorders.desk.jobs.models import Notice
from postorders.desk.release.models import Stands
from postorders.desk.release.reading import alike
from postorders.platforms.saying import Served

pytestmark = pytest.mark.both


def test_it_is_read_again_after_ten_minutes_and_on_three_days(world: World) -> None:
    clock, moments = Clock(), []
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        row = go(world.bluff, row, clock)
        while row.next_try is not None:
            moments.append(row.next_try - row.out_at)
            clock.stands = row.next_try
            row = go(world.bluff, row, clock)
    assert moments == [timedelta(minutes=10), timedelta(days=1), timedelta(days=2), timedelta(days=3)]
    assert row.state == "read-back"


def test_what_stands_there_otherwise_is_said_and_kept(world: World) -> None:
    clock = Clock()
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        row = go(world.bluff, row, clock)
        next(iter(server.posts.values())).text = "Pine Street is open."
        clock.on(timedelta(minutes=10))
        row = go(world.bluff, row, clock)
        assert row.state == "differs"
        assert "It says: Pine Street is open." in row.why
        with world.bluff.within():
            one = Stands.objects.get(release=row)
            assert (one.same, b"Pine Street is open" in bytes(one.capture.bytes)) == (False, True)
            assert Notice.objects.filter(
                member=world.bluff.members["pio"], key=f"release-{row.number}-differs"
            ).exists()
        next(iter(server.posts.values())).text = TEXT
        clock.on(timedelta(days=1))
        assert go(world.bluff, row, clock).state == "read-back"


def test_what_is_gone_is_said_and_its_capture_stays(world: World) -> None:
    clock = Clock()
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        row = go(world.bluff, row, clock)
        server.posts.clear()
        clock.on(timedelta(minutes=10))
        row = go(world.bluff, row, clock)
    assert row.state == "gone"
    with world.bluff.within():
        one = Stands.objects.get(release=row)
        assert one.gone is not None
        assert TEXT.encode() in bytes(one.capture.bytes)
        assert Notice.objects.filter(member=world.bluff.members["chief"], key=f"release-{row.number}-gone").exists()


def test_a_new_post_that_is_not_shown_yet_is_not_called_gone(world: World) -> None:
    clock = Clock()
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.fail(r"GET /api/v1/statuses/\d+", "before", Reply({"error": "Record not found"}, 404))
        row = go(world.bluff, row, clock)
        assert (row.state, row.next_try - clock.now) == ("sent", timedelta(seconds=30))
        clock.on(timedelta(seconds=30))
        assert go(world.bluff, row, clock).state == "read-back"


@pytest.mark.parametrize(
    ("served", "omits", "same"),
    [
        ("Thanks to @riverton and @oakgrove", "", True),
        ("Thanks to riverton and oakgrove", "@", True),
        ("Thanks to riverton and oakgrove", "", False),
        ("Thanks to @riverton and oakgrove", "@", False),
        ("Thanks to riverton and elmgrove", "@", False),
    ],
)
def test_what_a_platform_leaves_out_for_our_key_is_no_difference(served: str, omits: str, same: bool) -> None:
    text = "Thanks to @riverton and @oakgrove"
    assert alike(Served("", "application/json", b"", served, omits=omits), text) is same


def test_a_server_that_cannot_be_read_now_is_read_later(world: World) -> None:
    clock = Clock()
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.fail(r"GET /api/v1/statuses/\d+", "before")
        row = go(world.bluff, row, clock)
        assert row.state == "sent"
        clock.on(timedelta(minutes=5))
        assert go(world.bluff, row, clock).state == "read-back"
