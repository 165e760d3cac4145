"""The register by the API: what a token reads, enters, changes and looks over."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.desk import cast
from tests.desk.cast import Place, World
from tests.desk.register import scene

from postorders.desk.api import acts as tokens
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both


def call(
    place: Place, who: str, path: str, method: str = "get", scopes: tuple[str, ...] = ("read", "sites"), **data: Any
) -> Any:
    """What the API answers to a member's token."""
    cast.account(place, who)
    token = tokens.make_token(place.as_(who, signed_in_anew=True), "a script", scopes, 30)
    client = Client(headers={"Authorization": f"Bearer {token}"})
    sent = {"data": data, "content_type": "application/json"} if method != "get" else {"data": data}
    return getattr(client, method)(f"/api/v1{path}", **sent)


def test_every_member_reads_the_register(world: World) -> None:
    site = scene.listed(world.bluff, name="Town page")
    scene.entered(world.bluff, "https://www.youtube.com/@cedarbluff")
    answer = call(world.bluff, "officer", "/accounts", state="listed").json()
    assert (answer["count"], answer["accounts"][0]["name"], answer["accounts"][0]["owner"]) == (1, "Town page", "40")
    assert call(world.bluff, "officer", f"/accounts/{site.id}").json()["permission"] == site.grant.name
    assert call(world.bluff, "officer", "/accounts", platform="youtube").json()["count"] == 1
    assert call(world.osage, "officer", "/accounts").json() == {"count": 0, "accounts": []}
    assert call(world.osage, "officer", f"/accounts/{site.id}").status_code == 404
    assert call(world.bluff, "officer", "/accounts", state="gone").status_code == 422


def test_a_pasted_address_is_answered(world: World) -> None:
    scene.listed(world.bluff)
    known = call(world.bluff, "officer", "/accounts/verify", url="m.facebook.com/cedarbluffpolice?x=1").json()
    assert (known["known"], known["verified"], known["account"]["state"]) == (True, True, "listed")
    other = call(world.bluff, "officer", "/accounts/verify", url="facebook.com/CedarBluffPo1ice").json()
    assert (other["known"], other["verified"], other["account"]) == (False, False, None)
    assert other["similar"][0]["why"] == "Its name looks the same."
    nothing = call(world.bluff, "officer", "/accounts/verify", url="two words").json()
    assert nothing["verified"] is False and "more than one address, or none" in nothing["problem"]["what"]


def test_an_account_is_entered_changed_and_looked_over(world: World) -> None:
    entered = call(world.bluff, "pio", "/accounts", "post", address=scene.BLUFF, purpose="News", unit="Patrol")
    assert entered.status_code == 201
    site = entered.json()["id"]
    changed = call(world.bluff, "pio", f"/accounts/{site}", "patch", name="Town page", owner="31").json()
    assert (changed["name"], changed["owner"], changed["purpose"], changed["unit"]) == (
        "Town page",
        "31",
        "News",
        "Patrol",
    )
    early = call(world.bluff, "pio", f"/accounts/{site}/verify", "post", note="Read it")
    assert early.status_code == 403 and "Only what was listed" in early.json()["problems"][0]["what"]
    scene.leave(world.bluff, scene.BLUFF)
    from postorders.desk.register import acts

    with world.bluff.within():
        acts.list_site(world.bluff.as_("chief"), Site.objects.get())
    looked = call(world.bluff, "pio", f"/accounts/{site}/verify", "post", note="Read it").json()
    assert looked["revalidate_by"]
    history = call(world.bluff, "officer", f"/accounts/{site}/changes").json()
    assert {one["what"] for one in history} == {"listed", "verified"}


def test_what_a_person_may_not_a_token_may_not(world: World) -> None:
    site = scene.listed(world.bluff)
    denied = call(world.bluff, "officer", "/accounts", "post", address="x.com/cb_one", purpose="News")
    assert denied.status_code == 403 and "You hold no permission" in denied.json()["problems"][0]["what"]
    assert call(world.bluff, "officer", f"/accounts/{site.id}", "patch", name="Mine").status_code == 403
    assert call(world.bluff, "pio", f"/accounts/{site.id}", "patch", ("read",), name="Mine").status_code == 403
    assert call(world.bluff, "pio", f"/accounts/{site.id}", "patch", owner="999").status_code == 403
    assert call(world.bluff, "pio", f"/accounts/{site.id}", "patch", name="FBI No. 123456AB7").status_code == 422
