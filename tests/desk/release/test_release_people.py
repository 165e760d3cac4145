"""Who releases, in an emergency too; who looks at it afterwards; what is recalled, attested, taken down and settled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.desk.cast import World
from tests.desk.drafts import scene as drafts
from tests.desk.release import scene
from tests.desk.release.scene import TEXT, Clock, connect, connected, go, mastodon, queue, released, site

from postorders.archive.capture import Capture
from postorders.desk.base.act import Refused
from postorders.desk.jobs import schedule
from postorders.desk.jobs.models import Lease, Notice
from postorders.desk.release import acts, daily, due, feeds
from postorders.desk.release.models import Incident, Release, Stands

pytestmark = pytest.mark.both
CLOWN = "What an idiot. This clown left his own wallet at the burglary."
SHOT = Capture(b"\x89PNG\r\n\x1a\nthe post", "image/png", "2026-06-01T10:00:00-05:00", name="post.png")


def test_the_draft_and_its_releases_are_written_together_and_queued_once(world: World) -> None:
    with mastodon() as server:
        where = connected(world.bluff, server)
        (row,) = released(world.bluff, where)
        assert queue() == [row.id]
        with pytest.raises(Refused, match="released already"):
            acts.intend(world.bluff.as_("pio"), row.draft, "department", "on")
    with world.bluff.within():
        row = scene.fresh(row)
        assert (row.state, row.draft.state, row.policy_version.policy) == ("intended", "released", "raymore-8")
        assert row.judgment["outcome"] in ("clear", "incomplete", "advise")


def test_what_the_policy_holds_is_not_released_even_in_an_emergency(world: World) -> None:
    with mastodon() as server:
        draft = drafts.begun(world.bluff, CLOWN, connected(world.bluff, server))
        with pytest.raises(Refused, match=r"8\.03\.D\.3"):
            acts.intend(world.bluff.as_("pio"), draft, "department", "on")
        with pytest.raises(Refused, match=r"8\.03\.D\.3"):
            acts.emergency(world.bluff.as_("pio"), draft, "The robber is still about", "department", "on")
    with world.bluff.within():
        assert not Release.objects.exists()


def test_an_emergency_waits_for_no_approval_and_another_looks_at_it_afterwards(world: World) -> None:
    drafts.setting(world.bluff, approval_levels=1)
    with mastodon() as server:
        draft = drafts.begun(world.bluff, TEXT, connected(world.bluff, server))
        with pytest.raises(Refused, match="One approval is asked for; none stands yet"):
            acts.intend(world.bluff.as_("pio"), draft, "department", "on")
        with pytest.raises(Refused, match="No reason"):
            acts.emergency(world.bluff.as_("pio"), draft, " ", "department", "on")
        (row,) = acts.emergency(world.bluff.as_("pio"), draft, "Gas leak, nobody else on duty", "department", "on")
        assert row.ratify_by - row.at == timedelta(hours=24)
        row = go(world.bluff, row)
    assert row.state == "read-back"
    with world.bluff.within():
        assert daily.ratifications_due(row.at + timedelta(hours=25)) == 1
        assert daily.ratifications_due(row.at + timedelta(hours=25)) == 0
        assert Notice.objects.filter(
            member=world.bluff.members["chief"], subject__contains="Nobody has looked"
        ).exists()
    with pytest.raises(Refused, match="their own post"):
        acts.ratify(world.bluff.as_("pio"), row, "stood")
    with pytest.raises(Refused, match="for the Chief"):
        acts.ratify(world.bluff.as_("officer"), row, "stood")
    acts.ratify(world.bluff.as_("chief"), row, "stood", "I would have approved it")
    assert scene.fresh(row).ratified == "stood"
    with pytest.raises(Refused, match="nobody's word"):
        acts.ratify(world.bluff.as_("chief"), row, "stood")


def test_a_personal_device_is_barred_in_an_emergency_too(world: World) -> None:
    with mastodon() as server:
        draft = drafts.begun(world.bluff, TEXT, connected(world.bluff, server))
        with pytest.raises(Refused, match=r"8\.03\.F"):
            acts.emergency(world.bluff.as_("pio"), draft, "My phone is all I have", "personal", "on")


def test_an_account_without_a_connection_bars_the_release(world: World) -> None:
    with mastodon() as server:
        draft = drafts.begun(world.bluff, TEXT, site(world.bluff, server))
        with pytest.raises(Refused, match="not connected"):
            acts.intend(world.bluff.as_("pio"), draft, "department", "on")


def test_a_post_waits_for_its_time_and_can_be_recalled_until_then(world: World) -> None:
    clock = Clock()
    with mastodon() as server:
        where = connected(world.bluff, server)
        draft = drafts.begun(world.bluff, TEXT, where)
        drafts.acts.schedule(world.bluff.as_("pio"), draft, timezone.now() + timedelta(hours=2))
        (row,) = acts.intend(world.bluff.as_("pio"), draft, "department", "on")
        assert queue() == []
        assert go(world.bluff, row, clock).state == "intended"
        clock.on(timedelta(hours=1))
        assert (go(world.bluff, row, clock).state, len(server.posts)) == ("intended", 0)
        with world.bluff.within():
            assert due.due(clock.now) == []
            assert due.due(clock.now + timedelta(hours=1)) == [row.id]
        acts.recall(world.bluff.as_("pio"), row)
        clock.on(timedelta(hours=2))
        assert (go(world.bluff, row, clock).state, len(server.posts)) == ("recalled", 0)
    with pytest.raises(Refused, match="recalled"):
        acts.recall(world.bluff.as_("pio"), row)


def test_what_is_posted_by_hand_is_attested_with_a_picture(world: World) -> None:
    where = drafts.site(world.bluff, "https://www.reddit.com/user/CedarBluffPD")
    (row,) = released(world.bluff, where, title="Pine Street closed")
    assert row.state == "by-hand"
    with pytest.raises(Refused, match="no picture"):
        acts.attest(world.bluff.as_("pio"), row, "https://www.reddit.com/r/town/1", Capture(b"", "image/png", SHOT.at))
    with pytest.raises(Refused, match="not the address"):
        acts.attest(world.bluff.as_("pio"), row, "reddit", SHOT)
    with pytest.raises(Refused, match="do not answer"):
        acts.attest(world.bluff.as_("officer"), row, "https://www.reddit.com/r/town/1", SHOT)
    acts.attest(world.bluff.as_("pio"), row, "https://www.reddit.com/r/town/1", SHOT)
    assert scene.fresh(row).state == "read-back"
    with world.bluff.within():
        asked = Notice.objects.filter(key=f"release-{row.number}-by-hand")
        assert [one.read is not None for one in asked] == [True], "nothing is left to do"
        assert bytes(Stands.objects.get(release=row).capture.bytes) == SHOT.body


def test_a_post_is_taken_down_only_after_it_was_kept(world: World) -> None:
    with mastodon() as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        row = go(world.bluff, row)
    with pytest.raises(Refused, match="No reason"):
        acts.took_down(world.bluff.as_("pio"), row, "")
    acts.took_down(world.bluff.as_("pio"), row, "The road is open again")
    assert scene.fresh(row).state == "taken-down"


def test_a_post_that_nobody_approved_is_an_incident_once(world: World) -> None:
    with mastodon() as server:
        where = site(world.bluff, server)
        server.write("Before the desk had the keys")
        connect(world.bluff, where, server)
        (row,) = released(world.bluff, where)
        go(world.bluff, row)
        stranger = server.write("Buy cheap coins here")
        later = timezone.now() + timedelta(minutes=1)
        with world.bluff.within():
            assert feeds.go(later) == 1
            assert feeds.go(later) == 0
            one = Incident.objects.get()
    assert (one.place, one.text, one.state) == (stranger.id, "Buy cheap coins here", "open")
    with world.bluff.within():
        assert Notice.objects.filter(member=world.bluff.members["chief"], key=f"incident-{one.number}").exists()
        assert b"cheap coins" in bytes(one.capture.bytes)
    with pytest.raises(Refused, match="Nothing is said"):
        acts.settle(world.bluff.as_("pio"), one, "")
    acts.settle(world.bluff.as_("pio"), one, "The password was guessed; it is changed")
    with pytest.raises(Refused, match="settled already"):
        acts.settle(world.bluff.as_("pio"), one, "Again")


def test_a_post_whose_sending_is_not_settled_is_no_incident(world: World) -> None:
    with mastodon(scene.Forgetful(), scene.Keyless(pause=0.01)) as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        server.fail(r"POST /api/v1/statuses", "after")
        assert go(world.bluff, row).state == "unsure"
        with world.bluff.within():
            assert feeds.go(timezone.now() + timedelta(minutes=1)) == 0


def test_departments_take_turns(world: World) -> None:
    with mastodon() as server:
        here, there = connected(world.bluff, server), connected(world.osage, server)
        drafts.ready(world.osage)
        many = [released(world.bluff, here, text=f"{TEXT} {n}")[0] for n in range(3)]
        (one,) = released(world.osage, there)
        scene.DBTaskResult.objects.all().delete()
        Lease.objects.all().delete()
        schedule.enqueue_due()
        assert queue() == [many[0].id, one.id, many[1].id, many[2].id]
        schedule.enqueue_due(timezone.now() + timedelta(minutes=2))
        assert len(queue()) == 4, "what waits in the queue is not put there again"


def test_a_clock_that_was_set_back_stops_nothing_and_repeats_nothing(world: World) -> None:
    clock = Clock()
    with mastodon(scene.Forgetful(), scene.Keyless(pause=0.01)) as server:
        (row,) = released(world.bluff, connected(world.bluff, server))
        clock.on(timedelta(hours=5))
        server.fail(r"POST /api/v1/statuses", "after")
        assert go(world.bluff, row, clock).state == "unsure"
        clock.on(timedelta(minutes=1))
        with world.bluff.within(), scene.guard.lifted("a look that was due before the clock was set back"):
            Release.objects.update(next_try=timezone.now())
        clock.on(-timedelta(hours=5))
        row = scene.until(world.bluff, row, clock, "read-back")
        assert (len(server.posts), row.tries) == (1, 1)
        schedule.enqueue_due(timezone.now() + timedelta(hours=5))
        scene.DBTaskResult.objects.all().delete()
        with world.bluff.within(), scene.guard.lifted("due"):
            Release.objects.update(next_try=timezone.now())
        schedule.enqueue_due()
        assert queue() == [row.id]
