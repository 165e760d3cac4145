"""What the gate carries out of the two policies: each clause bars a post that nothing else bars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import World, browser
from tests.desk.drafts import scene
from tests.desk.drafts.scene import ROAD, begun, look
from tests.desk.drafts.visits import at
from tests.desk.pages import web as pages
from tests.desk.pages.web import saved, serving
from tests.desk.permissions import scene as leave

from postorders.desk.drafts import acts

pytestmark = pytest.mark.both
GATE = "release-gate"
POLICIES = {"bluff": "raymore-8", "osage": "kcpd-261"}
# Words that one clause alone holds, and words that say the same properly.
HELD = [
    ("bluff", "8.03.D.1", "LOL, nice try, buddy. Maybe next time don't run from a police dog.", ROAD),
    ("bluff", "8.03.D.3#1", "What an idiot. This clown left his own wallet at the burglary.", ROAD),
    ("bluff", "8.03.D.8", "", "We do not tolerate retaliation against anyone who cooperates in an investigation."),
    ("osage", "IV.B.7.a", "Got him! This is the creep who robbed the bank on 5th.", ROAD),
    ("osage", "IV.B.7.b", "FOR OFFICIAL USE ONLY: weekend staffing plan for the stadium.", ROAD),
    ("osage", "IV.B.7.c", "Vote yes on Question 2 this Tuesday.", "Polls are open until 7 p.m."),
]


def example(policies: Any, policy: str, clause: str) -> str:
    """The clause's own first example of what it flags."""
    return str(policies[policy].by_id[clause].examples.flags[0].text)


CASES = [
    pytest.param(*one, marks=pytest.mark.proves(POLICIES[one[0]], one[1], capability=GATE), id=one[1]) for one in HELD
]


@pytest.mark.parametrize(("where", "clause", "held", "proper"), CASES)
def test_what_the_policy_holds_does_not_go_out(
    world: World, policies: Any, where: str, clause: str, held: str, proper: str
) -> None:
    place = getattr(world, where)
    if where == "osage":
        scene.ready(place)
    words = held or example(policies, POLICIES[where], clause)
    found = look(place, begun(place, words))
    assert (clause in {bar.clause for bar in found.every}, found.may_release) == (True, False)
    fine = look(place, begun(place, proper, scene.site(place, scene.URLS["bluesky"])))
    assert fine.may_release


@pytest.mark.proves("kcpd-261", "IV.B.7", capability=GATE)
def test_an_item_of_the_absolute_bans_is_barred_under_them(world: World) -> None:
    scene.ready(world.osage)
    found = look(world.osage, begun(world.osage, "Vote yes on Question 2 this Tuesday."))
    (bar,) = found.every
    assert (bar.clause, bar.under) == ("IV.B.7.c", "IV.B.7 absolute bans in official use")


@pytest.mark.proves("raymore-8", "8.03.F", capability=GATE)
@pytest.mark.parametrize("emergency", [False, True])
def test_nothing_goes_out_from_a_personal_device_not_even_in_an_emergency(world: World, emergency: bool) -> None:
    draft = begun(world.bluff)
    found = look(world.bluff, draft, device="personal", emergency=emergency)
    (bar,) = found.every
    assert (bar.kind, bar.clause, bar.who) == ("device", "8.03.F", "nobody, as it is")
    assert look(world.bluff, draft, device="department", emergency=emergency).may_release


@pytest.mark.proves("raymore-8", "8.03.F", capability=GATE)
def test_nobody_calls_a_device_mistaken(world: World) -> None:
    draft = begun(world.bluff)
    with pytest.raises(Exception, match="no such flag"):
        acts.override(world.bluff.as_("chief"), draft, "8.03.F", "", "It is an emergency")
    assert not look(world.bluff, draft, device="personal").may_release


@pytest.mark.proves("kcpd-261", "IV.B.6", capability=GATE)
def test_an_own_device_on_duty_wants_the_commanders_written_leave(world: World) -> None:
    leave.grant(world.osage, leave.ask(world.osage, "represent-department"), "supervisor")
    draft = begun(world.osage)
    (bar,) = look(world.osage, draft, device="personal", duty="on").every
    assert (bar.kind, bar.clause) == ("device", "IV.B.6")
    assert look(world.osage, draft, device="personal", duty="off").may_release
    scene.permit(world.osage, "personal-device", "commander", item="Phone 3")
    assert look(world.osage, draft, device="personal", duty="on").may_release


@pytest.mark.proves("raymore-8", "8.03.D.3#1", capability="facts-checked")
def test_a_post_that_must_be_true_waits_for_a_person_who_checked_it(world: World) -> None:
    draft = acts.begin(world.bluff.as_("pio"), ROAD, sites=[scene.site(world.bluff)])
    (bar,) = look(world.bluff, draft).every
    assert (bar.kind, bar.clause) == ("facts", "8.03.D.3#1")
    acts.verify_facts(world.bluff.as_("pio"), draft, "Call to the gas company at 9:40")
    assert look(world.bluff, draft).may_release


def test_where_no_clause_asks_for_a_true_post_it_is_a_rule_of_the_desk(world: World) -> None:
    scene.ready(world.osage)
    draft = acts.begin(world.osage.as_("officer"), ROAD, sites=[scene.site(world.osage)])
    (bar,) = look(world.osage, draft).every
    assert (bar.kind, bar.clause) == ("facts", "")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Pages on loopback, where the desk may look."""
    from dataclasses import replace

    from django.conf import settings

    from postorders.archive.fetch import Limits
    from postorders.desk.pages import look as looking

    with serving() as found, timezone.override("America/Chicago"):
        allowed = replace(settings.CONFIG, fetch=True, fetch_allow=(f"127.0.0.1:{found.port}",))
        monkeypatch.setattr(settings, "CONFIG", allowed)
        monkeypatch.setattr(looking, "LIMITS", Limits(gap=0, connect=1, between=2, whole=5))
        yield found


@pytest.mark.proves("kcpd-261", "IV.B.5", capability=GATE)
def test_a_page_that_does_not_name_its_posters_as_members_is_not_posted_on(world: World, web: Any) -> None:
    scene.ready(world.osage)
    body = saved("complete").replace(b"www.fultongrove.example", b"www.kcpd.org")
    kinds = {}
    for path, page in (("/whole", body), ("/lacking", saved("without-identification-line"))):
        site = pages.account(world.osage, web.show(path, page), owner="media")
        pages.check_now(world.osage, site, "media")
        kinds[path] = {(bar.kind, bar.clause) for bar in look(world.osage, begun(world.osage, ROAD, site)).every}
    assert ("identification", "IV.B.5") in kinds["/lacking"]
    assert "identification" not in {kind for kind, _ in kinds["/whole"]}


def test_an_excuse_for_safety_is_heard(world: World, web: Any) -> None:
    scene.ready(world.osage)
    site = pages.account(world.osage, web.show("/lacking", saved("without-identification-line")), owner="officer")
    pages.check_now(world.osage, site, "officer")
    draft = begun(world.osage, ROAD, site)
    assert "identification" in scene.bars(world.osage, draft)
    given = leave.ask(world.osage, "no-identification", site=site.url, justification="Works narcotics buys")
    leave.grant(world.osage, given, "supervisor")
    bars = scene.bars(world.osage, draft)
    assert "identification" not in bars
    assert not any("narcotics" in bar.what for bar in bars.values())


@pytest.mark.proves("kcpd-261", "IV.B.5", capability=GATE)
def test_a_page_that_the_desk_never_looked_at_is_looked_at_first_with_one_click(world: World, web: Any) -> None:
    scene.ready(world.osage)
    body = saved("complete").replace(b"www.fultongrove.example", b"www.kcpd.org")
    site = pages.account(world.osage, web.show("/whole", body), owner="officer")
    draft, client = begun(world.osage, ROAD, site), browser(world.osage, "officer")
    bar = scene.bars(world.osage, draft)["unseen"]
    assert (bar.clause, "The page was not looked at yet." in bar.what) == ("IV.B.5", True)
    assert "unseen" not in scene.bars(world.osage, draft, emergency=True)
    (cure,) = (one for row in client.get(at(draft)).context["barred"] for one in row.cures if "Look at" in one.label)
    assert cure.acts and client.post(cure.url).status_code == 302
    assert not {"unseen", "identification"} & set(scene.bars(world.osage, draft))


def test_what_only_a_person_can_look_at_is_told_as_not_checked(world: World) -> None:
    scene.ready(world.osage)
    found = look(world.osage, begun(world.osage))
    assert (found.may_release, "Not checked" in found.aimed[0].notes[0]) == (True, True)
