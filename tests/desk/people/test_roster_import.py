"""The roster as a file: a dry run writes nothing, what was shown is what is done, and a second time changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.desk.cast import Place, World, account
from tests.desk.people.visits import visitor

from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.ledger.models import Log, Payload
from postorders.desk.people import roster as files
from postorders.desk.people.models import Member, Unit
from postorders.desk.people.roster import Plan, export, import_roster
from postorders.desk.people.who import roles_of, today
from postorders.errors import InputError

pytestmark = pytest.mark.both
FRESH = """number,name,email,class,rank,unit,head_of,roles,joined
200,Amara Kessel,amara@cedar-bluff.example,officer,Sergeant,Command > Traffic,Traffic,supervisor; web-manager,2026-01-05
201,Rufus Delacroix,,reserve,,Traffic,,,
"""


def bring(place: Place, text: str, **given: Any) -> Plan:
    with place.within():
        return import_roster(machine(), text, **given)


def entries(place: Place) -> int:
    with place.within():
        return int(Log.objects.get(department=place.department).size)


def told(plan: Plan) -> list[str]:
    return [f"{problem.line}: {problem.what} {problem.mend}" for problem in plan.problems]


def test_a_dry_run_tells_everything_and_writes_nothing(world: World) -> None:
    before = entries(world.bluff)
    plan = bring(world.bluff, FRESH)
    assert plan.counts == {"added": 2, "changed": 0, "separated": 0, "unchanged": 0, "absent": 8}
    assert [f"{one.line} {one.told} {one.name} {one.to}" for one in plan.changes] == [
        "2 add the unit Traffic Traffic, Command",
        "2 add Amara Kessel officer, Traffic, amara@cedar-bluff.example, Sergeant, 2026-01-05",
        "3 add Rufus Delacroix reserve, Traffic",
        "2 put at the head of Amara Kessel Traffic",
        "2 give the role Amara Kessel supervisor",
        "2 give the role Amara Kessel web-manager",
    ]
    assert entries(world.bluff) == before
    with world.bluff.within():
        assert not Member.objects.filter(number="200").exists() and not Unit.objects.filter(name="Traffic").exists()


def test_an_import_has_one_entry_for_each_change_and_one_for_itself(world: World) -> None:
    before = entries(world.bluff)
    plan = bring(world.bluff, FRESH, dry_run=False)
    assert plan.applied and entries(world.bluff) == before + len(plan.changes) + 1
    last = entries(world.bluff) - 1
    with world.bluff.within():
        assert Payload.objects.get(department=world.bluff.department, index=last).act == "people.import-roster"
        one = Member.objects.select_related("unit__parent", "unit__head").get(number="200")
        assert (one.unit.parent.name, one.unit.head.name) == ("Command", "Amara Kessel")
        assert roles_of(one) == {"member", "supervisor", "web-manager"}


def test_a_second_time_changes_nothing_and_leaves_no_entry(world: World) -> None:
    bring(world.bluff, FRESH, dry_run=False)
    before = entries(world.bluff)
    again = bring(world.bluff, FRESH, dry_run=False)
    assert (again.changes, again.counts["unchanged"], entries(world.bluff)) == ([], 2, before)


def test_what_was_taken_out_changes_nothing_when_it_is_brought_in(world: World) -> None:
    for place in (world.bluff, world.osage):
        with place.within():
            text = "".join(export(today()))
        plan = bring(place, text)
        assert (plan.problems, plan.changes) == ([], [])
        assert plan.counts["unchanged"] == len(place.members)


def test_an_empty_cell_changes_nothing_and_a_dash_empties(world: World) -> None:
    plan = bring(world.bluff, "number,email,rank,roles\n40,,Corporal,\n12,-,,-\n", dry_run=False)
    assert [(one.number, one.what) for one in plan.changes] == [
        ("40", "edit-member"),
        ("12", "edit-member"),
        ("12", "end-role"),
    ]
    with world.bluff.within():
        pio, lieutenant = Member.objects.get(number="40"), Member.objects.get(number="12")
        assert (pio.rank, pio.email) == ("Corporal", "devon@cedar-bluff.example")
        assert (lieutenant.email, lieutenant.rank) == ("", "Lieutenant")


def test_a_separation_by_roster_takes_roles_along(world: World) -> None:
    with world.bluff.within():
        day = today()
    plan = bring(world.bluff, f"number,separated\n40,{day}\n31,{day + timedelta(days=9)}\n", dry_run=False)
    assert plan.counts["separated"] == 2
    with world.bluff.within():
        assert roles_of(Member.objects.get(number="40")) == {"member"}
        assert Member.objects.get(number="31").active(day)


def test_every_bad_row_is_named_with_its_line_and_how_to_mend_it(world: World) -> None:
    plan = bring(
        world.bluff,
        "number,name,class,email,roles,joined,head_of\n"
        ",No Number,officer,,,,\n"
        "300,,officer,,,,\n"
        "301,=cmd(),officer,,,,\n"
        "302,Ada Pell,sheriff,not an address,king,31.3.2026,Nowhere\n"
        "31,Cole Abernathy,officer,,,,\n"
        "31,Cole Abernathy,officer,,,,\n"
        "303,Too,Few\n",
    )  # fmt: skip
    assert told(plan) == [
        "2: This line has no number. Write the employee number.",
        "3: A new person needs a name and a class. Fill in both cells.",
        "4: The name cannot be used. Write plain text, at most 200 characters.",
        "5: 'not an address' is no e-mail address. Mend it, or leave the cell empty.",
        "5: There is no class 'sheriff'. Write officer, civilian or reserve.",
        "5: '31.3.2026' is no date. Write it as 2026-03-31.",
        "5: There is no role 'king' to give. Roles: supervisor, commander, bureau-commander, media-unit, chief, designee, "
        "investigator, attorney, records-custodian, policy-manager, background-investigator, identity-custodian, "
        "web-manager, administrator.",
        "7: The number 31 stands in line 6 already. Keep one.",
        "8: This line has 3 cells; the first line has 7. Quote cells that hold a comma.",
    ]


def test_a_bad_roster_is_refused_whole(world: World) -> None:
    before = entries(world.bluff)
    with pytest.raises(InputError, match="There is no class 'sheriff'"):
        bring(world.bluff, f"{FRESH}202,Ada Pell,,sheriff,,,,,\n", dry_run=False)
    assert entries(world.bluff) == before


def test_unknown_columns_are_named(world: World) -> None:
    assert told(bring(world.bluff, "name,badge\nAda,1\n")) == [
        "1: There is no column 'badge'. Known columns: number, name, email, class, rank, unit, head_of, roles, joined, separated.",
        "1: The column 'number' is missing. The first line names the columns.",
    ]


def test_what_has_changed_since_it_was_shown_is_not_done(world: World) -> None:
    shown = bring(world.bluff, FRESH).digest
    bring(world.bluff, "number,name,class\n200,Somebody Else,civilian\n", dry_run=False)
    with pytest.raises(Refused, match="has changed since this was shown; nothing was done"):
        bring(world.bluff, FRESH, dry_run=False, expected=shown)


def test_an_administrator_gives_by_roster_no_more_than_by_hand(world: World) -> None:
    person = world.bluff.as_("admin")
    plan = import_roster(person, "number,roles,separated\n31,investigator,\n99,chief,\n99,,2026-01-01\n12,attorney,\n")
    assert told(plan) == [
        "2: Only the Chief gives or ends: investigator. Leave it out here, and ask the Chief.",
        "3: Nobody changes their own roles. Ask another administrator, or leave the cell empty.",
        "4: The number 99 stands in line 3 already. Keep one.",
        "5: Only the Chief gives or ends: attorney. Leave it out here, and ask the Chief.",
    ]


def test_others_may_not_bring_in_a_roster(world: World) -> None:
    with pytest.raises(Refused):
        import_roster(world.bluff.as_("chief"), FRESH)


def test_an_address_that_another_account_has_is_found_before_anything_is_written(world: World) -> None:
    account(world.bluff, "officer")
    taken = account(world.osage, "chief").email
    assert told(bring(world.bluff, f"number,email\n31,{taken}\n")) == [
        f"2: {taken} belongs to another account. Give another address."
    ]


def test_a_spreadsheets_semicolons_tabs_and_byte_order_mark_are_read(world: World) -> None:
    for mark in (";", "\t"):
        text = "\ufeff" + "number,rank\r\n31,Corporal\r\n".replace(",", mark)
        assert [one.to for one in bring(world.bluff, text).changes] == ["rank: Corporal"]


def test_a_long_roster_is_refused_with_its_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    plan = bring(world.bluff, "number\n31\n12\n1\n")
    assert told(plan) == ["None: The roster has more than 100,000 rows. Divide it into several files."]


def test_a_page_shows_first_and_then_does_exactly_that(world: World) -> None:
    browser = visitor(world.bluff, "admin")
    shown = browser.post("/desk/people/roster/", {"text": FRESH})
    assert "Nothing is written yet." in shown.content.decode()
    plan = shown.context["plan"]
    crlf = FRESH.replace("\n", "\r\n")  # as a browser sends a text area
    answer = browser.post("/desk/people/roster/", {"text": crlf, "digest": plan.digest}, follow=True)
    assert "The roster was brought in." in answer.content.decode()
    with world.bluff.within():
        assert Member.objects.filter(number__in=["200", "201"]).count() == 2


def test_a_page_shows_anew_what_has_changed_since(world: World) -> None:
    browser = visitor(world.bluff, "admin")
    answer = browser.post("/desk/people/roster/", {"text": FRESH, "digest": "0" * 64})
    page = answer.content.decode()
    assert "The department has changed since this was shown." in page and "Nothing is written yet." in page


def test_taking_the_roster_out_is_on_the_record(world: World) -> None:
    answer = visitor(world.bluff, "admin").post("/desk/people/roster/export/")
    lines = answer.content.decode().splitlines()
    assert lines[0] == ",".join(files.COLUMNS) and len(lines) == 9
    assert (
        "12,Marisol Tran,marisol@cedar-bluff.example,officer,Lieutenant,Command > Patrol,Patrol,supervisor,," in lines
    )
    with world.bluff.within():
        assert Payload.objects.filter(department=world.bluff.department, act="people.export-roster").exists()
