"""The register's pages at the desk: the list at a glance, a new account, one account and what is done with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.cast import Place, World, browser
from tests.desk.register import scene
from tests.desk.register.visits import LIST, again, page, said

from postorders.desk.base import guard
from postorders.desk.custody import acts as custody
from postorders.desk.people import acts as people
from postorders.desk.people.who import today
from postorders.desk.permissions.models import Grant
from postorders.desk.register import acts
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both
IMPOSTOR = "https://www.facebook.com/CedarBluffPo1ice"


def many(place: Place, count: int) -> None:
    """So many listed accounts more."""
    with place.within(), guard.lifted("filling a test"):
        first = Site.objects.count() + 1
        Site.objects.bulk_create(
            Site(
                department=place.department, number=n, name=f"Account {n:03}", platform="website", state="listed",
                handle=f"page{n}", url=f"https://town.example/{n}", key=f"website:town.example/{n}",
            )
            for n in range(first, first + count)
        )  # fmt: skip


def test_an_empty_register_says_what_to_do(world: World) -> None:
    words = said(browser(world.osage, "officer").get(LIST))
    assert "No account is in the register yet. Enter the address of the first one" in words


def test_what_needs_a_hand_stands_first(world: World) -> None:
    scene.listed(world.bluff, name="Aa in order")
    scene.entered(world.bluff, "https://www.youtube.com/@cedarbluff", name="Zz new")
    words = said(browser(world.bluff, "officer").get(LIST))
    assert "Need a hand 2" in words and "To verify 1" in words and "Listed 1" in words
    assert "to be verified" in words and "too few people hold the keys" in words
    with world.bluff.within():
        site = Site.objects.get(name="Aa in order")
        for number, who in enumerate(("pio", "lieutenant")):
            custody.name(world.bluff.as_("chief"), site, world.bluff.members[who], first=number == 0)
    words = said(browser(world.bluff, "officer").get(LIST))
    assert words.index("Zz new") < words.index("Aa in order") and "Need a hand 1" in words
    only = said(browser(world.bluff, "officer").get(LIST, {"state": "hand"}))
    assert "Zz new" in only and "Aa in order" not in only


def test_the_list_is_narrowed_by_words_state_and_platform(world: World) -> None:
    scene.listed(world.bluff, name="Town page")
    scene.entered(world.bluff, "https://www.youtube.com/@cedarbluff", name="Films")
    officer = browser(world.bluff, "officer")
    for query in ({"find": "films"}, {"state": "to-verify"}, {"platform": "youtube"}, {"find": "youtube.com"}):
        words = said(officer.get(LIST, query))
        assert "Films" in words and "Town page" not in words
    assert "No account was found." in said(officer.get(LIST, {"find": "nothing of that name"}))


def test_who_holds_the_keys_is_named_to_those_who_keep_the_register(world: World) -> None:
    site = scene.listed(world.bluff)
    custody.name(world.bluff.as_("chief"), site, world.bluff.members["pio"], first=True)
    for address in (LIST, page(site)):
        assert "Devon Hatcher" not in said(browser(world.bluff, "officer").get(address)).replace(
            "Answers for it Devon Hatcher", ""
        ).replace(", Devon Hatcher", "")
        assert "Devon Hatcher" in said(browser(world.bluff, "chief").get(address))


def test_the_numbers_of_questions_do_not_grow_with_the_accounts(world: World) -> None:
    scene.listed(world.bluff)
    chief = browser(world.bluff, "chief")
    counts = []
    for more in (2, 57):
        many(world.bluff, more)
        chief.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = chief.get(LIST)
        counts.append(len(asked))
        assert answer.status_code == 200
    assert counts[0] == counts[1] <= 45
    assert "Page 1 of 2" in said(answer) and "60 accounts" in said(answer)


def test_one_click_revokes_and_one_takes_it_up_again(world: World) -> None:
    site = scene.listed(world.bluff)
    chief = browser(world.bluff, "chief")
    assert f"Revoke: {site.name}" in chief.get(LIST).content.decode()
    answer = chief.post(page(site, "revoke"), {"list": "yes"}, follow=True)
    assert again(site, world.bluff).state == "revoked"
    with world.bluff.within():
        assert Grant.objects.get(id=site.grant_id).revoked == today()
    assert "If that was a mistake, take the account up again" in said(answer)
    assert page(site, "reopen") in answer.content.decode()
    chief.post(page(site, "reopen"), {"reason": "The wrong line"})
    assert again(site, world.bluff).state == "to-verify"


@pytest.mark.parametrize("who", ["officer", "pio", "admin"])
def test_others_do_not_revoke(world: World, who: str) -> None:
    site = scene.listed(world.bluff)
    visitor = browser(world.bluff, who)
    assert f"Revoke: {site.name}" not in visitor.get(LIST).content.decode()
    assert visitor.post(page(site, "revoke")).status_code == 403
    assert again(site, world.bluff).state == "listed"


def test_an_address_is_shown_as_it_was_read_before_it_is_entered(world: World) -> None:
    pio = browser(world.bluff, "pio")
    answer = said(pio.post(f"{LIST}new/", {"address": "m.facebook.com/cedarbluffpolice/?ref=x", "look": "yes"}))
    assert "https://www.facebook.com/cedarbluffpolice" in answer and "Facebook" in answer
    assert "This field is required" not in answer
    assert "as 8.03.B#1 wants" in answer
    assert "more than one address, or none" in said(pio.post(f"{LIST}new/", {"address": "two words", "look": "yes"}))
    with world.bluff.within():
        assert not Site.objects.exists()


def test_a_clerk_enters_an_account_and_sees_it(world: World) -> None:
    given = {"address": scene.BLUFF, "purpose": "Closures", "language": "en", "tags": "roads, lost property"}
    answer = browser(world.bluff, "pio").post(f"{LIST}new/", given, follow=True)
    assert "is in the register now, to be verified. The Chief was told." in said(answer)
    with world.bluff.within():
        site = Site.objects.get()
    assert (site.owner_id, site.tags) == (world.bluff.members["pio"].id, ["roads", "lost property"])
    words = said(browser(world.bluff, "pio").post(f"{LIST}new/", {**given, "address": "facebook.com/cedarbluffpolice"}))
    assert "It is in the register already: To verify." in words


def test_a_look_alike_is_entered_only_by_who_has_looked(world: World) -> None:
    scene.entered(world.bluff)
    pio = browser(world.bluff, "pio")
    given = {"address": IMPOSTOR, "purpose": "Closures", "language": "en"}
    words = said(pio.post(f"{LIST}new/", given))
    assert "It looks like a known account" in words and "Its name looks the same." in words
    with world.bluff.within():
        assert Site.objects.count() == 1
    pio.post(f"{LIST}new/", {**given, "sure": "on"})
    with world.bluff.within():
        assert Site.objects.count() == 2


def test_a_member_without_leave_is_told_how_to_get_it(world: World) -> None:
    officer = browser(world.bluff, "officer")
    words = said(officer.post(f"{LIST}new/", {"address": scene.BLUFF, "purpose": "x", "language": "en"}))
    assert "You hold no permission for a department site." in words and "Ask for leave" in words


def test_purposes_are_those_of_the_policy(world: World) -> None:
    media = browser(world.osage, "media")
    assert "(IV.B.1.a)" in said(media.get(f"{LIST}new/"))
    assert "(IV.B.1.a)" not in said(browser(world.bluff, "pio").get(f"{LIST}new/"))
    media.post(f"{LIST}new/", {"address": scene.OSAGE, "purposes": ["IV.B.1.b", "IV.B.1.d"], "language": "en"})
    with world.osage.within():
        assert Site.objects.get().purposes == ["IV.B.1.b", "IV.B.1.d"]


def test_what_the_policy_prints_is_entered_with_one_button(world: World) -> None:
    chief = browser(world.bluff, "chief")
    assert "http://www.youtube.com/raymorepd" in said(chief.get(LIST))
    answer = chief.post(f"{LIST}printed/", follow=True)
    assert "3 accounts were entered, to be verified." in said(answer)
    assert "Printed in the policy" not in said(answer)
    assert "Enter them" not in said(browser(world.bluff, "officer").get(LIST))


def test_who_may_post_where_names_permissions_and_keys(world: World) -> None:
    from tests.desk.permissions import scene as permissions

    site = scene.listed(world.bluff)
    scene_grant = permissions.grant(
        world.bluff, permissions.ask(world.bluff, "department-poster", site=site.url), "chief"
    )
    permissions.grant(
        world.bluff, permissions.ask(world.bluff, "department-poster", "reserve", site="site 99"), "chief"
    )
    custody.name(world.bluff.as_("chief"), site, world.bluff.members["pio"], first=True)
    words = said(browser(world.bluff, "chief").get(f"{LIST}posters/"))
    assert f"Cole Abernathy (31) {scene_grant.name}" in words and "Devon Hatcher (40)" in words
    assert "June Sandoval" not in words
    assert browser(world.bluff, "officer").get(f"{LIST}posters/").status_code == 403
    with world.bluff.within():
        people.separate(world.bluff.as_("admin"), world.bluff.members["officer"], today())
    assert "Cole Abernathy" not in said(browser(world.bluff, "chief").get(f"{LIST}posters/"))


def test_the_first_page_shows_what_waits(world: World) -> None:
    site = scene.entered(world.bluff)
    assert f"Accounts to verify {site.name}" in said(browser(world.bluff, "chief").get("/desk/"))
    assert "Accounts to verify" not in said(browser(world.bluff, "officer").get("/desk/"))
    scene.leave(world.bluff, scene.BLUFF)
    acts.list_site(world.bluff.as_("chief"), site)
    with world.bluff.within(), guard.lifted("test"):
        Site.objects.filter(id=site.id).update(revalidate_by=today() - timedelta(days=1))
    assert "Accounts to look over again" in said(browser(world.bluff, "pio").get("/desk/"))


def test_another_departments_account_is_not_there(world: World) -> None:
    site = scene.listed(world.bluff)
    stranger = browser(world.osage, "chief")
    assert site.name not in said(stranger.get(LIST))
    assert stranger.get(page(site)).status_code == 404
    assert stranger.post(page(site, "revoke")).status_code == 404
    assert again(site, world.bluff).state == "listed"
