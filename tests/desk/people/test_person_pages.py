"""The people pages: who sees them, what they do, and that a large department costs no more questions than a small one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.cast import World, account
from tests.desk.people.visits import visitor

from postorders.desk.base.person import machine
from postorders.desk.ledger.models import Payload
from postorders.desk.people import acts
from postorders.desk.people.models import Member, RoleHeld, Unit
from postorders.desk.people.who import roles_of

pytestmark = pytest.mark.both


def said(answer: Any) -> str:
    """The page's words, with white space and tags as they are."""
    return " ".join(answer.content.decode().split())


def test_the_list_finds_by_name_number_rank_and_unit(world: World) -> None:
    browser = visitor(world.bluff, "admin")
    for words, name in {"sandoval": "June Sandoval", "77": "June Sandoval", "patrol lieut": "Marisol Tran"}.items():
        page = said(browser.get("/desk/people/", {"find": words}))
        assert f">{name}</a>" in page and "1 person</caption>" in page
    assert "Nobody was found." in said(browser.get("/desk/people/", {"find": "nobody of that name"}))


def test_the_list_shows_who_is_in_service_unless_asked(world: World) -> None:
    with world.bluff.within():
        acts.separate(machine(), world.bluff.members["reserve"], world.bluff.today())
    browser = visitor(world.bluff, "admin")
    assert "June Sandoval" not in said(browser.get("/desk/people/"))
    page = said(browser.get("/desk/people/", {"standing": "separated"}))
    assert "June Sandoval" in page and f"separated {world.bluff.today()}" in page
    assert "8 people</caption>" in said(browser.get("/desk/people/", {"standing": "everybody"}))


def test_an_administrator_adds_a_person_and_the_ledger_says_so(world: World) -> None:
    browser = visitor(world.bluff, "admin")
    given = {"number": "55", "name": "Amara Kessel", "member_class": "officer", "unit": world.bluff.units["Patrol"].id}
    answer = browser.post("/desk/people/add/", given, follow=True)
    assert "<h1>Amara Kessel</h1>" in said(answer) and "Marisol Tran (Lieutenant)" in said(answer)
    with world.bluff.within():
        rows = Payload.objects.filter(department=world.bluff.department, act="people.add-member")
        assert rows.filter(about="member 55").exists()


def test_a_number_is_never_used_twice(world: World) -> None:
    given = {"number": "31", "name": "Amara Kessel", "member_class": "officer"}
    page = said(visitor(world.bluff, "admin").post("/desk/people/add/", given))
    assert "The number 31 belongs to someone already. Numbers are never used twice." in page


def test_a_cell_that_a_spreadsheet_would_run_is_refused(world: World) -> None:
    given = {"number": "55", "name": "=HYPERLINK(1)", "member_class": "officer"}
    page = said(visitor(world.bluff, "admin").post("/desk/people/add/", given))
    assert "Write plain text that does not begin with =, +, - or @." in page


def test_changing_the_address_changes_what_the_person_signs_in_with(world: World) -> None:
    signs_in = account(world.bluff, "officer")
    given = {
        "name": "Cole Abernathy",
        "member_class": "officer",
        "rank": "Corporal",
        "email": "cole@cedar-bluff.example",
    }
    one = world.bluff.members["officer"]
    visitor(world.bluff, "admin").post(f"/desk/people/{one.id}/edit/", {**given, "email": "c.abernathy@bluff.example"})
    signs_in.refresh_from_db()
    assert signs_in.email == "c.abernathy@bluff.example"
    with world.bluff.within():
        assert Member.objects.get(id=one.id).rank == "Corporal"


def test_an_address_of_another_account_is_refused_and_nothing_changes(world: World) -> None:
    account(world.bluff, "officer")
    taken = account(world.osage, "chief").email
    given = {"name": "Cole Abernathy", "member_class": "officer", "email": taken}
    one = world.bluff.members["officer"]
    page = said(visitor(world.bluff, "admin").post(f"/desk/people/{one.id}/edit/", given))
    assert "That address belongs to another account. Each member needs an address of their own." in page
    with world.bluff.within():
        assert Member.objects.get(id=one.id).email == "cole@cedar-bluff.example"


def test_a_transfer_changes_the_chain_of_command(world: World) -> None:
    browser, one = visitor(world.osage, "admin"), world.osage.members["officer"]
    assert "Garrett Nwosu (Sergeant) → Imani Castellanos (Major)" in said(browser.get(f"/desk/people/{one.id}/"))
    browser.post(f"/desk/people/{one.id}/transfer/", {"unit": world.osage.units["Media Unit"].id})
    assert "Bao Lindgren → Rosalind Eckhart (Chief)" in said(browser.get(f"/desk/people/{one.id}/"))


def test_only_the_chief_gives_the_roles_that_see_sensitive_things(world: World) -> None:
    one, given = world.bluff.members["lieutenant"], {"role": "investigator", "since": str(world.bluff.today())}
    page = visitor(world.bluff, "admin").post(f"/desk/people/{one.id}/roles/", given)
    assert "investigator is not one of the available choices" in said(page)
    visitor(world.bluff, "chief").post(f"/desk/people/{one.id}/roles/", given)
    with world.bluff.within():
        assert "investigator" in roles_of(one)


def test_nobody_gives_a_role_to_themselves(world: World) -> None:
    one = world.bluff.members["admin"]
    answer = visitor(world.bluff, "admin").post(
        f"/desk/people/{one.id}/roles/", {"role": "commander", "since": str(world.bluff.today())}
    )
    assert "Nobody gives a role to themselves. Ask another who may." in said(answer)
    with world.bluff.within():
        assert "commander" not in roles_of(one)


def test_a_role_that_ends_today_is_held_today_and_not_ended_twice(world: World) -> None:
    with world.bluff.within():
        held = RoleHeld.objects.get(member=world.bluff.members["pio"], role="web-manager")
    browser = visitor(world.bluff, "admin")
    assert browser.post(f"/desk/people/roles/{held.id}/end/").status_code == 302
    with world.bluff.within():
        assert "web-manager" in roles_of(world.bluff.members["pio"])
    assert "This role has ended already." in said(browser.post(f"/desk/people/roles/{held.id}/end/"))


def test_a_separation_ends_roles_designations_and_the_account(world: World) -> None:
    place, day = world.osage, world.osage.today()
    signs_in = account(place, "bureau")
    with place.within():
        acts.delegate(place.as_("chief"), place.members["bureau"], day)
        acts.delegate(place.as_("bureau"), place.members["commander"], day)
    one = place.members["bureau"]
    browser = visitor(place, "admin")
    page = said(browser.get(f"/desk/people/{one.id}/separate/"))
    assert "<li>Bureau commander</li>" in page and "<li>Patrol Bureau</li>" in page
    browser.post(f"/desk/people/{one.id}/separate/", {"on": str(day)})
    signs_in.refresh_from_db()
    assert (signs_in.is_active, signs_in.disabled_because) == (False, "separated")
    with place.within():
        assert roles_of(one) == {"member"} and "designee" not in roles_of(place.members["commander"])


def test_a_separation_to_come_takes_nothing_before_its_day(world: World) -> None:
    place, day = world.osage, world.osage.today()
    with place.within():
        acts.delegate(place.as_("chief"), place.members["bureau"], day)
        acts.separate(machine(), place.members["bureau"], day + timedelta(days=1))
        assert roles_of(place.members["bureau"]) == {"member", "bureau-commander", "designee"}


def test_nobody_separates_themselves(world: World) -> None:
    one = world.bluff.members["admin"]
    page = visitor(world.bluff, "admin").post(f"/desk/people/{one.id}/separate/", {"on": str(world.bluff.today())})
    assert "Nobody separates themselves. Ask another administrator." in said(page)


def test_a_separation_can_be_taken_back_and_brings_no_role_back(world: World) -> None:
    one = world.bluff.members["pio"]
    with world.bluff.within():
        acts.separate(machine(), one, world.bluff.today())
    visitor(world.bluff, "admin").post(f"/desk/people/{one.id}/reinstate/")
    with world.bluff.within():
        back = Member.objects.get(id=one.id)
        assert back.active(world.bluff.today()) and roles_of(back) == {"member"}


def test_units_are_a_tree_with_heads_and_counts(world: World) -> None:
    with world.osage.within():
        acts.separate(machine(), world.osage.members["commander"], world.osage.today())
    page = said(visitor(world.osage, "chief").get("/desk/units/"))
    assert "Imani Castellanos has left: no head in service" in page and "2 people in East Watch" in page
    assert page.index("Patrol Bureau") < page.index("East Division") < page.index("East Watch")


def test_a_unit_is_renamed_moved_and_given_another_head(world: World) -> None:
    place, browser = world.osage, visitor(world.osage, "admin")
    one = place.units["East Watch"]
    given = {"name": "East Night Watch", "parent": place.units["Media Unit"].id, "head": "E5"}
    assert browser.post(f"/desk/units/{one.id}/", given).status_code == 302
    with place.within():
        unit = Unit.objects.select_related("parent", "head").get(id=one.id)
        assert (unit.name, unit.parent.name, unit.head.name) == ("East Night Watch", "Media Unit", "Bao Lindgren")


def test_a_unit_never_comes_under_itself(world: World) -> None:
    place = world.osage
    given = {"name": "Patrol Bureau", "parent": place.units["East Watch"].id, "head": "A7"}
    page = said(visitor(place, "admin").post(f"/desk/units/{place.units['Patrol Bureau'].id}/", given))
    assert "Patrol Bureau would be under itself. Choose a unit that is not below it." in page


def test_an_unknown_number_of_a_head_is_named_at_its_field(world: World) -> None:
    one = world.osage.units["East Watch"]
    page = said(visitor(world.osage, "admin").post(f"/desk/units/{one.id}/", {"name": "East Watch", "head": "nobody"}))
    assert "Nobody has the number nobody." in page and 'aria-invalid="true"' in page


@pytest.mark.parametrize(
    "address", ["/desk/people/", "/desk/units/", "/desk/delegations/", "/desk/delegations/new/?find=a", "/desk/"]
)
def test_a_page_asks_no_more_of_300_people_than_of_5(world: World, address: str) -> None:
    place = world.osage
    browser = visitor(place, "chief")
    browser.get(address)

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert browser.get(address).status_code == 200
        return len(found)

    def more(first: int, last: int) -> None:
        with place.within():
            for number in range(first, last):
                one = acts.add_member(
                    machine(), f"N{number}", f"Avery Quill {number}", "officer", unit=place.units["East Watch"]
                )
                if number % 10 == 0:
                    acts.give_role(machine(), one, "supervisor")
                    acts.delegate(place.as_("chief"), one, world.osage.today())
                    acts.add_unit(machine(), f"Squad {number}", place.units["East Watch"])

    more(0, 5)
    few = questions()
    more(5, 300)
    assert questions() == few
