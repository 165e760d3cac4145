"""A post that waits for its time is let through a second time, when it has come: what changed since then holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import Place, World, browser
from tests.desk.drafts import scene as drafts
from tests.desk.policy.desk import next_version
from tests.desk.release.scene import TEXT, Clock, connect, connected, fresh, go, mastodon, queue, released

from postorders.desk.base.act import Refused
from postorders.desk.connect import lines
from postorders.desk.jobs.models import Notice
from postorders.desk.people import acts as people
from postorders.desk.permissions import acts as leave
from postorders.desk.permissions.models import Grant
from postorders.desk.policy.acts import adopt
from postorders.desk.register import acts as register
from postorders.desk.register.models import Site
from postorders.desk.release import acts, due
from postorders.desk.release.cards import cards
from postorders.desk.release.models import Release
from postorders.platforms.mastodon.publish import Mastodon
from postorders.platforms.wire import Expired

pytestmark = pytest.mark.both
LATER = timedelta(hours=2)


@dataclass
class Waiting:
    """A release that waits for its time, on a clock that goes by hand."""

    place: Place
    server: Any
    site: Site
    row: Release
    clock: Clock

    def come(self, after: timedelta = LATER) -> Release:
        """The release when its time has come and a worker looked at it."""
        self.clock.on(after)
        return go(self.place, self.row, self.clock)


def waiting(place: Place, server: Any, text: str = TEXT, after: timedelta = LATER, approved_by: str = "") -> Waiting:
    """A post that goes out later."""
    where = connected(place, server)
    who = drafts.pio(place)
    draft = drafts.begun(place, text, where)
    drafts.acts.schedule(place.as_(who), draft, timezone.now() + after)
    if approved_by:
        seal = drafts.look(place, draft).digest
        drafts.acts.approve(place.as_(approved_by), drafts.fresh(draft), seal)
    (row,) = acts.intend(place.as_(who), drafts.fresh(draft), "department", "on")
    return Waiting(place, server, where, row, Clock())


@pytest.fixture
def bluff(world: World) -> Iterator[Waiting]:
    with mastodon() as server:
        yield waiting(world.bluff, server)


def told(place: Place, who: str, row: Release) -> Notice:
    with place.within():
        return Notice.objects.get(member=place.members[who], key__startswith=f"release-{row.number}-held")


def test_nothing_changed_and_it_goes_out(bluff: Waiting) -> None:
    row = bluff.come()
    assert (row.state, [post.text for post in bluff.server.posts.values()]) == ("read-back", [TEXT])


def test_a_permission_that_was_revoked_holds_it_and_who_stands_for_it_is_told(world: World) -> None:
    drafts.ready(world.osage)
    with mastodon() as server:
        one = waiting(world.osage, server)
        with world.osage.within():
            asked = Grant.objects.select_related("request").get(kind="represent-department").request
        leave.revoke(world.osage.as_("supervisor"), asked, "The training is overdue")
        row = one.come()
        assert (row.state, row.next_try, row.tries, len(server.posts)) == ("held", None, 0, 0)
        assert "may not post on" in row.why
    notice = told(world.osage, "officer", row)
    assert "Held, not published" in notice.subject and f"/desk/posts/releases/{row.id}/" in notice.link
    assert "may not post on" in notice.body and "release it anew" in notice.body


def test_a_policy_that_came_into_force_meanwhile_judges_it(world: World, tmp_path: Path) -> None:
    number = "Call 816-555-0142 if your street is closed and you need to get out."
    with mastodon() as server:
        one = waiting(world.bluff, server, number, timedelta(days=3))
        first = one.row.policy_version_id
        day = world.bluff.today() + timedelta(days=2)
        folder = next_version(
            tmp_path, day.isoformat(), **{"8.03": "looks_for: [slur, bias, -> looks_for: [slur, phone, bias,"}
        )
        adopt(world.bluff.as_("manager"), folder)
        row = one.come(timedelta(days=3))
        assert (row.state, len(server.posts)) == ("held", 0)
        assert row.why.startswith("8.03.D.3#1:") and "816-555-0142" in row.why
        assert row.policy_version_id == first, "what it was let through by stays on record"


def test_an_account_that_was_given_up_holds_it(bluff: Waiting) -> None:
    register.retire(bluff.place.as_("chief"), bluff.site, "Nobody reads it")
    row = bluff.come()
    assert (row.state, len(bluff.server.posts)) == ("held", 0)
    assert "is not on the list" in row.why


def test_keys_that_ended_hold_it_until_the_account_is_connected_and_somebody_releases_it_anew(bluff: Waiting) -> None:
    place = bluff.place
    with place.within():
        lines.give_up(bluff.site, Expired("social.example answered 401."))
    row = bluff.come()
    assert (row.state, "does not take the desk's keys any more" in row.why) == ("held", True)
    with pytest.raises(Refused, match="may not be released"):
        acts.anew(place.as_("pio"), row, "department", "on")
    connect(place, bluff.site, bluff.server)
    with pytest.raises(Refused, match="may not be released"):
        acts.anew(place.as_("pio"), row, "personal", "on")
    acts.anew(place.as_("pio"), row, "department", "on")
    assert queue()[-1] == row.id
    assert (go(place, row).state, len(bluff.server.posts)) == ("read-back", 1)


def test_more_approvals_that_are_asked_meanwhile_hold_it_and_who_approved_is_told(world: World) -> None:
    drafts.setting(world.bluff, approval_levels=1)
    with mastodon() as server:
        one = waiting(world.bluff, server, approved_by="chief")
        drafts.setting(world.bluff, approval_levels=2)
        row = one.come()
        assert (row.state, "2 approvals are asked for; so far 1." in row.why) == ("held", True)
    assert told(world.bluff, "chief", row).link == told(world.bluff, "pio", row).link


def test_who_left_the_department_publishes_nothing_more(bluff: Waiting) -> None:
    place = bluff.place
    people.separate(place.as_("admin"), place.members["pio"], place.today())
    row = bluff.come()
    assert (row.state, len(bluff.server.posts)) == ("held", 0)
    assert "not in service any more" in row.why


def test_what_is_held_is_not_tried_again_by_itself_and_can_be_recalled(bluff: Waiting) -> None:
    register.suspend(bluff.place.as_("chief"), bluff.site, "Somebody else has the keys")
    row = bluff.come()
    with bluff.place.within():
        assert due.due(bluff.clock.now + timedelta(days=9)) == []
        assert any(row.site.name in line.text for card in cards(bluff.place.as_("pio")) for line in card.lines)
    bluff.clock.on(timedelta(days=1))
    assert go(bluff.place, row, bluff.clock).state == "held"
    acts.recall(bluff.place.as_("pio"), row)
    with pytest.raises(Refused, match="recalled"):
        acts.anew(bluff.place.as_("pio"), row, "department", "on")


def test_its_page_says_what_bars_it_and_offers_both_ways_on(bluff: Waiting) -> None:
    with bluff.place.within():
        lines.give_up(bluff.site, Expired("social.example answered 401."))
    row = bluff.come()
    devon, page = browser(bluff.place, "pio"), f"/desk/posts/releases/{row.id}/"
    shown = devon.get(page).content.decode()
    assert (
        "Its time came, and something bars it now" in shown and "does not take the desk&#x27;s keys any more" in shown
    )
    assert "Release it anew" in shown and "Recall it" in shown
    given = {"do": "anew", "anew-device": "department", "anew-duty": "on"}
    refused = devon.post(page, given)
    assert refused.status_code == 422 and "the desk&#x27;s keys any more" in refused.content.decode()
    connect(bluff.place, bluff.site, bluff.server)
    assert devon.post(page, given).status_code == 302
    assert fresh(row).state == "intended"


def test_what_waited_through_a_long_outage_is_asked_about_again(world: World) -> None:
    clock = Clock()
    with mastodon(None, Mastodon(pause=0.01)) as server:
        where = connected(world.bluff, server)
        (row,) = released(world.bluff, where)
        server.fail("POST /api/v1/statuses", "before", times=99)
        server.faults[-1].reply.status = 503
        row = go(world.bluff, row, clock)
        assert row.state == "intended"
        register.suspend(world.bluff.as_("chief"), where, "Somebody else has the keys")
        clock.on(timedelta(minutes=30))
        assert (go(world.bluff, row, clock).state, len(server.posts)) == ("held", 0)
