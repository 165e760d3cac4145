"""Who does what with an account: a designation reaches as far as the Chief gave it, and nobody names himself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.desk.cast import Place, World, browser
from tests.desk.permissions import scene as permissions
from tests.desk.register import scene
from tests.desk.register.visits import LIST, again, page, said

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.custody import acts as custody
from postorders.desk.pages.models import Standing
from postorders.desk.people import acts as people
from postorders.desk.people.who import today
from postorders.desk.permissions.models import Grant, Request
from postorders.desk.register import acts, rules

pytestmark = pytest.mark.both
SECOND = "https://www.instagram.com/cedarbluffpd"


def designee(place: Place, by: str = "chief", **given: Any) -> Any:
    permissions.delegate(place, by, "reserve" if place.department.slug == "cedar-bluff" else "officer", **given)
    return place.as_("reserve" if place.department.slug == "cedar-bluff" else "officer")


@pytest.mark.parametrize("given", [{"kinds": ["logo-use"]}, {"alternate": True}], ids=["for another kind", "alternate"])
def test_a_designee_for_something_else_keeps_no_list(world: World, given: dict[str, Any]) -> None:
    site, waits = scene.listed(world.bluff), scene.entered(world.bluff, SECOND)
    person = designee(world.bluff, **given)
    for done in (
        lambda: acts.revoke(person, site, "x"),
        lambda: acts.suspend(person, site, "x"),
        lambda: acts.retire(person, site, "x"),
        lambda: acts.edit(person, site, {"name": "Other"}),
        lambda: acts.readdress(person, waits, "https://x.com/cedarbluff"),
        lambda: acts.not_ours(person, waits, "x"),
        lambda: acts.list_site(person, waits),
        lambda: acts.enter(person, "https://x.com/cedarbluff", purpose="x"),
    ):
        with pytest.raises(Refused):
            done()
    reserve = browser(world.bluff, "reserve")
    assert f"Revoke: {site.name}" not in reserve.get(LIST).content.decode()
    assert page(site, "revoke") not in reserve.get(page(site)).content.decode()
    assert "Accounts to verify" not in said(reserve.get("/desk/"))
    assert [reserve.get(f"{LIST}{one}").status_code for one in ("bring/", "posters/", "export.csv")] == [403] * 3


@pytest.mark.parametrize("kinds", [[], ["department-site"]], ids=["for everything", "for sites"])
def test_a_designee_for_accounts_does_as_the_chief_does(world: World, kinds: list[str]) -> None:
    site = scene.listed(world.bluff)
    assert acts.revoke(designee(world.bluff, kinds=kinds), site, "x").state == "revoked"


def test_a_designee_of_somebody_else_keeps_no_list(world: World) -> None:
    site = scene.listed(world.osage, scene.OSAGE)
    with pytest.raises(Refused):
        acts.revoke(designee(world.osage, "commander"), site, "x")


def test_a_designee_of_a_chief_who_has_left_keeps_no_list(world: World) -> None:
    site = scene.listed(world.bluff)
    designee(world.bluff)
    people.separate(world.bluff.as_("admin"), world.bluff.members["chief"], today())
    with pytest.raises(Refused):
        acts.revoke(world.bluff.as_("reserve"), site, "x")


def test_who_keeps_the_desk_makes_no_owner_of_himself(world: World) -> None:
    site, admin = scene.listed(world.bluff), world.bluff.as_("admin")
    with pytest.raises(Refused, match="owner is changed by"):
        acts.edit(admin, site, {"owner": world.bluff.members["admin"]})
    assert acts.enter(admin, SECOND, purpose="Closures").owner is None
    form = browser(world.bluff, "admin").get(page(site, "edit")).content.decode()
    assert "Changed by the owner, the first custodian" in form


def test_another_owner_is_named_in_an_act_of_its_own(world: World) -> None:
    site = scene.listed(world.bluff)
    acts.edit(world.bluff.as_("pio"), site, {"owner": world.bluff.members["officer"]})
    assert again(site, world.bluff).owner_id == world.bluff.members["officer"].id
    assert scene.entry(world.bluff, "custody.own")["member"] == "Cole Abernathy"


def test_who_leaves_soon_does_not_become_the_owner(world: World) -> None:
    site, leaver = scene.entered(world.bluff), world.bluff.members["officer"]
    people.separate(world.bluff.as_("admin"), leaver, today() + timedelta(days=5))
    with world.bluff.within():
        leaver.refresh_from_db()
    with pytest.raises(Refused, match="leaves the department"):
        acts.edit(world.bluff.as_("pio"), site, {"owner": leaver})


def test_the_public_name_is_not_the_owners_alone(world: World) -> None:
    site = scene.listed(world.bluff, owner=world.bluff.members["officer"], named_for="Chief Whitlow")
    for changes in ({"name": "Other"}, {"named_for": ""}):
        with pytest.raises(Refused, match="is changed by the Media Unit"):
            acts.edit(world.bluff.as_("officer"), site, changes)
    assert acts.edit(world.bluff.as_("officer"), site, {"purpose": "News"}).purpose == "News"
    assert acts.edit(world.bluff.as_("pio"), site, {"name": "Other"}).name == "Other"


@pytest.mark.parametrize("end", ["suspend", "revoke"])
def test_an_address_that_the_public_is_answered_about_is_the_chiefs(world: World, end: str) -> None:
    site = scene.listed(world.bluff)
    getattr(acts, end)(world.bluff.as_("chief"), site, "x")
    with pytest.raises(Refused, match="changed by the Chief"):
        acts.readdress(world.bluff.as_("admin"), site, SECOND)
    assert page(site, "address") not in browser(world.bluff, "admin").get(page(site)).content.decode()
    assert acts.readdress(world.bluff.as_("chief"), site, SECOND).key == "instagram:cedarbluffpd"


@pytest.mark.parametrize("end", [acts.not_ours, acts.retire], ids=["not ours", "retired"])
def test_what_was_found_of_one_address_is_never_said_of_another(world: World, end: Any) -> None:
    site, chief = scene.entered(world.bluff), world.bluff.as_("chief")
    end(chief, site, "x")
    with pytest.raises(Refused, match="come to its end"):
        acts.readdress(chief, site, SECOND)
    assert page(site, "address") not in browser(world.bluff, "chief").get(page(site)).content.decode()


def test_another_members_leave_without_an_address_is_none_for_this_account(world: World) -> None:
    site = scene.entered(world.bluff)
    given = permissions.grant(world.bluff, permissions.ask(world.bluff, "department-site", "officer", site=""), "chief")
    with world.bluff.within():
        assert rules.grants_for(site) == []
    custody.name(world.bluff.as_("chief"), site, world.bluff.members["officer"], first=True)
    with world.bluff.within():
        assert rules.grants_for(site) == [given]


def test_the_page_of_an_account_asks_no_more_for_more_permissions(world: World) -> None:
    grant, site = scene.leave(world.bluff), scene.entered(world.bluff)
    chief, counts = browser(world.bluff, "chief"), []
    for more in (1, 30):
        with world.bluff.within(), guard.lifted("filling a test"):
            for n in range(more):
                number = f"2030-{more:02}{n:03}"
                said = {f.attname: getattr(grant.request, f.attname) for f in Request._meta.concrete_fields}
                request = Request(**{name: value for name, value in said.items() if name != "id"})
                request.number = number
                request.save()
                of = {f.attname: getattr(grant, f.attname) for f in Grant._meta.concrete_fields if f.name != "id"}
                Grant(**{**of, "request_id": request.id, "name": number}).save()
        chief.get(page(site))
        with CaptureQueriesContext(connection) as asked:
            assert chief.get(page(site)).status_code == 200
        counts.append(len(asked))
    assert counts[1] < counts[0] + 10, "a session is touched now and then; thirty permissions more are not asked for"


def test_an_address_is_given_while_no_other_account_takes_it(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        moved = acts.readdress(world.bluff.as_("chief"), scene.entered(world.bluff), SECOND)
    if connection.vendor == "postgresql":
        locks = [one["sql"] for one in asked if "people_department" in one["sql"] and "FOR NO KEY UPDATE" in one["sql"]]
        assert len(locks) == 2
    assert moved.key == "instagram:cedarbluffpd"


def test_what_was_seen_at_the_old_address_says_nothing_of_the_new_one(world: World) -> None:
    site = scene.listed(world.bluff)
    with world.bluff.within(), guard.lifted("filling a test"):
        later = timezone.now() + timedelta(days=3)
        Standing(site=site, next_look=later, seen=timezone.now(), summary={"met": 3, "missing": 0, "unknown": 0}).save()
    acts.readdress(world.bluff.as_("chief"), site, f"{scene.BLUFF}/about")
    with world.bluff.within():
        assert Standing.objects.get(site=site).summary["met"] == 3, "it is the same account"
    acts.readdress(world.bluff.as_("chief"), site, SECOND)
    with world.bluff.within():
        standing = Standing.objects.get(site=site)
        assert (standing.seen, standing.summary) == (None, {}) and standing.next_look <= timezone.now()
