"""The pages on drafts: written, judged as one types, shown as they will look, approved by their digest, sent back."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.desk.cast import World, browser
from tests.desk.drafts import scene
from tests.desk.drafts.scene import ROAD, begun, fresh
from tests.desk.drafts.visits import NEW, POSTS, at, filled, said, saved

from postorders.desk.drafts import acts
from postorders.desk.drafts.models import Draft

pytestmark = pytest.mark.both
CLOWN = "What an idiot. This clown left his own wallet at the burglary."


def png() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(out, "PNG")
    return out.getvalue()


def written(client: Client, world: World, **given: Any) -> Draft:
    """A draft begun on the page."""
    answer = client.post(NEW, filled(world.bluff, "pio", **given))
    assert answer.status_code == 302, said(answer)
    with world.bluff.within():
        return Draft.objects.get(number=int(answer.headers["Location"].split("/")[-2]))


def test_a_post_is_written_once_for_two_accounts_with_other_words_for_one(world: World) -> None:
    x, sky = scene.site(world.bluff), scene.site(world.bluff, scene.URLS["bluesky"])
    client = browser(world.bluff, "pio")
    draft = written(client, world, text=ROAD, sites=["1", "2"], own__1="Pine St closed. #gas")
    words = said(client.get(at(draft)))
    assert f"{x.name} X Pine St closed. #gas 20 of 280" in words
    assert f"{sky.name} Bluesky {ROAD}" in words and f"{len(ROAD)} of 300" in words
    assert "Nobody stands for its facts." in words
    answer = saved(client, world.bluff, "pio", draft, against="The gas company, 9:40")
    assert answer.headers["Location"] == at(draft)
    assert "Devon Hatcher, " in said(client.get(at(draft))) and fresh(draft).version == 1


def test_what_is_typed_is_judged_beside_the_text_and_kept_nowhere(world: World) -> None:
    site = scene.site(world.bluff)
    client, form = browser(world.bluff, "pio"), filled(world.bluff, "pio", text=CLOWN, sites=["1"])
    words = said(client.post(f"{POSTS}look/", form))
    assert "Held 8.03.D.3#1" in words and "2 things keep it from going out" in words and "62 of 280" in words
    whole = client.post(NEW, {**form, "look": "yes"})
    assert whole.status_code == 200 and "Held 8.03.D.3#1" in said(whole) and CLOWN in said(whole)
    with world.bluff.within():
        assert not Draft.objects.exists()
    draft = begun(world.bluff, ROAD, site)
    again = client.post(at(draft, "look/"), filled(world.bluff, "pio", fresh(draft), text=CLOWN))
    assert "Held 8.03.D.3#1" in said(again) and fresh(draft).version == 1


def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = saved(
        client, world.bluff, "pio", draft, text="Pine Street is open.", link="gas company", scheduled="2020-01-01T10:00"
    )
    words = answer.content.decode()
    assert answer.status_code == 422 and "Begin it with https://." in words and "That time is over." in words
    assert "Pine Street is open." in words and 'value="gas company"' in words
    assert fresh(draft).version == 1


def test_two_who_write_at_once_do_not_undo_each_other(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    old = filled(world.bluff, "pio", fresh(draft), text="Pine Street is open again.")
    acts.write(world.bluff.as_("pio"), draft, "Pine Street opens at 5 pm.")
    answer = client.post(at(draft, "write/"), old)
    assert answer.status_code == 422 and "Somebody wrote version 2 meanwhile." in said(answer)
    assert "Pine Street is open again." in said(answer) and fresh(draft).version == 2


def test_a_time_is_that_of_the_department(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    saved(client, world.bluff, "pio", draft, scheduled="2030-07-04T09:30")
    assert fresh(draft).scheduled == datetime(2030, 7, 4, 9, 30, tzinfo=ZoneInfo("America/Chicago"))
    page = said(client.get(f"{POSTS}calendar/", {"month": "2030-07"}))
    assert "Posts in July 2030" in page and "Thu 2030-07-04 09:30 : Draft 1" in page
    assert "Nothing has a time in this month." in said(client.get(f"{POSTS}calendar/", {"month": "2030-08"}))
    assert client.get(f"{POSTS}calendar/", {"month": "nonsense"}).status_code == 200


def test_a_picture_is_cleaned_described_shown_and_taken_away(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    form = filled(world.bluff, "pio", fresh(draft))
    answer = client.post(at(draft, "write/"), {**form, "new-file": SimpleUploadedFile("pine.png", png(), "image/png")})
    assert answer.status_code == 302, said(answer)
    page = said(client.get(at(draft)))
    assert "pine.png is not described." in page and "Describe it" in page
    with world.bluff.within():
        row = draft.files.get()
    assert f"file-{row.id.hex}-alt" in client.get(at(draft, "write/")).content.decode()
    picture = client.get(at(draft, f"files/{row.id}/"))
    assert picture.headers["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    saved(client, world.bluff, "pio", fresh(draft), **{f"file-{row.id.hex}-alt": "Pine Street with a barrier"})
    assert "Pine Street with a barrier" in said(client.get(at(draft))) and "is not described" not in said(
        client.get(at(draft))
    )
    saved(client, world.bluff, "pio", fresh(draft), **{f"file-{row.id.hex}-gone": "on"})
    with world.bluff.within():
        assert not draft.files.exists()


def test_words_about_a_file_that_was_not_chosen_say_so(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = saved(client, world.bluff, "pio", draft, new__alt="A barrier")
    assert answer.status_code == 422 and "Choose the file that you described." in said(answer)


def test_each_bar_has_its_clause_what_cures_it_and_the_button(world: World) -> None:
    scene.setting(world.bluff, approval_levels=1)
    draft = begun(world.bluff, CLOWN)
    page = browser(world.bluff, "pio").get(at(draft)).content.decode()
    words = said(browser(world.bluff, "pio").get(at(draft)))
    assert "8.03.D.3#1" in words and "Mend the text" in words and "The flag is mistaken" in words
    assert (
        "One approval is asked for; none stands yet. The department set this." in words
        and 'action="/desk/posts/1/ask/"' in page
    )
    assert "?clause=8.03.D.3%231&amp;concept=disparagement" in page
    assert "Which device" in words or "device" in words


def test_a_flag_is_called_mistaken_with_a_reason_by_who_stands_for_posts(world: World) -> None:
    draft = begun(world.bluff, CLOWN)
    chief, where = browser(world.bluff, "chief"), at(draft, "mistaken/?clause=8.03.D.3%231&concept=disparagement")
    assert "These words" not in said(chief.get(where)) and "clown" in said(chief.get(where))
    assert chief.post(where, {"reason": " "}).status_code == 422
    assert chief.post(where, {"reason": "The clown of the fair"}).status_code == 302
    assert "Adaeze Whitlow called this flag mistaken." in said(chief.get(at(draft)))
    assert browser(world.bluff, "officer").get(where).status_code == 403
    assert chief.get(at(draft, "mistaken/?clause=8.03.Z&concept=threat")).status_code == 403


def test_what_is_approved_is_read_by_its_digest_and_void_once_changed(world: World) -> None:
    scene.setting(world.bluff, approval_levels=1)
    draft, pio, chief = begun(world.bluff), browser(world.bluff, "pio"), browser(world.bluff, "chief")
    assert pio.post(at(draft, "ask/")).status_code == 302
    page = chief.get(at(draft, "approve/"))
    seen = page.context["digest"]
    assert f"SHA-256 {seen}" in said(page) and f"| {ROAD}" in said(page)
    saved(pio, world.bluff, "pio", fresh(draft), text="Pine Street is open.")
    stale = chief.post(at(draft, "approve/"), {"seen": seen})
    assert (
        stale.status_code == 422
        and "changed while you read it" in said(stale)
        and "Pine Street is open." in said(stale)
    )
    acts.verify_facts(world.bluff.as_("pio"), draft, "The same call")
    seen = chief.get(at(draft, "approve/")).context["digest"]
    assert chief.post(at(draft, "approve/"), {"seen": seen}).status_code == 302
    assert "Adaeze Whitlow" in said(chief.get(at(draft))) and "stands" in said(chief.get(at(draft)))
    saved(pio, world.bluff, "pio", fresh(draft), text="Pine Street is closed again.")
    assert "version 3 was written" in said(pio.get(at(draft)))
    paper = said(pio.get(at(draft, "paper/")))
    assert "| Pine Street is open." in paper and "| Pine Street is closed again." in paper and seen in paper


def test_nobody_approves_what_they_wrote(world: World) -> None:
    draft = begun(world.bluff)
    page = browser(world.bluff, "pio").get(at(draft, "approve/"))
    assert "You cannot approve it" in said(page)
    answer = browser(world.bluff, "pio").post(at(draft, "approve/"), {"seen": page.context["digest"]})
    assert answer.status_code == 422 and "Nobody approves what they wrote." in said(answer)


def test_a_draft_is_sent_back_with_words_given_up_and_taken_up(world: World) -> None:
    draft, pio, chief = begun(world.bluff), browser(world.bluff, "pio"), browser(world.bluff, "chief")
    pio.post(at(draft, "ask/"))
    assert "Draft 1" in said(chief.get("/desk/")) and "Posts that wait for approval" in said(chief.get("/desk/"))
    chief.post(at(draft, "return/"), {"reason": "Name the cross street."})
    assert "Name the cross street." in said(pio.get(at(draft))) and "Sent back to you" in said(pio.get("/desk/"))
    assert pio.post(at(draft, "drop/")).status_code == 302 and fresh(draft).state == "dropped"
    assert pio.get(at(draft, "write/")).status_code == 403
    assert pio.post(at(draft, "take-up/")).status_code == 302 and fresh(draft).state == "written"
    assert pio.get(at(draft, "return/")).status_code == 403


def test_the_list_is_narrowed_and_shows_each_what_is_theirs(world: World) -> None:
    begun(world.bluff)
    for who, there in (("pio", True), ("chief", True), ("attorney", True), ("officer", False)):
        words = said(browser(world.bluff, who).get(POSTS))
        assert ("Pine Street is closed" in words) is there, who
    pio = browser(world.bluff, "pio")
    assert "There is no draft in this state." in said(pio.get(POSTS, {"state": "dropped"}))
    assert browser(world.bluff, "officer").get(at(1)).status_code == 403
    assert browser(world.bluff, "officer").get(NEW).status_code == 403


def test_nothing_of_another_department_is_there(world: World) -> None:
    draft = begun(world.bluff)
    media = browser(world.osage, "media")
    for more in ("", "write/", "approve/", "paper/", "drop/", "mistaken/"):
        assert media.get(at(draft, more)).status_code == 404, more
    assert "Pine Street" not in said(media.get(POSTS)) + said(media.get(f"{POSTS}calendar/"))
    assert media.get(f"/desk/drafts/{draft.id}/").status_code == 404
    assert browser(world.bluff, "pio").get(f"/desk/drafts/{draft.id}/").headers["Location"] == at(draft)


def test_the_style_guide_is_read_by_all_and_set_by_the_chief(world: World) -> None:
    chief, officer = browser(world.bluff, "chief"), browser(world.bluff, "officer")
    assert "No guidelines are in force." in said(officer.get(f"{POSTS}style/"))
    assert officer.get(f"{POSTS}style/new/").status_code == 403
    form = chief.get(f"{POSTS}style/new/").context
    assert len(form["rules"].forms) == 1, "it begins with one rule"
    rules = {"rule-TOTAL_FORMS": "1", "rule-INITIAL_FORMS": "0", "rule-0-kind": "hashtags", "rule-0-value": "many"}
    sent = {"text": "Write as to a neighbor.", "starts": str(form["form"]["starts"].value()), **rules}
    more = chief.post(f"{POSTS}style/new/", {**sent, "more": "yes"})
    assert (more.status_code, len(more.context["rules"].forms)) == (200, 2)
    assert "Fill this in" not in said(more) and b"Write as to a neighbor." in more.content
    assert [one["value"].value() for one in more.context["rules"].forms] == ["many", None]
    wrong = chief.post(f"{POSTS}style/new/", sent)
    assert wrong.status_code == 422 and "Give a whole number." in said(wrong) and "Fill this in" in said(wrong)
    sent |= {"rule-0-value": "1", "rule-0-says": "One hashtag is enough."}
    assert chief.post(f"{POSTS}style/new/", sent).status_code == 302
    assert len(chief.get(f"{POSTS}style/new/").context["rules"].forms) == 1, "the rule that is there, and no empty one"
    words = said(officer.get(f"{POSTS}style/"))
    assert "Write as to a neighbor." in words and "One hashtag is enough." in words and "Version 1, from" in words
    scene.site(world.bluff)
    look = filled(world.bluff, "pio", text="Pine Street is closed. #gas #pine", sites=["1"])
    assert "One hashtag is enough. It has 2 hashtags" in said(browser(world.bluff, "pio").post(f"{POSTS}look/", look))
