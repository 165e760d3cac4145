"""Leave for one post is asked for from the draft: the request is filled in, and counts for exactly this post."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.desk.cast import World, browser
from tests.desk.drafts import scene
from tests.desk.drafts.scene import begun, look
from tests.desk.drafts.test_draft_files import picture
from tests.desk.drafts.visits import at, said
from tests.desk.permissions import scene as leave

from postorders.desk.drafts import acts
from postorders.desk.drafts.models import Draft
from postorders.desk.permissions.models import Request

pytestmark = pytest.mark.both
MEMO = "FOR OFFICIAL USE ONLY: weekend staffing plan for the stadium."
FLAG = "leave/?clause=IV.B.7.b&concept=confidential-marking&site=1"


def shown(client: Client, draft: Draft) -> list[tuple[str, str]]:
    """The buttons of the draft's page that ask for permission, with where they lead."""
    barred = client.get(at(draft)).context["barred"]
    return [(cure.label, cure.url) for row in barred for cure in row.cures if "permission" in cure.label]


def answered(world: World, draft: Draft) -> None:
    """The author answers what is asked of the picture: it shows evidence, and nothing else that is asked for."""
    officer = world.osage.as_("officer")
    acts.answer(officer, draft, {"evidence-shown": "yes"})
    left = {bar.concept for bar in look(world.osage, draft).every if bar.kind == "fact"}
    acts.answer(officer, draft, dict.fromkeys(left, "no"))


def asked(world: World, client: Client, where: str) -> Request:
    """The request that is made when the filled form is sent as it is."""
    form = client.get(where).context["form"]
    answer = client.post(where, {field.html_name: field.value() or "" for field in form})
    assert answer.status_code == 302, said(answer)
    with world.osage.within():
        found: Request = Request.objects.get(number=answer.headers["Location"].split("/")[-2])
        return found


def test_the_button_beside_the_bar_leads_to_the_request_filled_with_the_post(world: World) -> None:
    scene.ready(world.osage)
    draft, client = begun(world.osage, MEMO), browser(world.osage, "officer")
    buttons = dict.fromkeys(shown(client, draft))
    assert ("Ask for permission", at(draft, FLAG)) in buttons
    page = client.get(at(draft, FLAG))
    form = page.context["form"]
    assert (form["item"].value(), form["post"].value()) == (MEMO, look(world.osage, draft).aimed[0].post.id)
    assert form["purpose"].value() == "Draft 1, to be published on Page 1."
    assert "Release of one confidential item" in said(page) and "IV.B.7.b" in said(page)


@pytest.mark.proves("kcpd-261", "IV.B.7.b", capability="permission-flow")
def test_what_was_granted_opens_the_gate_until_a_word_is_changed(world: World) -> None:
    scene.ready(world.osage)
    draft, client = begun(world.osage, MEMO), browser(world.osage, "officer")
    leave.grant(world.osage, asked(world, client, at(draft, FLAG)), "chief")
    assert look(world.osage, draft).may_release
    acts.write(world.osage.as_("officer"), draft, MEMO.replace("weekend", "week-end"))
    acts.verify_facts(world.osage.as_("officer"), draft, "The plan")
    assert {bar.kind for bar in look(world.osage, draft).every} == {"leave"}


def test_a_picture_of_evidence_goes_out_by_leave_for_it_and_another_picture_does_not(world: World) -> None:
    scene.ready(world.osage)
    draft, officer, client = begun(world.osage), world.osage.as_("officer"), browser(world.osage, "officer")
    row = acts.attach(officer, draft, picture(), "bag.jpg", alt="A bag on a table")
    answered(world, draft)
    where = at(draft, "leave/?clause=IV.B.7.b&concept=evidence-shown&site=1")
    assert "With: bag.jpg (A bag on a table)." in said(client.get(where))
    leave.grant(world.osage, asked(world, client, where), "chief")
    found = look(world.osage, draft)
    assert found.may_release, [bar.what for bar in found.every]
    acts.detach(officer, draft, row)
    acts.attach(officer, draft, picture("red"), "bag.jpg", alt="A bag on a table")
    answered(world, draft)
    assert "leave" in {bar.kind for bar in look(world.osage, draft).every}


def test_other_words_on_one_account_are_another_post_with_a_button_of_its_own(world: World) -> None:
    scene.ready(world.osage)
    here, there = scene.site(world.osage), scene.site(world.osage, scene.URLS["bluesky"])
    draft = begun(world.osage, MEMO, here, there, own={str(there.id): f"{MEMO} Read it."})
    client = browser(world.osage, "officer")
    found = {label: client.get(url).context["form"]["item"].value() for label, url in shown(client, draft)}
    assert found == {
        f"Ask for permission: {here.name}": MEMO,
        f"Ask for permission: {there.name}": f"{MEMO} Read it.",
    }


def test_words_too_long_for_a_request_are_asked_for_by_the_name_of_the_post(world: World) -> None:
    scene.ready(world.osage)
    draft = begun(world.osage, f"{MEMO} {'Doors open at ten. ' * 400}")
    form = browser(world.osage, "officer").get(at(draft, FLAG)).context["form"]
    assert (form["item"].value(), form["post"].value()) == ("", look(world.osage, draft).aimed[0].post.id)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("?clause=IV.B.7.a&concept=guilt-statement&site=1", "The draft has no such flag."),
        ("?clause=IV.B.7.b&concept=confidential-marking&site=9", "The draft has no such flag."),
        ("", "The draft has no such flag."),
    ],
)
def test_nothing_is_asked_for_a_flag_that_is_not_there(world: World, query: str, why: str) -> None:
    scene.ready(world.osage)
    draft = begun(world.osage, MEMO)
    answer: Any = browser(world.osage, "officer").get(at(draft, f"leave/{query}"))
    assert (answer.status_code, why in said(answer)) == (403, True)


def test_who_may_not_change_the_draft_asks_nothing_for_it(world: World) -> None:
    scene.ready(world.osage)
    draft, chief = begun(world.osage, MEMO), browser(world.osage, "chief")
    assert (shown(chief, draft), chief.get(at(draft, FLAG)).status_code) == ([], 403)
