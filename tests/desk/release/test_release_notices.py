"""Who is told of what befalls a post reads what happened, why, and what to do, and is led to its page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from tests.desk.cast import Place, World, browser
from tests.desk.drafts import scene as drafts
from tests.desk.release.scene import TEXT, Clock, connected, go, mastodon, released
from tests.desk.release.visits import NIXLE
from tests.platforms.contract.server import Reply

from postorders.desk.base import guard
from postorders.desk.jobs.models import Notice
from postorders.desk.register.models import Site
from postorders.desk.release import acts, daily, tell
from postorders.desk.release.models import Release

pytestmark = pytest.mark.both


def failed(place: Place, server: object, where: Site, clock: Clock) -> Release:
    (row,) = released(place, where)
    server.fail("POST /api/v1/statuses", "before", Reply({"error": "Validation failed"}, 422))  # type: ignore[attr-defined]
    return go(place, row, clock)


def differs(place: Place, server: object, where: Site, clock: Clock) -> Release:
    (row,) = released(place, where)
    go(place, row, clock)
    next(iter(server.posts.values())).text = "Pine Street is open."  # type: ignore[attr-defined]
    clock.stands = clock.now + (go(place, row, clock).next_try - clock.now)
    return go(place, row, clock)


def gone(place: Place, server: object, where: Site, clock: Clock) -> Release:
    (row,) = released(place, where)
    row = go(place, row, clock)
    server.posts.clear()  # type: ignore[attr-defined]
    clock.stands = row.next_try
    return go(place, row, clock)


def by_hand(place: Place, server: object, where: Site, clock: Clock) -> Release:
    (row,) = released(place, drafts.site(place, NIXLE), title="Road closed")
    return row


def emergency(place: Place, server: object, where: Site, clock: Clock) -> Release:
    drafts.setting(place, approval_levels=1)
    (row,) = acts.emergency(place.as_("pio"), drafts.begun(place, TEXT, where), "Gas leak", "department", "on")
    return row


def found_wrong(place: Place, server: object, where: Site, clock: Clock) -> Release:
    row = go(place, emergency(place, server, where, clock), clock)
    acts.ratify(place.as_("chief"), row, "wrong", "It named the wrong street")
    return row


def unratified(place: Place, server: object, where: Site, clock: Clock) -> Release:
    row = emergency(place, server, where, clock)
    with place.within():
        daily.ratifications_due(row.ratify_by)
    return row


@pytest.mark.parametrize(
    ("befalls", "key", "says", "do"),
    [
        (failed, "-failed-", "Validation failed", "try again, or recall it"),
        (differs, "-differs", "It says: Pine Street is open.", "change the password"),
        (gone, "-gone", "nobody took it down here", "Ask who keeps the account"),
        (by_hand, "-by-hand", "cannot publish there", "give its address and a picture"),
        (emergency, "emergency-", "Gas leak", "say whether it was right or wrong"),
        (unratified, "-late-", "should have been looked at by", "say whether it was right or wrong"),
        (found_wrong, "-wrong", "the wrong street", "Correct it or retract it"),
    ],
)
def test_a_notice_says_what_why_and_what_to_do_and_leads_to_the_page(
    world: World, befalls: Callable[..., Release], key: str, says: str, do: str
) -> None:
    place = world.bluff
    with mastodon() as server:
        row = befalls(place, server, connected(place, server), Clock())
    with place.within():
        one = Notice.objects.filter(key__contains=key).select_related("member").last()
    assert says in one.body and do in one.body and one.subject
    assert one.link == f"/desk/posts/releases/{row.id}/"
    who = next(short for short, member in place.members.items() if member.id == one.member_id)
    assert browser(place, who).get(one.link).status_code == 200


def test_nothing_sensitive_stands_in_what_is_mailed(world: World) -> None:
    """The subject and the reason go out by mail; the words of the post and of the policy stay at the desk."""
    place = world.bluff
    with mastodon() as server:
        (row,) = released(place, connected(place, server))
    with place.within(), guard.lifted("a test"):
        tell.held(row, ["8.03.D.3#1: harassment: “clown” Mend the text."])
        one = Notice.objects.get(member=place.members["pio"], key__contains="-held-")
    assert "clown" in one.body and not re.search(r"clown|8\.03", one.subject + one.because)
