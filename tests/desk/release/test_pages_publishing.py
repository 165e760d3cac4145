"""The last step before the public, as its users meet it: publishing, refusals, emergencies."""

from __future__ import annotations

import re

import pytest
from tests.desk.cast import World, browser
from tests.desk.drafts import scene as drafts
from tests.desk.release.scene import connected, go, mastodon
from tests.desk.release.visits import DECLARED, last, page, said

from postorders.desk.drafts import acts as writing
from postorders.desk.release.models import Release

pytestmark = pytest.mark.both


def test_a_draft_goes_out_and_its_page_shows_what_is_served_beside_what_was_approved(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        draft = drafts.begun(place, drafts.ROAD, connected(place, server))
        devon = browser(place, "pio")
        before = said(devon.get(f"/desk/posts/{draft.number}/release/"))
        assert drafts.ROAD in before and "Nothing bars it so far" in before
        answer = devon.post(f"/desk/posts/{draft.number}/release/", {**DECLARED, "do": "release"}, follow=True)
        waiting = said(answer)
        assert "Released to 1 account." in waiting and "Nothing has left the desk" in waiting
        assert 'hx-trigger="every 3s"' in waiting
        go(place, last(place))
        shown = said(devon.get(page(last(place))))
    assert "it says what was released" in shown and "It is what was released." in shown
    assert shown.count(drafts.ROAD) == 2 and "hx-trigger" not in shown
    assert "SHA-256" in shown and "Save what was kept of it" in shown
    kept = devon.get(re.search(r'href="([^"]+/capture/0)"', shown)[1])  # type: ignore[index]
    assert kept.headers["Content-Type"] == "application/octet-stream" and drafts.ROAD.encode() in kept.content
    assert "attachment" in kept.headers["Content-Disposition"]


def test_a_refusal_shows_each_bar_with_its_clause_and_its_cure_and_keeps_what_was_chosen(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        draft = drafts.begun(place, drafts.ROAD, connected(place, server))
        given = {"device": "personal", "duty": "off", "do": "release"}
        answer = browser(place, "pio").post(f"/desk/posts/{draft.number}/release/", given)
    words = said(answer)
    assert answer.status_code == 422 and "This may not be released." in words
    assert "<strong>8.03.F</strong>" in words
    assert re.search(r'value="personal"[^>]*checked', words) and re.search(r'value="off"[^>]*checked', words)
    with place.within():
        assert not Release.objects.exists()


def test_an_emergency_wants_a_reason_and_another_person_looks_at_it(world: World) -> None:
    place = world.bluff
    drafts.setting(place, approval_levels=1)
    with mastodon() as server:
        draft = drafts.begun(place, drafts.ROAD, connected(place, server))
        devon, where = browser(place, "pio"), f"/desk/posts/{draft.number}/release/"
        refused = devon.post(where, {**DECLARED, "do": "release"})
        assert (
            refused.status_code == 422
            and "One approval is asked for; none stands yet. The department set this." in said(refused)
        )
        without = devon.post(where, {**DECLARED, "do": "emergency"})
        assert without.status_code == 422 and "This field is required." in said(without)
        out = said(
            devon.post(where, {**DECLARED, "do": "emergency", "why": "Gas leak, people walk into it"}, follow=True)
        )
    row = last(place)
    assert "Nobody has looked at it yet" in out and "Put my word on it" not in out, "nobody stands for their own post"
    chief = browser(place, "chief")
    assert "Published in an emergency" in said(chief.get("/desk/"))
    assert "Gas leak, people walk into it" in said(chief.get("/desk/posts/overview/"))
    asks = said(chief.get(page(row)))
    form, facts = asks.index('id="ratify"'), asks.index("<dl")
    assert form < asks.index(drafts.ROAD) < facts, "the words stand beside the form, and both above the details"
    silent = chief.post(page(row), {"do": "ratify", "ratify-verdict": "wrong", "ratify-words": ""})
    assert silent.status_code == 422 and "Say what was wrong." in said(silent)
    told = said(chief.post(page(row), {"do": "ratify", "ratify-verdict": "stood"}, follow=True))
    assert "Adaeze Whitlow found it right" in told
    assert "Published in an emergency" not in said(chief.get("/desk/"))


def test_what_was_changed_while_it_was_read_is_not_published(world: World) -> None:
    place = world.bluff
    with mastodon() as server:
        draft = drafts.begun(place, drafts.ROAD, connected(place, server))
        devon, where = browser(place, "pio"), f"/desk/posts/{draft.number}/release/"
        seen = re.search(r'name="seen" value="(\w+)"', said(devon.get(where)))[1]  # type: ignore[index]
        writing.write(place.as_("pio"), draft, drafts.ROAD + " Thank you.")
        writing.verify_facts(place.as_("pio"), draft, "The gas company")
        answer = devon.post(where, {**DECLARED, "do": "release", "seen": seen})
        assert answer.status_code == 422 and "was changed while you read it" in said(answer)
        again = re.search(r'name="seen" value="(\w+)"', said(answer))[1]  # type: ignore[index]
        assert again != seen
        assert devon.post(where, {**DECLARED, "do": "release", "seen": again}).status_code == 302


def test_who_has_no_part_in_a_draft_cannot_open_its_last_step(world: World) -> None:
    place = world.bluff
    draft = drafts.begun(place)
    assert browser(place, "reserve").get(f"/desk/posts/{draft.number}/release/").status_code == 403
    assert browser(place, "reserve").get(f"/desk/posts/{draft.number + 7}/release/").status_code == 404
    assert browser(world.osage, "chief").get(f"/desk/posts/{draft.number}/release/").status_code == 404
