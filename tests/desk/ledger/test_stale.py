"""Two people at once: what was decided meanwhile is seen, and entries say what rows say."""

from __future__ import annotations

import pytest
from tests.desk.cast import World, browser

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import Person, machine
from postorders.desk.ledger import acts
from postorders.desk.ledger.models import Disposal, Hold, Payload
from postorders.desk.people.acts import add_unit
from postorders.desk.people.models import Unit

pytestmark = pytest.mark.both


@act("test.secret", "{actor_name} did {what}.", may=["anyone"], read_by=["investigator"])
def secret(person: Person, what: str) -> Done:
    """An act whose entries are for investigators alone."""
    return Done(None, "secret matter", {"what": what})


def last(place: object) -> int:
    return int(Payload.objects.filter(department=place.department).latest("index").index)  # type: ignore[attr-defined]


def proposed(world: World) -> Disposal:
    with world.bluff.within():
        return acts.propose(world.bluff.as_("manager"), [last(world.bluff)], "GS 7", "Past its time")


@pytest.mark.parametrize("late", ["withdraw", "refuse"])
def test_what_was_disposed_of_is_neither_withdrawn_nor_refused_afterwards(world: World, late: str) -> None:
    row = proposed(world)
    done = acts.dispose(world.bluff.as_("chief"), row, [])
    with pytest.raises(Refused):
        if late == "withdraw":
            acts.withdraw(world.bluff.as_("manager"), row)
        else:
            acts.refuse_disposal(world.bluff.as_("chief"), row, "No")
    with world.bluff.within():
        now = Disposal.objects.get(id=row.id)
    assert (now.state, now.certificate) == ("done", done.certificate)


def test_a_hold_is_lifted_once(world: World) -> None:
    place = world.bluff
    row = acts.hold(place.as_("attorney"), "permission 2026-00001", "", "A lawsuit")
    acts.lift_hold(place.as_("attorney"), row, "It was settled")
    with place.within():
        stale = Hold.objects.get(id=row.id)
        stale.lifted = None
    with pytest.raises(Refused):
        acts.lift_hold(place.as_("manager"), stale, "Again")


def test_the_longest_name_of_a_unit_fits_the_ledger(world: World) -> None:
    with world.bluff.within():
        add_unit(machine(), "W" * 200)
        assert Unit.objects.filter(name="W" * 200).exists()
        row = Payload.objects.filter(department=world.bluff.department, act="people.add-unit").latest("index")
    assert row.about == f"unit {'W' * 200}"[:120] and "W" * 200 in row.body


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_ledger_is_searched_to_the_ends_of_time(world: World, day: str) -> None:
    assert browser(world.bluff, "chief").get("/desk/ledger/", {"since": day, "until": day}).status_code == 200


def test_a_proposal_shows_no_entry_that_its_reader_may_not_read(world: World) -> None:
    place = world.bluff
    with place.within():
        seen = last(place)
        secret(place.as_("officer"), "undercover work")
        row = acts.propose(place.as_("manager"), [seen, seen + 1], "GS 7", "Past its time")
    said = browser(place, "manager").get(f"/desk/ledger/disposals/{row.id}/").content.decode()
    assert f"<td>{seen}</td>" in said and "undercover" not in said
