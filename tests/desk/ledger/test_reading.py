"""Who did what, in plain words: each for whom it is, and reading it is on the record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from tests.desk import cast
from tests.desk.cast import Place, World

from postorders.desk.base import guard
from postorders.desk.base.person import machine
from postorders.desk.ledger import acts, reading, words
from postorders.desk.ledger.models import Payload
from postorders.desk.ledger.reading import Asked, asked, note_reading, readable, tell
from postorders.desk.people.acts import add_unit, delegate, give_role
from postorders.desk.people.models import RoleHeld
from postorders.ledger.entry import Disposed, redact, seal

pytestmark = pytest.mark.both


def told(place: Place, short: str, **given: Any) -> list[str]:
    """What a member of the cast reads, oldest first."""
    with place.within():
        rows = asked(readable(place.as_(short)), Asked(**given))
        return [one.says for one in tell(rows)][::-1]


@pytest.mark.parametrize("short", ["chief", "attorney", "manager"])
def test_chief_attorney_and_records_custodian_read_everything(world: World, short: str) -> None:
    with world.bluff.within():
        everything = Payload.objects.filter(department=world.bluff.department).count()
    says = told(world.bluff, short)
    assert len(says) == everything
    assert says[0] == "Cedar Bluff Police Department began to keep this ledger."


def test_a_member_reads_what_they_did_and_what_was_done_about_them(world: World) -> None:
    with world.bluff.within():
        delegate(world.bluff.as_("chief"), world.bluff.members["lieutenant"], date(2026, 12, 1))
        day = RoleHeld.objects.get(member=world.bluff.members["lieutenant"]).since
    assert told(world.bluff, "lieutenant") == [
        "Post Orders added Marisol Tran (12), officer.",
        f"Post Orders gave Marisol Tran the role supervisor, from {day}.",
        "Post Orders put Marisol Tran at the head of Patrol.",
        "Adaeze Whitlow named Marisol Tran as designee from 2026-12-01 to further notice, for all kinds.",
    ]
    assert len(told(world.bluff, "officer")) == 1


def test_an_administrator_reads_no_entry_of_others(world: World) -> None:
    with world.bluff.within():
        give_role(world.bluff.as_("chief"), world.bluff.members["reserve"], "investigator")
        give_role(world.bluff.as_("admin"), world.bluff.members["reserve"], "supervisor")
    says = told(world.bluff, "admin")
    assert "Wendell Oyelaran gave June Sandoval the role supervisor" in says[-1]
    assert not any("investigator" in one for one in says)


def test_a_department_reads_its_own_ledger_alone(world: World) -> None:
    assert not any("Fairweather" in one for one in told(world.bluff, "chief"))
    client = Client()
    client.force_login(cast.account(world.bluff, "chief"))
    assert "Fairweather" not in client.get("/desk/ledger/").content.decode()


def test_entries_are_found_by_act_by_person_by_matter_and_by_day(world: World) -> None:
    assert len(told(world.bluff, "chief", act="people.add-unit")) == 2
    assert len(told(world.bluff, "chief", person="31")) == 1
    assert len(told(world.bluff, "chief", about="unit Patrol")) == 2
    with world.bluff.within(), timezone.override("America/Chicago"):
        today = timezone.localdate()
        whole = len(list(asked(readable(world.bluff.as_("chief")), Asked(since=today, until=today))))
        assert whole == Payload.objects.filter(department=world.bluff.department).count()
    assert told(world.bluff, "chief", since=date(2090, 1, 1)) == []
    assert told(world.bluff, "chief", until=date(2020, 1, 1)) == []


def test_opening_the_ledger_is_an_act_once_an_hour(world: World) -> None:
    client = Client()
    client.force_login(cast.account(world.bluff, "chief"))
    for _ in range(3):
        assert client.get("/desk/ledger/").status_code == 200
    with world.bluff.within():
        rows = Payload.objects.filter(department=world.bluff.department, act="ledger.read")
        assert [row.actor for row in rows] == ["1"]
        with guard.lifted("an hour passes"):
            rows.update(at=timezone.now() - timedelta(minutes=61))
        note_reading(world.bluff.as_("chief"))
        assert rows.count() == 2


def test_a_member_who_reads_their_own_entries_leaves_no_entry(world: World) -> None:
    client = Client()
    client.force_login(cast.account(world.bluff, "officer"))
    shown = client.get("/desk/ledger/").content.decode()
    assert "added Cole Abernathy (31), officer." in shown
    assert "Whitlow" not in shown
    with world.bluff.within():
        assert not Payload.objects.filter(department=world.bluff.department, act="ledger.read").exists()
        of_the_chief = Payload.objects.filter(department=world.bluff.department, subject="1").first()
    assert client.get(f"/desk/ledger/{of_the_chief.index}/").status_code == 404
    assert client.post(f"/desk/ledger/{of_the_chief.index}/proof").status_code == 404


def test_the_list_goes_on_page_by_page_with_as_many_questions(world: World, django_assert_max_num_queries: Any) -> None:
    client = Client()
    client.force_login(cast.account(world.bluff, "chief"))
    with world.bluff.within():
        for number in range(120):
            add_unit(machine(), f"Beat {number}")
    client.get("/desk/ledger/")
    seen: list[str] = []
    address: str | None = "/desk/ledger/?act=people.add-unit"
    while address:
        with django_assert_max_num_queries(25):
            shown = client.get(address)
        seen += [one.says for one in shown.context["entries"]]
        older = shown.context["older"]
        address = f"/desk/ledger/?{older}" if older else None
    assert len(seen) == len(set(seen)) == 122
    assert seen[0] == "Post Orders added the unit Beat 119."


def test_a_field_that_is_missing_or_blacked_out_reads_as_such() -> None:
    entry = seal({"act": "people.give-role", "actor_name": "Adaeze Whitlow", "role": "supervisor", "member": "June"})
    assert words.sentence(entry) == "Adaeze Whitlow gave June the role supervisor, from (not told)."
    hidden = redact(entry, ["member"])
    assert words.sentence(hidden) == "Adaeze Whitlow gave (not told) the role supervisor, from (not told)."
    assert words.sentence(redact(entry, ["act"])) == "Adaeze Whitlow: (not told)"
    assert words.sentence(Disposed(7)) == ("What this entry said was disposed of; entry 7 says by whom and why.")
    assert words.sentence(seal({"act": "of.another-release", "actor_name": "Adaeze Whitlow"})) == (
        "Adaeze Whitlow: of.another-release"
    )


def test_a_value_cannot_reach_into_the_sentence() -> None:
    entry = seal({"act": "people.add-unit", "actor_name": "{unit.__class__}", "unit": "<b>{actor_name}</b>"})
    assert words.sentence(entry) == "{unit.__class__} added the unit <b>{actor_name}</b>."


@pytest.mark.parametrize(
    ("value", "shown"), [(True, "yes"), (False, "no"), ("", "none"), ([], "none"), ([1, 2], "1, 2"), ({"a": 1}, "a: 1")]
)
def test_each_kind_of_value_reads_well(value: Any, shown: str) -> None:
    with translation.override("en"):
        assert words.value(value) == shown


def test_every_act_of_the_desk_says_something_with_fields_by_name() -> None:
    declared = words.acts()
    assert len(declared) > 20
    for act in declared.values():
        assert act.says.format_map(_Anything()), act.name


class _Anything(dict[str, str]):
    def __missing__(self, name: str) -> str:
        assert name.isidentifier()
        return name


def test_what_the_command_tells_is_on_the_record(world: World) -> None:
    with world.bluff.within():
        note_reading(machine(), "command line")
        row = Payload.objects.filter(department=world.bluff.department, act="ledger.read").get()
        assert reading.told(row).says == "Post Orders opened the ledger to read it (command line)."
    assert acts.READERS == ("chief", "attorney", "records-custodian")
