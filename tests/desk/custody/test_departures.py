"""Somebody who could open an account leaves or moves: what opens, what it asks, and what nothing else closes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.cast import Place, World
from tests.desk.custody import keys
from tests.desk.custody.keys import DAY, account, departures, entries, held, separate, take
from tests.desk.permissions import scene

from postorders.desk.base.act import Refused
from postorders.desk.custody import departing, who
from postorders.desk.custody.models import Departure, Step
from postorders.desk.custody.risk import carries, risks
from postorders.desk.custody.steps import missing
from postorders.desk.people import acts as people
from postorders.desk.register import acts as register
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both

ALL = ["new-custodian", "credentials-rotated", "sessions-ended", "admins-reread", "recovery-changed"]


def left(place: Place, one: Departure) -> list[str]:
    with place.within():
        return [item.name for item in missing(one)]


def state(place: Place, one: Departure) -> str:
    with place.within():
        return str(Departure.objects.get(id=one.id).state)


@pytest.mark.proves("raymore-8", "8.03.D.6", capability="custody")
def test_an_officer_leaves_with_three_accounts_and_each_stays_with_the_department(world: World) -> None:
    place, day = world.bluff, world.bluff.today()
    sites = [
        held(place, "Patrol"),
        held(place, "Bikes", holders=("officer",), owner=place.members["officer"]),
        held(place, "OfficerCole", named_for="Officer Abernathy, Cole"),
    ]
    other = held(place, "Command", holders=("pio",))
    separate(place)
    found = departures(place)
    assert [one.site_id for one in found] == [site.id for site in sites]
    assert {(one.clause, one.cause, one.due) for one in found} == {("8.03.D.6", "separated", day + DAY)}
    assert {one.policy_version.policy for one in found} == {"raymore-8"}
    assert {entry.about for entry in entries(place, "custody.open")} == {site.about for site in sites}
    assert [left(place, one) for one in found] == [ALL, ALL, [*ALL, "renamed"]]
    for one in found:
        with pytest.raises(Refused, match=r"is not safe yet\. Missing: Another first custodian is named"):
            departing.make_safe(place.as_("pio"), one)
    for one in found:
        owner = {"owner": place.members["lieutenant"]} if "owner" in one.held_as else {}
        take(place, one, "new-custodian", custodian=place.members["lieutenant"], **owner)
        keys.take_all(place, one)
        departing.make_safe(place.as_("pio"), one)
    assert {state(place, one) for one in found} == {"safe"}
    with place.within():
        assert who.held_by(place.members["officer"], day + DAY) == []
        assert [who.first_of(site, day + DAY) for site in sites] == [place.members["lieutenant"]] * 3
        assert Site.objects.get(id=sites[1].id).owner == place.members["lieutenant"]
        persona = Site.objects.get(id=sites[2].id)
        assert (persona.name, persona.named_for) == ("Cedar Bluff Police Department, Patrol", "")
        assert who.first_of(other) == place.members["pio"]


def test_where_no_policy_orders_it_the_checklist_is_local_practice(world: World) -> None:
    place = world.osage
    held(place, "OsagePD", ("officer", "media"), who="media")
    separate(place)
    (one,) = departures(place)
    assert (one.clause, one.policy_version) == ("", None)
    (entry,) = entries(place, "custody.open")
    assert "local practice" in str(entry.__dict__)


def test_a_separation_that_lies_ahead_opens_it_now_and_moves_with_its_day(world: World) -> None:
    place, day = world.bluff, world.bluff.today()
    held(place)
    separate(place, on=day + 10 * DAY)
    separate(place, on=day + 20 * DAY)
    (one,) = departures(place)
    assert (one.on, one.due) == (day + 20 * DAY, day + 21 * DAY)


def test_the_days_to_make_it_safe_are_the_departments(world: World) -> None:
    place, day = world.bluff, world.bluff.today()
    people.change_settings(place.as_("chief"), {"departure_days": 5})
    held(place)
    separate(place)
    assert departures(place)[0].due == day + 5 * DAY


def test_who_held_nothing_leaves_without_a_checklist(world: World) -> None:
    place = world.bluff
    held(place)
    register.retire(place.as_("chief"), held(place, "Old"), "Nobody reads it")
    separate(place, "reserve")
    separate(place, "officer")
    assert [one.site.handle for one in departures(place)] == ["CedarBluffPD"]


def test_a_separation_taken_back_makes_the_checklist_void(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    people.reinstate(place.as_("admin"), keys.fresh(place, "officer"))
    (one,) = departures(place)
    assert (one.state, len(entries(place, "custody.void"))) == ("void", 1)
    separate(place)
    assert len(departures(place, state="open")) == 1


def test_a_member_who_moves_is_asked_about_unless_the_keys_move_along(world: World) -> None:
    place = world.bluff
    command = place.units["Command"]
    held(place, "Patrol", unit=place.units["Patrol"])
    held(place, "Command", unit=command)
    account(place, "Named", named_for="Cole Abernathy")
    people.transfer(place.as_("admin"), keys.fresh(place, "officer"), command)
    assert [(one.site.handle, one.cause) for one in departures(place)] == [("Patrol", "transferred")]


def test_who_only_moved_may_keep_the_keys_by_the_chiefs_word(world: World) -> None:
    place = world.bluff
    site = held(place)
    people.transfer(place.as_("admin"), keys.fresh(place, "officer"), place.units["Command"])
    (one,) = departures(place)
    with pytest.raises(Refused):
        departing.stay(place.as_("pio"), one, "Still posts for us")
    departing.stay(place.as_("chief"), one, "Still posts for us")
    assert state(place, one) == "void"
    with place.within():
        assert who.first_of(site) == place.members["officer"]
        assert Step.objects.get(departure=one).words == "Still posts for us"


def test_who_leaves_keeps_no_keys_whatever_the_chief_says(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    with pytest.raises(Refused, match="Who leaves the department keeps no keys"):
        departing.stay(place.as_("chief"), departures(place)[0], "Helps out")


def test_a_move_before_leaving_becomes_a_departure(world: World) -> None:
    place = world.bluff
    held(place)
    people.transfer(place.as_("admin"), keys.fresh(place, "officer"), place.units["Command"])
    separate(place)
    assert [(one.cause, one.state) for one in departures(place)] == [("both", "open")]


def test_who_may_only_post_leaves_open_sessions_behind(world: World) -> None:
    place = world.bluff
    site = held(place, holders=("pio", "chief"))
    scene.grant(place, scene.ask(place, "department-poster", site=site.url), "chief")
    account(place, "Another")
    with place.within():
        assert [member.name for member, _ in who.posters(site)] == ["Cole Abernathy"]
    separate(place)
    (one,) = departures(place)
    assert (one.site_id, one.held_as, left(place, one)) == (site.id, ["poster"], ["sessions-ended"])
    with place.within():
        assert who.posters(site) == []


def test_what_is_at_risk_is_known_before_somebody_leaves(world: World, django_assert_max_num_queries: Any) -> None:
    place = world.bluff
    held(place, "Patrol", owner=place.members["officer"])
    account(place, "Cole", named_for="Cole Abernathy")
    with place.within(), django_assert_max_num_queries(4):
        found = [(one.site.handle, str(one.words)) for one in risks(place.members["officer"])]
    assert found == [("Patrol", "custodian, owner"), ("Cole", "the person that it is named for")]


@pytest.mark.parametrize(
    ("words", "so"),
    [("Officer Cole Abernathy", True), ("ABERNATHY, Cole", True), ("Cole Abernath", False), ("", False), ("K9", False)],
)
def test_an_account_is_named_for_a_person_when_it_holds_the_whole_name(words: str, so: bool) -> None:
    assert carries(words, "Cole Abernathy") is so
