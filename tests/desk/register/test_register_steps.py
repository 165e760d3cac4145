"""One account at the desk: what is known of it, and each thing that is done with it, by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.desk.cast import World, browser
from tests.desk.register import scene
from tests.desk.register.visits import again, page, said

from postorders.desk.base import guard
from postorders.desk.people.who import today
from postorders.desk.register import acts
from postorders.desk.register.models import Site
from postorders.desk.register.steps import STEPS

pytestmark = pytest.mark.both


def test_the_page_of_an_account_says_what_keeps_it_from_the_list(world: World) -> None:
    site = scene.entered(world.bluff)
    chief = browser(world.bluff, "chief")
    assert "No permission in force stands behind this account, and 8.03.A wants one." in said(chief.get(page(site)))
    grant = scene.leave(world.bluff, scene.BLUFF)
    words = said(chief.get(page(site)))
    assert f"{grant.name} fits" in words and "May follow: Listed, Not the department" in words
    chief.post(page(site, "list"))
    words = said(chief.get(page(site)))
    assert grant.name in words and "put on the list" in words


def test_each_step_is_offered_where_it_can_be_taken_and_to_whom(world: World) -> None:
    site = scene.listed(world.bluff)

    def offered(who: str) -> set[str]:
        words = browser(world.bluff, who).get(page(site)).content.decode()
        return {name for name in STEPS if page(site, name) in words}

    assert offered("chief") == {"verify", "edit", "address", "suspend", "revoke", "retire"}
    assert offered("pio") == {"verify", "edit", "suspend", "retire"}
    assert offered("officer") == set()
    with world.bluff.within():
        acts.edit(world.bluff.as_("pio"), site, {"owner": world.bluff.members["officer"]})
    assert offered("officer") == {"verify", "edit"}


def test_a_reason_is_asked_for_and_kept(world: World) -> None:
    site = scene.listed(world.bluff)
    chief = browser(world.bluff, "chief")
    assert "This field is required." in said(chief.post(page(site, "suspend"), {"reason": ""}))
    chief.post(page(site, "suspend"), {"reason": "Its password leaked"})
    assert "Its password leaked" in said(chief.get(page(site)))
    assert chief.post(page(site, "suspend"), {"reason": "Again"}).status_code == 403
    chief.post(page(site, "restore"))
    assert again(site, world.bluff).state == "listed"


def test_every_step_that_ends_or_begins_anew_is_done_from_its_page(world: World) -> None:
    chief, site = browser(world.bluff, "chief"), scene.entered(world.bluff)
    for name, given, state in (
        ("not-ours", {"reason": "A fan's page"}, "not-ours"),
        ("reopen", {"reason": "It is ours after all"}, "to-verify"),
        ("address", {"address": "https://www.facebook.com/CedarBluffPD"}, "to-verify"),
        ("retire", {"reason": "Given up"}, "retired"),
    ):
        assert chief.post(page(site, name), given).status_code == 302
        assert again(site, world.bluff).state == state
    assert again(site, world.bluff).url == "https://www.facebook.com/CedarBluffPD"


def test_an_owner_changes_what_the_register_says_and_a_persons_name_is_explained(world: World) -> None:
    site = scene.listed(world.bluff)
    form = said(browser(world.bluff, "pio").get(page(site, "edit")))
    assert "(8.03.D.6)" in form
    given = {"name": "Cedar Bluff Police", "purpose": "News", "language": "es", "owner": "31", "tags": ""}
    assert browser(world.bluff, "pio").post(page(site, "edit"), given).status_code == 302
    now = again(site, world.bluff)
    assert (now.name, now.language, now.owner_id) == ("Cedar Bluff Police", "es", world.bluff.members["officer"].id)
    assert "Nobody has the number 999" in said(
        browser(world.bluff, "pio").post(page(site, "edit"), {**given, "owner": "999"})
    )


def test_looking_over_holds_until_a_day(world: World) -> None:
    site = scene.listed(world.bluff)
    with world.bluff.within(), guard.lifted("test"):
        Site.objects.filter(id=site.id).update(revalidate_by=today() - timedelta(days=3))
    chief = browser(world.bluff, "chief")
    assert "to be looked over again, due on" in said(chief.get(page(site)))
    chief.post(page(site, "verify"), {"note": "Read its settings"})
    assert "to be looked over again" not in said(chief.get(page(site)))
