"""A flag that is called mistaken: once for the same words, and each thing stands on the draft's page once."""

from __future__ import annotations

import pytest
from tests.desk.cast import World, browser
from tests.desk.drafts import scene
from tests.desk.drafts.scene import begun, look
from tests.desk.drafts.visits import at, said

from postorders.desk.base.act import Refused
from postorders.desk.drafts import acts

pytestmark = pytest.mark.both
MEMO = "FOR OFFICIAL USE ONLY: weekend staffing plan for the stadium."
TWICE = {"IV.A.6.d.1", "IV.B.7.b"}


def test_one_word_covers_every_clause_that_sees_the_same_in_the_same_words(world: World) -> None:
    scene.ready(world.osage)
    draft = begun(world.osage, MEMO)
    (concept,) = {one.concept for one in look(world.osage, draft).every if one.clause in TWICE}
    page = said(browser(world.osage, "chief").get(at(draft, f"mistaken/?clause=IV.B.7.b&concept={concept}")))
    assert "your word is about all" in page and all(clause in page for clause in TWICE)
    rows = acts.override(world.osage.as_("chief"), draft, "IV.B.7.b", concept, "It is on our website")
    assert {row.clause for row in rows} == TWICE
    assert not TWICE & {one.clause for one in look(world.osage, draft).every}
    (entry,) = scene.entries(world.osage, "draft.override")
    assert "IV.B.7.b, IV.A.6.d.1" in entry.body
    with pytest.raises(Refused, match="already"):
        acts.override(world.osage.as_("chief"), draft, "IV.A.6.d.1", concept, "Again")


def test_a_flag_stands_on_the_page_once(world: World) -> None:
    scene.ready(world.osage)
    draft, officer = begun(world.osage, MEMO), browser(world.osage, "officer")
    assert officer.get(at(draft)).content.decode().count(">IV.B.7.b</a>") == 1
    acts.drop(world.osage.as_("officer"), draft)
    assert officer.get(at(draft)).content.decode().count(">IV.B.7.b</a>") == 1


def test_device_and_duty_are_asked_at_the_release_and_keep_nothing_back_before(world: World) -> None:
    draft = begun(world.bluff)
    asked = {one.concept for one in look(world.bluff, draft, device="", duty="").every}
    page = said(browser(world.bluff, "pio").get(at(draft)))
    assert "device" in asked and "One thing keeps it from going out It is not connected." in page
    assert "When it goes out I am" in page and "Answer it: device." not in page
