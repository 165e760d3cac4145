"""Approval is of exactly what will be published: whatever changes of it, the approval is void."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from tests.desk.cast import Place, World
from tests.desk.drafts import scene
from tests.desk.drafts.scene import ROAD, bars, begun, fresh, look

from postorders.desk.base.act import Refused
from postorders.desk.drafts import acts, manifest
from postorders.desk.drafts.models import Approval, Draft
from postorders.desk.jobs.models import Notice

pytestmark = pytest.mark.both
DAY = timedelta(days=1)


def approve(place: Place, draft: Draft, who: str = "chief") -> Approval:
    row: Approval = acts.approve(place.as_(who), draft, look(place, draft).digest)
    return row


def picture(color: str = "navy") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 24), color).save(out, "PNG")
    return out.getvalue()


def approved(place: Place) -> Draft:
    """A draft with a picture, for two accounts, approved by the Chief."""
    scene.setting(place, approval_levels=1)
    here, there = scene.site(place), scene.site(place, scene.URLS["bluesky"])
    draft = begun(place, ROAD, here, there)
    pio = place.as_("pio")
    acts.attach(pio, draft, picture(), "barrier.png", alt="A barrier across Pine Street")
    acts.ask_approval(pio, draft)
    approve(place, draft)
    return fresh(draft)


def test_with_one_level_somebody_else_approves(world: World) -> None:
    scene.setting(world.bluff, approval_levels=1)
    draft = begun(world.bluff)
    assert set(bars(world.bluff, draft)) == {"approval"}
    acts.ask_approval(world.bluff.as_("pio"), draft)
    approve(world.bluff, draft)
    assert (look(world.bluff, draft).may_release, fresh(draft).state) == (True, "approved")


def test_with_two_levels_two_persons_approve(world: World) -> None:
    scene.setting(world.bluff, approval_levels=2)
    scene.role(world.bluff, "lieutenant", "commander")
    draft = begun(world.bluff)
    approve(world.bluff, draft)
    assert (set(bars(world.bluff, draft)), fresh(draft).state) == ({"approval"}, "waiting")
    with pytest.raises(Refused, match="You have approved this already"):
        approve(world.bluff, draft)
    second = approve(world.bluff, draft, "lieutenant")
    assert (second.level, second.as_role, look(world.bluff, draft).may_release) == (2, "commander", True)


def test_without_a_level_one_that_was_asked_for_is_waited_for(world: World) -> None:
    draft = begun(world.bluff)
    assert look(world.bluff, draft).may_release
    acts.ask_approval(world.bluff.as_("pio"), draft)
    assert set(bars(world.bluff, draft)) == {"approval"}


def test_without_a_level_an_approval_that_became_void_is_given_anew(world: World) -> None:
    draft, pio = begun(world.bluff), world.bluff.as_("pio")
    acts.ask_approval(pio, draft)
    approve(world.bluff, draft)
    assert look(world.bluff, draft).may_release
    acts.write(pio, draft, f"{ROAD} Thank you.")
    acts.verify_facts(pio, draft, "The gas company")
    assert bars(world.bluff, draft)["approval"].what == (
        "One approval is asked for; none stands yet. What Adaeze Whitlow approved is not what would go out now."
    )
    approve(world.bluff, draft)
    assert look(world.bluff, draft).may_release


def test_without_a_level_what_was_sent_back_waits_until_somebody_approves_it(world: World) -> None:
    draft, pio = begun(world.bluff), world.bluff.as_("pio")
    acts.ask_approval(pio, draft)
    acts.send_back(world.bluff.as_("chief"), draft, "Name the street")
    told = "One approval is asked for; none stands yet. It was sent back, and nobody has approved it since."
    assert bars(world.bluff, draft)["approval"].what == told
    acts.ask_approval(pio, draft)
    acts.write(pio, draft, f"{ROAD} Thank you.")
    acts.verify_facts(pio, draft, "The gas company")
    assert bars(world.bluff, draft)["approval"].what == told, "to ask again and change it is no way around"
    approve(world.bluff, draft)
    assert (look(world.bluff, draft).may_release, fresh(draft).returned) == (True, "")


def test_nobody_approves_what_they_wrote(world: World) -> None:
    scene.permit(world.bluff, "department-poster", "chief", "officer")
    draft = begun(world.bluff, who="officer")
    acts.write(world.bluff.as_("pio"), draft, f"{ROAD} Thank you.")
    with pytest.raises(Refused, match="Nobody approves what they wrote"):
        approve(world.bluff, draft, "pio")


@pytest.mark.parametrize("who", ["lieutenant", "manager", "attorney", "admin"])
def test_approving_is_for_those_who_stand_for_posts(world: World, who: str) -> None:
    with pytest.raises(Refused, match="This is for the Chief"):
        approve(world.bluff, begun(world.bluff), who)


def test_what_was_changed_while_it_was_read_is_not_approved(world: World) -> None:
    draft = begun(world.bluff)
    seen = look(world.bluff, draft).digest
    acts.write(world.bluff.as_("pio"), draft, f"{ROAD} Thank you.")
    with pytest.raises(Refused, match="changed while you read it"):
        acts.approve(world.bluff.as_("chief"), draft, seen)


CHANGES: dict[str, Callable[[Any, Draft, Any], Any]] = {
    "the words": lambda pio, draft, _: acts.write(pio, draft, f"{ROAD} Thank you."),
    "the words of one account": lambda pio, draft, row: acts.write(pio, draft, ROAD, own={str(row["site"]): "Closed"}),
    "the link": lambda pio, draft, _: acts.write(pio, draft, ROAD, link="https://www.raymore.com/roads"),
    "an account": lambda pio, draft, row: acts.aim(pio, draft, row["sites"][:1]),
    "the time": lambda pio, draft, _: acts.schedule(pio, draft, timezone.now() + DAY),
    "another picture": lambda pio, draft, _: acts.attach(pio, draft, picture("red"), "b.png", alt="A red barrier"),
    "no picture": lambda pio, draft, row: acts.detach(pio, draft, row["file"]),
    "the description": lambda pio, draft, row: acts.describe(pio, draft, row["file"], "A barrier"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_of_it_the_approval_is_void(world: World, change: str) -> None:
    draft = approved(world.bluff)
    with world.bluff.within():
        sites = [row.site for row in draft.targets.select_related("site").order_by("site__number")]
        known = {"site": sites[0].id, "sites": sites, "file": draft.files.get()}
    CHANGES[change](world.bluff.as_("pio"), draft, known)
    with world.bluff.within():
        (row,) = draft.approvals.all()
    assert (fresh(draft).state, bool(row.void), row.void_at is None) == ("written", True, False)
    bar = bars(world.bluff, draft)["approval"]
    assert "Adaeze Whitlow" in bar.what


def test_what_does_not_appear_voids_nothing(world: World) -> None:
    draft = approved(world.bluff)
    asked = {one.concept for one in look(world.bluff, draft).every if one.kind == "fact"}
    acts.answer(world.bluff.as_("pio"), draft, dict.fromkeys(asked, "no"))
    acts.verify_facts(world.bluff.as_("pio"), draft, "The officer at the scene")
    assert look(world.bluff, draft).may_release


def test_an_approval_of_other_bytes_does_not_count_though_nothing_voided_it(world: World) -> None:
    """A publisher or the account's address may change between the approval and the release."""
    from postorders.desk.base import guard

    draft = approved(world.bluff)
    with world.bluff.within(), guard.lifted("a test"):
        site = draft.targets.first().site
        site.url = "https://x.com/CedarBluffPolice"
        site.save()
        assert draft.approvals.get().void == ""
    assert "approval" in bars(world.bluff, draft)


def test_a_draft_is_sent_back_with_words_that_its_author_reads(world: World) -> None:
    draft = approved(world.bluff)
    with pytest.raises(Refused, match="No reason"):
        acts.send_back(world.bluff.as_("chief"), draft, " ")
    acts.send_back(world.bluff.as_("chief"), draft, "Say which side of Pine Street")
    with world.bluff.within():
        told = Notice.objects.filter(member=world.bluff.members["pio"], subject__contains="sent back")
        assert [one.body for one in told] == ["Say which side of Pine Street"]
    assert (fresh(draft).state, fresh(draft).returned) == ("written", "Say which side of Pine Street")
    assert "approval" in bars(world.bluff, draft)


def test_those_who_may_approve_are_told_and_the_author_is_not(world: World) -> None:
    acts.ask_approval(world.bluff.as_("pio"), begun(world.bluff))
    with world.bluff.within():
        told = Notice.objects.filter(subject__contains="waits for approval").values_list("member__name", flat=True)
        assert set(told) == {"Adaeze Whitlow"}


def test_the_manifest_is_canonical_and_prints_every_word_that_will_appear(world: World) -> None:
    draft = approved(world.bluff)
    with world.bluff.within():
        row = draft.approvals.get()
        again = manifest.text_of(manifest.of(draft))
    assert (row.manifest, row.digest) == (again, look(world.bluff, draft).digest)
    assert [one["site"] for one in json.loads(again)["targets"]] == [1, 2]
    page = manifest.printed(row.manifest)
    for words in (ROAD, "A barrier across Pine Street", row.digest, "https://x.com/CedarBluffPD"):
        assert words in page


def test_a_rendering_is_kept_as_data_and_read_back_with_its_bytes(world: World) -> None:
    draft = approved(world.bluff)
    (one, _) = look(world.bluff, draft).aimed
    back = manifest.revived(one.plain, lambda sha256: f"the bytes of {sha256}".encode())
    assert (back, manifest.rendering_digest(back)) == (one.rendering, one.digest)
    assert back.media[0].read() == f"the bytes of {one.rendering.media[0].sha256}".encode()
