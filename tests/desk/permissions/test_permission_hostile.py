"""Requests in bad weather: policies that changed, settings turned against people, two at once, many in a year."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.desk.cast import Place, World, browser
from tests.desk.permissions.scene import DAY, ask, delegate, entries, grant, kinds, state, wish

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.people import acts as people
from postorders.desk.people.who import today
from postorders.desk.permissions import acts
from postorders.desk.permissions.daily import escalate_due
from postorders.desk.permissions.models import Request
from postorders.desk.permissions.rights import rights, waiting_for
from postorders.desk.policy.models import Version

pytestmark = pytest.mark.both


def known_no_more(place: Place, kind: str) -> None:
    """A later version of the policy, from today, which knows that kind of permission no more."""
    with place.within(), guard.lifted("a policy of later"):
        version = Version.objects.get()
        said = json.loads(version.compiled)
        listed = said["manifest"]["permissions"]
        said["manifest"]["permissions"] = [one for one in listed if one["kind"] != kind]
        assert len(said["manifest"]["permissions"]) < len(listed)
        version.id, version.version, version.effective = uuid.uuid4(), "later", today()
        version.compiled = json.dumps(said)
        version.save(force_insert=True)


# --- who decides ---


def test_an_administrator_does_not_hear_appeals_nor_read_them_by_setting_so(world: World) -> None:
    place = world.bluff
    with pytest.raises(Refused):
        people.change_settings(place.as_("admin"), {"appeals_to": "administrator"})
    asked = ask(place, "logo-use")
    acts.refuse(place.as_("chief"), asked, "Not now")
    acts.appeal(place.as_("officer"), asked, "It matters")
    assert browser(place, "admin").get(f"/desk/permissions/{asked.number}/").status_code == 403


def test_a_designee_whose_giver_leaves_next_week_still_finds_what_waits(world: World) -> None:
    """What a member may decide, and what stands in their inbox, is the same."""
    place = world.bluff
    delegate(place, "chief", "lieutenant")
    asked = ask(place, "logo-use")
    with place.within():
        people.separate(machine(), place.members["chief"], today() + 7 * DAY)
        assert "Marisol Tran" in {right.member.name for right in rights(asked)}
        assert list(waiting_for(place.as_("lieutenant"))) == [asked]


# --- time and the desk itself ---


def test_a_request_that_was_answered_meanwhile_does_not_go_further(world: World) -> None:
    """The desk had listed it as waiting; it was granted before its turn came."""
    place = world.bluff
    asked = ask(place, "logo-use")
    grant(place, asked, "chief")
    before = entries(place)
    with place.within(), pytest.raises(Refused):
        acts.escalate(machine(), asked, timezone.now())
    with place.within(), pytest.raises(Refused):
        acts.reroute(machine(), asked)
    with place.within():
        assert (entries(place), asked.turns.count()) == (before, 0)


def test_a_request_that_no_policy_knows_any_more_holds_no_other_up(world: World) -> None:
    place = world.osage
    ask(place, "item-release")
    second = ask(place, "no-identification")
    known_no_more(place, "item-release")
    with place.within():
        late = timezone.now() + timedelta(days=10)
        assert escalate_due(late) == 1
        second.refresh_from_db()
        assert second.escalated == late


def test_its_member_reads_it_and_takes_it_back(world: World) -> None:
    place = world.bluff
    asked = ask(place, "logo-use")
    known_no_more(place, "logo-use")
    client = browser(place, "officer")
    said = client.get(f"/desk/permissions/{asked.number}/")
    assert said.status_code == 200 and "The open house on Saturday" in said.content.decode()
    assert client.post(f"/desk/permissions/{asked.number}/withdraw/").status_code == 302
    assert state(asked) == "withdrawn"


def test_numbers_go_on_after_the_last_one_of_five_digits(world: World) -> None:
    place = world.bluff
    asked = ask(place, "logo-use")
    with place.within(), guard.lifted("a busy year"):
        Request.objects.filter(id=asked.id).update(number=f"{today().year}-99999")
    assert [ask(place, "logo-use").number.split("-")[1] for _ in range(2)] == ["100000", "100001"]


# --- pages ---


def test_a_seal_key_that_is_lost_is_told_on_the_page(world: World, monkeypatch: Any, tmp_path: Path) -> None:
    place = world.osage
    kind = next(one for one in kinds(place).values() if one.sealed)
    fields = {name: str(value) for name, value in vars_of(wish(kind)).items() if value}
    monkeypatch.setattr(type(settings.CONFIG), "key_folder", tmp_path)
    answer = browser(place, "officer").post(f"/desk/permissions/ask/{kind.kind}/", fields)
    assert answer.status_code == 200 and "seal key cannot be read" in answer.content.decode()
    with place.within():
        assert not Request.objects.exists()


def vars_of(one: Any) -> dict[str, Any]:
    return {"starts": today(), **{name: getattr(one, name) for name in ("purpose", "ends", "justification")}}


def test_cookies_of_the_last_look_go_to_no_other_page(world: World) -> None:
    """The private check least of all."""
    client: Client = browser(world.bluff, "officer")
    client.get("/desk/permissions/")
    client.post("/desk/policy/changes/")
    paths = {name: one["path"] for name, one in client.cookies.items() if name in ("permissions-looked", "policy_seen")}
    assert paths == {"permissions-looked": "/desk/permissions/", "policy_seen": "/desk/policy/"}
