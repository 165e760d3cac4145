"""A draft from its first word: versions, accounts, answers, the time; each act one entry, and no word of it there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.desk.cast import World
from tests.desk.drafts import scene
from tests.desk.drafts.scene import ROAD, begun, fresh

from postorders.desk.base.act import Refused
from postorders.desk.drafts import acts, rights
from postorders.desk.drafts.models import Version
from postorders.ledger.entry import read_payload

pytestmark = pytest.mark.both
DAY = timedelta(days=1)


def test_drafts_are_numbered_and_begin_with_their_first_version(world: World) -> None:
    site = scene.site(world.bluff)
    first, second = (acts.begin(world.bluff.as_("pio"), ROAD, sites=[site]) for _ in range(2))
    assert (first.number, second.number, second.version, second.state) == (1, 2, 1, "written")


def test_every_version_is_kept_with_who_wrote_it(world: World) -> None:
    draft = begun(world.bluff)
    acts.write(world.bluff.as_("pio"), draft, f"{ROAD} Thank you.")
    with world.bluff.within():
        rows = Version.objects.filter(draft=draft).select_related("by")
        assert [(one.number, one.text, one.by.name) for one in rows] == [
            (1, ROAD, "Devon Hatcher"), (2, f"{ROAD} Thank you.", "Devon Hatcher"),
        ]  # fmt: skip


def test_nobody_writes_over_what_another_wrote_meanwhile(world: World) -> None:
    draft = begun(world.bluff)
    acts.write(world.bluff.as_("pio"), draft, "One", after=1)
    with pytest.raises(Refused, match="version 2 meanwhile"):
        acts.write(world.bluff.as_("pio"), draft, "Other", after=1)


def test_the_ledger_has_the_hash_of_the_words_and_not_the_words(world: World) -> None:
    begun(world.bluff)
    (row,) = scene.entries(world.bluff, "draft.begin")
    shown = read_payload(row.body.encode()).shown
    assert ("text_sha256" in shown, "gas leak" in row.body) == (True, False)


def test_who_may_post_nowhere_begins_no_draft(world: World) -> None:
    with pytest.raises(Refused, match="You may post on no official account"):
        acts.begin(world.bluff.as_("officer"), ROAD)


def test_a_draft_is_aimed_at_accounts_on_which_its_author_may_post(world: World) -> None:
    here, there = scene.site(world.bluff), scene.site(world.bluff, scene.URLS["bluesky"])
    scene.permit(world.bluff, "department-poster", "chief", "officer", site=here.url)
    draft = acts.begin(world.bluff.as_("officer"), ROAD, sites=[here])
    with pytest.raises(Refused, match="You may not post on"):
        acts.aim(world.bluff.as_("officer"), draft, [here, there])
    acts.aim(world.bluff.as_("pio"), draft, [here, there])
    acts.aim(world.bluff.as_("officer"), draft, [there])
    with world.bluff.within():
        assert [row.site_id for row in fresh(draft).targets.all()] == [there.id]


def test_an_account_of_another_department_is_none(world: World) -> None:
    theirs = scene.site(world.osage, scene.URLS["bluesky"])
    with pytest.raises(Refused, match="no such account in the register"):
        acts.begin(world.bluff.as_("pio"), ROAD, sites=[theirs])


def test_a_colleague_who_is_no_author_changes_no_draft(world: World) -> None:
    draft = begun(world.bluff)
    scene.permit(world.bluff, "department-poster", "chief", "officer")
    with pytest.raises(Refused, match="This is a draft of Devon Hatcher"):
        acts.write(world.bluff.as_("officer"), draft, "Mine")
    assert not rights.may_read(world.bluff.as_("officer"), draft)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"text": "Gas leak\u202e"}, "nobody sees: U\\+202E"),
        ({"text": "Gas\x00"}, "nobody sees: U\\+0000"),
        ({"text": "x" * 100_001}, "more than 100000"),
        ({"text": ROAD, "title": "x" * 301}, "more than 300"),
        ({"text": ROAD, "link": "javascript:alert(1)"}, "no address of a page"),
        ({"text": ROAD, "link": "https://"}, "no address of a page"),
        ({"text": ROAD, "link": "https://[::1"}, "no address of a page"),
    ],
)
def test_what_no_draft_can_hold_is_refused_in_words(world: World, given: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        acts.begin(world.bluff.as_("pio"), **given)


def test_answers_are_to_questions_that_exist_and_can_be_taken_back(world: World) -> None:
    draft, pio = begun(world.bluff), world.bluff.as_("pio")
    for wrong in ({"weather": "yes"}, {"patch-visible": "maybe"}, {"device": "phone"}, {}):
        with pytest.raises(Refused):
            acts.answer(pio, draft, wrong)
    acts.answer(pio, draft, {"patch-visible": "no", "device": "department"})
    acts.answer(pio, draft, {"patch-visible": ""})
    assert fresh(draft).given == {"device": "department"}


def test_a_post_is_set_for_a_time_to_come(world: World) -> None:
    draft, pio = begun(world.bluff), world.bluff.as_("pio")
    with pytest.raises(Refused, match="That time is over"):
        acts.schedule(pio, draft, timezone.now() - DAY)
    when = timezone.now() + DAY
    acts.schedule(pio, draft, when)
    assert fresh(draft).scheduled == when.replace(microsecond=0)
    acts.schedule(pio, draft, None)
    assert fresh(draft).scheduled is None


def test_a_draft_that_was_given_up_is_written_no_more_until_it_is_taken_up(world: World) -> None:
    draft, pio = begun(world.bluff), world.bluff.as_("pio")
    acts.drop(pio, draft)
    with pytest.raises(Refused, match="It is given up"):
        acts.write(pio, draft, "Again")
    acts.take_up(pio, draft)
    acts.write(pio, draft, "Again")
    assert (fresh(draft).state, fresh(draft).version) == ("written", 2)


def test_a_draft_of_another_department_is_not_there(world: World) -> None:
    draft = begun(world.bluff)
    for done in (acts.drop, acts.ask_approval):
        with pytest.raises(Refused, match="no such thing in your department"):
            done(world.osage.as_("media"), draft)
