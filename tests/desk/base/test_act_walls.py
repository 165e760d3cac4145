"""An act takes no row of another department, whatever its own code looks at."""

from __future__ import annotations

import pytest
from tests.desk.cast import World

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import Person
from postorders.desk.people.models import Member

pytestmark = pytest.mark.both
seen: list[str] = []


@act("test.look", "{actor_name} looked at {member}.", may=["anyone"])
def look(person: Person, member: Member) -> Done:
    """Says whom it was given, and checks nothing by itself."""
    seen.append(member.name)
    return Done(member.name, f"member {member.number}", {"member": member.name})


@pytest.mark.parametrize("named", [False, True])
def test_a_row_of_another_department_is_refused_before_the_act_sees_it(world: World, named: bool) -> None:
    seen.clear()
    stranger = world.osage.members["officer"]
    with pytest.raises(Refused):
        look(world.bluff.as_("chief"), member=stranger) if named else look(world.bluff.as_("chief"), stranger)
    assert seen == []


def test_a_row_of_the_own_department_is_taken(world: World) -> None:
    assert look(world.bluff.as_("chief"), world.bluff.members["officer"]) == "Cole Abernathy"
