"""Designees and local settings: dated, narrowed to kinds, revocable, and on the record."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.desk.cast import Place, World
from tests.desk.people.visits import visitor

from postorders.desk.base.act import Refused
from postorders.desk.ledger.models import Payload
from postorders.desk.people import acts, designation
from postorders.desk.people.local import local
from postorders.desk.people.models import Delegation, Department
from postorders.desk.people.who import delegations_of, roles_of, today

pytestmark = pytest.mark.both


def fields(place: Place, act: str) -> dict[str, object]:
    """What the last entry of an act says."""
    with place.within():
        body = Payload.objects.filter(department=place.department, act=act).order_by("-index").first().body
    return {name: value for name, value, _ in json.loads(body)["fields"]}


@pytest.mark.proves("raymore-8", "8.03.A")
def test_a_designation_is_a_dated_record_for_the_kinds_that_the_policy_lets_a_designee_decide(world: World) -> None:
    place = world.bluff
    with place.within():
        first = today()
        last = first + timedelta(days=7)
        acts.delegate(
            place.as_("chief"), place.members["lieutenant"], first, last, ["department-poster"], reason="Leave"
        )
        assert "designee" in roles_of(place.members["lieutenant"])
    said = fields(place, "people.delegate")
    wanted = {"to": "Marisol Tran", "role": "chief", "starts": str(first), "ends": str(last), "reason": "Leave"}
    assert wanted.items() <= said.items() and said["kinds"] == "department-poster"


@pytest.mark.parametrize(
    ("giver", "kind"),
    [
        pytest.param("chief", "site-approval", marks=pytest.mark.proves("kcpd-261", "IV.B.2")),
        pytest.param("chief", "item-release", marks=pytest.mark.proves("kcpd-261", "IV.B.7.b")),
        pytest.param("bureau", "department-computer", marks=pytest.mark.proves("kcpd-261", "IV.A.7")),
        pytest.param("commander", "personal-device", marks=pytest.mark.proves("kcpd-261", "IV.B.6")),
    ],
)
def test_whoever_decides_a_kind_may_name_a_designee_for_it(world: World, giver: str, kind: str) -> None:
    place = world.osage
    with place.within():
        acts.delegate(place.as_(giver), place.members["media"], today(), kinds=[kind])
        assert [one.kinds for one in delegations_of([place.members[giver]])] == [[kind]]


def test_nobody_hands_on_what_they_do_not_decide_themselves(world: World) -> None:
    place = world.osage
    with place.within(), pytest.raises(Refused) as refused:
        acts.delegate(place.as_("commander"), place.members["media"], today(), kinds=["item-release"])
    assert str(refused.value) == (
        "The policy in force lets no designee decide item-release for you. Choose from: personal-device."
    )


def test_a_designee_designates_nobody(world: World) -> None:
    place = world.bluff
    with place.within():
        acts.delegate(place.as_("chief"), place.members["officer"], today())
        with pytest.raises(Refused):
            acts.delegate(place.as_("officer"), place.members["reserve"], today())


def test_a_designation_holds_from_its_first_day_to_its_last(world: World) -> None:
    place = world.bluff
    with place.within():
        day = today()
        one = acts.delegate(place.as_("chief"), place.members["officer"], day, day + timedelta(days=3))
        held = [one.holds(day + timedelta(days=after)) for after in (-1, 0, 3, 4)]
    assert held == [False, True, True, False]


def test_a_revoked_designation_ends_at_once_and_once(world: World) -> None:
    place = world.bluff
    with place.within():
        one = acts.delegate(place.as_("chief"), place.members["officer"], today())
        acts.revoke_delegation(place.as_("chief"), one)
        assert roles_of(place.members["officer"]) == {"member"}
        with pytest.raises(Refused, match="revoked already"):
            acts.revoke_delegation(place.as_("chief"), one)


def test_only_the_giver_or_the_chief_revokes(world: World) -> None:
    place = world.osage
    with place.within():
        one = acts.delegate(place.as_("bureau"), place.members["media"], today())
        with pytest.raises(Refused, match="Only who gave it, or the Chief"):
            acts.revoke_delegation(place.as_("commander"), one)
        acts.revoke_delegation(place.as_("chief"), one)


def test_the_page_finds_the_person_first_and_then_asks_for_dates_and_kinds(world: World) -> None:
    place, browser = world.osage, visitor(world.osage, "commander")
    found = browser.get("/desk/delegations/new/", {"find": "nwosu"}).content.decode()
    address = f"/desk/delegations/new/?to={place.members['supervisor'].id}"
    assert address in found
    page = browser.get(address).content.decode()
    assert "Own device for official posting on duty (IV.B.6)" in page and "Release of one" not in page
    with place.within():
        day = today()
    given = {"starts": str(day), "ends": str(day + timedelta(days=2)), "kinds": ["personal-device"], "alternate": ""}
    browser.post(address, given)
    listed = " ".join(browser.get("/desk/delegations/").content.decode().split())
    assert "Garrett Nwosu (C9)" in listed and "Own device for official posting on duty" in listed
    with place.within():
        one = Delegation.objects.get()
    browser.post(f"/desk/delegations/{one.id}/revoke/")
    assert (
        "Nobody is named. While you are away, requests wait for you."
        in browser.get("/desk/delegations/").content.decode()
    )


def test_the_page_takes_no_designation_that_reaches_back(world: World) -> None:
    place = world.bluff
    address = f"/desk/delegations/new/?to={place.members['officer'].id}"
    with place.within():
        before = str(today() - timedelta(days=1))
    page = visitor(place, "chief").post(address, {"starts": before}).content.decode()
    assert "A designation does not reach back. Begin today or later." in page
    with place.within():
        assert not Delegation.objects.exists()


def test_a_commander_sees_their_own_designations_and_the_chief_all(world: World) -> None:
    place = world.osage
    with place.within():
        acts.delegate(place.as_("bureau"), place.members["media"], today())
    assert "Bao Lindgren" not in visitor(place, "commander").get("/desk/delegations/").content.decode()
    assert "Bao Lindgren" in visitor(place, "chief").get("/desk/delegations/").content.decode()


def test_the_first_page_tells_a_designee_for_whom_and_until_when(world: World) -> None:
    place = world.bluff
    with place.within():
        acts.delegate(place.as_("chief"), place.members["officer"], today(), today())
    page = visitor(place, "officer").get("/desk/").content.decode()
    with place.within():
        assert "Designee of Adaeze Whitlow" in page and f"until {today()}" in page


def test_the_first_page_tells_the_chief_which_role_nobody_holds(world: World) -> None:
    place = world.osage
    assert "The unit" not in visitor(place, "chief").get("/desk/").content.decode()
    with place.within():
        acts.separate(place.as_("admin"), place.members["media"], today())
        named = designation.unfilled({"chief"}, designation.policies())
    assert ("media-unit", "Media Unit") in named
    page = visitor(place, "chief").get("/desk/").content.decode()
    assert "Nobody holds the role that the policy calls Media Unit." in page
    assert "The unit Media Unit has no head in service." in page


# --- local settings ---


def test_a_local_setting_is_labeled_and_changed_by_an_act(world: World) -> None:
    place, browser = world.bluff, visitor(world.bluff, "chief")
    page = browser.get("/desk/settings/").content.decode()
    assert "Days until the alternate sees a request (local setting)" in page
    given = {"timezone": "America/Denver", "language": "en", "alternate_after_days": "5", "appeals_to": "attorney"}
    given |= {"least_custodians": "3", "departure_days": "1", "revalidate_days": "180"}
    given |= {"approval_levels": "0", "ratify_hours": "24"}
    browser.post("/desk/settings/", {**given, "second_approver": ["logo-use"]})
    department = Department.objects.get(id=place.department.id)
    assert (department.timezone, local(department, "alternate_after_days")) == ("America/Denver", 5)
    assert (local(department, "appeals_to"), local(department, "second_approver")) == ("attorney", ["logo-use"])
    assert fields(place, "people.change-settings")["changes"] == (
        "timezone: America/Chicago → America/Denver; alternate_after_days: 3 → 5; least_custodians: 2 → 3; "
        "appeals_to: chief → attorney; second_approver: none → logo-use"
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("timezone", "Mars/Olympus", "There is no time zone Mars/Olympus. Write one such as America/Chicago."),
        ("alternate_after_days", 0, "The wait is from 1 to 90 days. Choose within that."),
        ("departure_days", 31, "It is from 1 to 30 days. Choose within that."),
        ("least_custodians", 0, "It is from 1 to 5. Choose within that."),
        ("appeals_to", "designee", "designee is no role that can hear appeals. Choose one from the list."),
        ("second_approver", ["x"], "The policy in force knows no permission x. Choose from the list."),
    ],
)
def test_a_setting_that_cannot_be_is_refused(world: World, name: str, value: object, said: str) -> None:
    with pytest.raises(Refused) as refused:
        acts.change_settings(world.bluff.as_("chief"), {name: value})
    assert str(refused.value) == said


def test_the_day_is_that_of_the_department(world: World) -> None:
    """Kiritimati is a day ahead of Pago Pago at every hour."""
    days = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        acts.change_settings(world.bluff.as_("chief"), {"timezone": zone})
        from postorders.desk.people.who import forget_zones

        forget_zones()
        with timezone.override(None), world.bluff.within():  # where no page has put a zone on
            days.append(today())
    assert days[0] > days[1]
