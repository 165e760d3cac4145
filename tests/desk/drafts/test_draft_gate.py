"""The gate: a true, proper post goes out; what the policy holds waits for a named person, and says for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.desk.cast import World
from tests.desk.drafts import scene
from tests.desk.drafts.scene import ROAD, bars, begun, look
from tests.desk.permissions import scene as leave

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.drafts import acts
from postorders.desk.jobs.models import Notice
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both
DAY = timedelta(days=1)
CREEP = "Got him! This is the creep who robbed the bank on 5th."
VERMIN = "The vermin who broke into the storage units are locked up."
MEMO = "FOR OFFICIAL USE ONLY: weekend staffing plan for the stadium."


def test_a_true_and_proper_post_goes_out(world: World) -> None:
    found = look(world.bluff, begun(world.bluff))
    (one,) = found.aimed
    assert (found.every, found.may_release, one.judgment.outcome) == ((), True, "clear")
    assert one.rendering.pieces[0].text == ROAD
    assert one.policy_version.policy == "raymore-8"


def test_it_is_judged_for_each_account_by_what_it_says_there(world: World) -> None:
    here = scene.site(world.bluff)
    there = scene.site(world.bluff, scene.URLS["bluesky"])
    draft = begun(world.bluff, ROAD, here, there, own={str(there.id): VERMIN})
    found = {one.site.platform: [bar.kind for bar in one.bars] for one in look(world.bluff, draft).aimed}
    assert found == {"x": [], "bluesky": ["hold"]}


def test_what_is_held_cites_its_clause_its_words_and_who_can_cure_it(world: World) -> None:
    bar = bars(world.bluff, begun(world.bluff, VERMIN))["hold"]
    assert (bar.clause, bar.concept, bar.policy) == ("8.03.D.3#1", "dehumanizing", "raymore-8")
    assert "vermin" in bar.what
    assert bar.cure
    assert "who stands for a post" in bar.who


def test_advice_is_told_and_bars_nothing(world: World) -> None:
    found = look(world.bluff, begun(world.bluff, "Wanted on a city warrant: DOB 03/14/1988, six feet tall."))
    assert [flag.effect for flag in found.aimed[0].judgment.flags] == ["advise"]
    assert found.may_release


def test_a_person_calls_a_flag_mistaken_and_stands_for_it(world: World) -> None:
    draft = begun(world.bluff, VERMIN)
    with pytest.raises(Refused, match="This is for the Chief"):
        acts.override(world.bluff.as_("lieutenant"), draft, "8.03.D.3#1", "dehumanizing", "They are raccoons")
    with pytest.raises(Refused, match="No reason"):
        acts.override(world.bluff.as_("chief"), draft, "8.03.D.3#1", "dehumanizing", " ")
    acts.override(world.bluff.as_("chief"), draft, "8.03.D.3#1", "dehumanizing", "They are raccoons")
    found = look(world.bluff, draft)
    assert found.may_release
    assert found.aimed[0].judgment.outcome == "hold", "the judgment is kept as it was"


def test_another_text_has_the_override_no_more(world: World) -> None:
    draft = begun(world.bluff, VERMIN)
    acts.override(world.bluff.as_("chief"), draft, "8.03.D.3#1", "dehumanizing", "They are raccoons")
    acts.write(world.bluff.as_("pio"), draft, f"{VERMIN} Call us.")
    acts.verify_facts(world.bluff.as_("pio"), draft, "The report")
    assert set(bars(world.bluff, draft)) == {"hold"}


def test_only_a_flag_that_stands_there_is_called_mistaken(world: World) -> None:
    with pytest.raises(Refused, match="no such flag"):
        acts.override(world.bluff.as_("chief"), begun(world.bluff), "8.03.D.3#1", "dehumanizing", "Why not")


def test_the_chief_is_told_when_an_author_calls_an_own_flag_mistaken(world: World) -> None:
    draft = begun(world.bluff, VERMIN)
    acts.override(world.bluff.as_("pio"), draft, "8.03.D.3#1", "dehumanizing", "They are raccoons")
    with world.bluff.within():
        told = Notice.objects.filter(member=world.bluff.members["chief"], subject__contains="8.03.D.3#1")
        assert [one.body for one in told] == ["They are raccoons"]


def test_in_an_emergency_no_author_stands_alone_against_a_flag(world: World) -> None:
    draft = begun(world.bluff, VERMIN)
    acts.override(world.bluff.as_("pio"), draft, "8.03.D.3#1", "dehumanizing", "They are raccoons")
    assert (look(world.bluff, draft).may_release, set(bars(world.bluff, draft, emergency=True))) == (True, {"hold"})
    with pytest.raises(Refused, match="you called it mistaken already"):
        acts.override(world.bluff.as_("pio"), draft, "8.03.D.3#1", "dehumanizing", "Once more")
    acts.override(world.bluff.as_("chief"), draft, "8.03.D.3#1", "dehumanizing", "Raccoons, indeed")
    assert look(world.bluff, draft, emergency=True).may_release


def test_an_emergency_waits_for_no_approval_and_for_everything_else(world: World) -> None:
    scene.setting(world.bluff, approval_levels=1)
    draft = begun(world.bluff)
    assert set(bars(world.bluff, draft)) == {"approval"}
    assert look(world.bluff, draft, emergency=True).may_release
    assert set(bars(world.bluff, draft, device="personal", emergency=True)) == {"device"}


def test_a_device_that_nobody_named_is_asked_for(world: World) -> None:
    draft = begun(world.bluff)
    assert bars(world.bluff, draft, device="", duty="")["fact"].concept == "device"
    assert look(world.bluff, draft, device="", duty="", moment="draft").may_release


def test_what_was_answered_for_oneself_while_writing_is_no_declaration(world: World) -> None:
    draft = begun(world.bluff)
    acts.answer(world.bluff.as_("pio"), draft, {"device": "department", "duty": "on"})
    assert set(bars(world.bluff, draft, device="", duty="")) == {"fact"}


@pytest.mark.parametrize("state", ["to-verify", "suspended", "retired"])
def test_an_account_that_is_not_on_the_list_is_barred(world: World, state: str) -> None:
    site = scene.site(world.bluff)
    draft = begun(world.bluff, ROAD, site)
    with world.bluff.within(), guard.lifted("a test"):
        Site.objects.filter(id=site.id).update(state=state)
    bar = bars(world.bluff, draft)["listed"]
    assert (bar.clause, site.name in bar.what) == ("8.03.B#2", True)


def test_who_may_not_post_there_publishes_nothing_there(world: World) -> None:
    draft = begun(world.bluff)
    bar = bars(world.bluff, draft, "officer")["poster"]
    assert (bar.clause, "Cole Abernathy" in bar.what) == ("8.03.A", True)
    scene.permit(world.bluff, "department-poster", "chief", "officer")
    assert look(world.bluff, draft, "officer").may_release


def test_leave_for_one_account_is_none_for_another(world: World) -> None:
    here, there = scene.site(world.bluff), scene.site(world.bluff, scene.URLS["bluesky"])
    scene.permit(world.bluff, "department-poster", "chief", "officer", site=here.url)
    draft = begun(world.bluff, ROAD, here, there)
    found = {one.site.platform: [bar.kind for bar in one.bars] for one in look(world.bluff, draft, "officer").aimed}
    assert found == {"x": [], "bluesky": ["poster"]}


def test_an_account_that_is_not_connected_is_barred_and_told_why(world: World) -> None:
    draft = begun(world.bluff)
    why = "Its key ran out on Monday."
    assert bars(world.bluff, draft, connected=lambda site: why)["connection"].what == why
    assert look(world.bluff, draft, connected=lambda site: "").may_release


def test_an_account_that_is_posted_on_by_hand_needs_no_connection(world: World) -> None:
    site = scene.site(world.bluff, "https://nextdoor.com/agency-detail/mo/raymore/raymore-police/")
    draft = begun(world.bluff, ROAD, site)
    assert "connection" not in bars(world.bluff, draft, connected=lambda site: "There is none.")


def test_a_platform_that_this_desk_cannot_publish_on_is_named(world: World) -> None:
    site = scene.site(world.bluff, "https://www.flickr.com/photos/cedarbluff")
    assert set(bars(world.bluff, begun(world.bluff, ROAD, site))) == {"platform"}


def test_what_the_platform_would_refuse_bars_it_before_it_is_sent(world: World) -> None:
    site = scene.site(world.bluff, "https://www.youtube.com/@cedarbluff")
    assert "rendering" in bars(world.bluff, begun(world.bluff, ROAD, site))


def test_somebody_stands_for_its_facts_and_for_those_of_the_next_version_anew(world: World) -> None:
    place = world.bluff
    draft = acts.begin(place.as_("pio"), ROAD, sites=[scene.site(place)])
    assert set(bars(place, draft)) == {"facts"}
    with pytest.raises(Refused, match="No reason"):
        acts.verify_facts(place.as_("pio"), draft, "")
    acts.verify_facts(place.as_("pio"), draft, "Call to the gas company at 9:40")
    assert look(place, draft).may_release
    acts.write(place.as_("pio"), draft, ROAD.replace("6", "7"))
    assert set(bars(place, draft)) == {"facts"}


def test_a_text_that_no_pattern_can_read_wants_a_word_of_who_reads_it(world: World) -> None:
    text = "La calle Pine está cerrada hasta las seis por una fuga de gas. Gracias a todos por su paciencia."
    draft = begun(world.bluff, text, language="es")
    assert set(bars(world.bluff, draft)) == {"unread"}
    acts.vouch(world.bluff.as_("pio"), draft, "I read Spanish: it says what the English post says")
    assert look(world.bluff, draft).may_release
    acts.write(world.bluff.as_("pio"), draft, f"{text} Adiós.", language="es")
    assert "unread" in bars(world.bluff, draft)


def test_it_is_judged_by_the_leave_of_the_day_on_which_it_goes_out(world: World) -> None:
    scene.ready(world.osage)
    draft = begun(world.osage)
    assert look(world.osage, draft).may_release
    acts.schedule(world.osage.as_("officer"), draft, timezone.now() + 60 * DAY)
    assert bars(world.osage, draft)["device"].clause == "IV.A.7", "the permit ends before that day"


def test_leave_for_an_item_is_for_these_words_whoever_asked_for_it(world: World) -> None:
    scene.ready(world.osage)
    draft = begun(world.osage, MEMO)
    assert bars(world.osage, draft)["leave"].clause == "IV.B.7.b"
    leave.grant(world.osage, leave.ask(world.osage, "item-release", "officer", item=MEMO), "chief")
    assert look(world.osage, draft).may_release
    acts.write(world.osage.as_("officer"), draft, f"{MEMO} Again.")
    acts.verify_facts(world.osage.as_("officer"), draft, "The plan")
    assert {one.clause for one in look(world.osage, draft).every} == {"IV.A.6.d.1", "IV.B.7.b"}


def test_after_a_mistake_is_set_aside_what_it_hid_is_still_asked(world: World) -> None:
    """A hold makes questions of lesser effect needless; without it they decide."""
    scene.ready(world.osage)
    text = f"{CREEP} {MEMO}"
    draft = begun(world.osage, text)
    before = {one.clause for one in look(world.osage, draft).every}
    acts.override(world.osage.as_("chief"), draft, "IV.B.7.a", "guilt-statement", "Said in a play")
    after = {one.clause for one in look(world.osage, draft).every}
    assert ("IV.B.7.a" in before, "IV.B.7.b" in after, "IV.B.7.a" in after) == (True, True, False)


def test_a_draft_that_was_given_up_or_goes_nowhere_is_barred(world: World) -> None:
    draft = acts.begin(world.bluff.as_("pio"), ROAD)
    assert "empty" in bars(world.bluff, draft)
    acts.drop(world.bluff.as_("pio"), draft)
    assert "state" in bars(world.bluff, draft)


def test_looking_changes_nothing(world: World) -> None:
    draft = begun(world.bluff, VERMIN)
    with world.bluff.within():
        before = len(scene.entries(world.bluff, "draft.begin")), scene.fresh(draft).updated
    look(world.bluff, draft)
    assert (len(scene.entries(world.bluff, "draft.begin")), scene.fresh(draft).updated) == before
