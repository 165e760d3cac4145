"""People's records in bad weather: administrators who reach too far, two at once, words that do not belong."""

from __future__ import annotations

from datetime import date

import pytest
from tests.desk.cast import Place, World, browser

from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.people import acts
from postorders.desk.people.models import Delegation, Department, Member, RoleHeld, Unit
from postorders.desk.people.roster import import_roster
from postorders.desk.people.who import holders, today

pytestmark = pytest.mark.both
RECORD = "Look at FBI/123456AB8 before you decide."


def fresh(place: Place, short: str) -> Member:
    return Member.objects.get(id=place.members[short].id)


# --- who reaches for what ---


def test_an_administrator_puts_nobody_beside_or_in_place_of_the_chief(world: World) -> None:
    """With a chief of their own making, an administrator would decide everything."""
    place = world.bluff
    with place.within():
        held = RoleHeld.objects.get(role="chief")
        with pytest.raises(Refused):
            acts.give_role(place.as_("admin"), place.members["reserve"], "chief")
        with pytest.raises(Refused):
            acts.end_role(place.as_("admin"), held)
        plan = import_roster(place.as_("admin"), "number,roles\n77,chief\n")
        assert [problem.what for problem in plan.problems] == ["Only the Chief gives or ends: chief."]
        assert [one.name for one in holders("chief")] == ["Adaeze Whitlow"]


def test_when_there_is_no_chief_an_administrator_records_the_new_one(world: World) -> None:
    place = world.bluff
    with place.within():
        acts.separate(place.as_("admin"), place.members["chief"], today())
        acts.give_role(place.as_("admin"), place.members["lieutenant"], "chief")
        assert [one.name for one in holders("chief")] == ["Marisol Tran"]


def test_an_administrator_who_is_a_supervisor_does_not_put_themselves_above_others(world: World) -> None:
    place = world.osage
    with place.within():
        acts.give_role(machine(), place.members["admin"], "supervisor")
        with pytest.raises(Refused):
            acts.lead_unit(place.as_("admin"), place.units["East Watch"], place.members["admin"])
        plan = import_roster(place.as_("admin"), "number,head_of\nZ9,East Watch\n")
        assert [problem.what for problem in plan.problems] == ["Nobody puts themselves at the head of a unit."]
        acts.lead_unit(place.as_("chief"), place.units["East Watch"], place.members["admin"])


# --- two at once ---


def test_a_change_of_name_does_not_bring_back_who_was_separated_meanwhile(world: World) -> None:
    place = world.bluff
    with place.within():
        stale = fresh(place, "officer")
        acts.separate(place.as_("admin"), fresh(place, "officer"), today())
        acts.edit_member(place.as_("admin"), stale, {"rank": "Detective"})
        now = fresh(place, "officer")
    assert (now.separated, now.rank) == (today(), "Detective")


def test_a_move_of_a_unit_keeps_the_head_that_another_gave_it_meanwhile(world: World) -> None:
    place = world.osage
    with place.within():
        stale = Unit.objects.get(name="Media Unit")
        acts.lead_unit(place.as_("chief"), Unit.objects.get(name="Media Unit"), place.members["attorney"])
        acts.move_unit(place.as_("admin"), stale, place.units["Patrol Bureau"])
        assert Unit.objects.get(name="Media Unit").head_id == place.members["attorney"].id


# --- what is typed ---


def test_a_separation_on_the_first_day_of_the_calendar_is_refused_not_a_fault(world: World) -> None:
    client, member = browser(world.bluff, "admin"), world.bluff.members["officer"]
    answer = client.post(f"/desk/people/{member.id}/separate/", {"on": "0001-01-01"})
    assert answer.status_code == 200 and "Mend the date" in answer.content.decode()
    with world.bluff.within():
        plan = import_roster(world.bluff.as_("admin"), "number,separated\n31,0001-01-01\n")
    assert [problem.mend for problem in plan.problems] == ["Mend the dates."]


@pytest.mark.parametrize(
    "email", ["=1+1@cedar-bluff.example", "@x@y.example", f"{'a' * 60}@{'b' * 60}.{'c.' * 80}example"]
)
def test_an_address_that_a_spreadsheet_would_run_or_no_column_holds_is_turned_away(world: World, email: str) -> None:
    client, member = browser(world.bluff, "admin"), world.bluff.members["officer"]
    said = {"name": member.name, "email": email, "member_class": "officer", "rank": "Officer"}
    assert client.post(f"/desk/people/{member.id}/edit/", said).status_code == 200
    with world.bluff.within():
        assert fresh(world.bluff, "officer").email == member.email


def test_criminal_justice_information_is_no_reason_for_a_delegation(world: World) -> None:
    to = world.bluff.members["lieutenant"]
    answer = browser(world.bluff, "chief").post(
        f"/desk/delegations/new/?to={to.id}", {"starts": str(today()), "reason": RECORD}
    )
    assert "This looks like" in answer.content.decode()
    with world.bluff.within():
        assert not Delegation.objects.exists()


def test_nor_does_it_stand_in_the_contact(world: World) -> None:
    said = {"timezone": "America/Chicago", "language": "en", "alternate_after_days": 3, "appeals_to": "chief"}
    answer = browser(world.bluff, "chief").post("/desk/settings/", {**said, "contact": RECORD})
    assert "This looks like" in answer.content.decode()
    assert Department.objects.get(id=world.bluff.department.id).contact == ""


def test_nor_in_the_reason_for_disabling_an_account_nor_in_the_name_of_a_token(world: World) -> None:
    from tests.desk.cast import account

    account(world.bluff, "officer")
    address = f"/desk/accounts/{world.bluff.members['officer'].id}/"
    said = browser(world.bluff, "admin").post(address, {"do": "disable", "reason": RECORD})
    assert "This looks like" in said.content.decode()
    made = browser(world.bluff, "officer").post("/desk/tokens/", {"label": RECORD, "scopes": "read", "days": 3})
    assert "This looks like" in made.content.decode()


def test_the_last_day_of_the_calendar_ends_nothing_early(world: World) -> None:
    with world.bluff.within():
        held = acts.give_role(machine(), world.bluff.members["reserve"], "media-unit", until=date.max)
        assert held.until == date.max and "Devon Hatcher" in {one.name for one in holders("media-unit")}
