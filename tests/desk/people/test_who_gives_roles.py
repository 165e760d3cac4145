"""Roles that decide or see sensitive things are the Chief's to give; an administrator names the first Chief alone."""

from __future__ import annotations

import pytest
from tests.desk.cast import World

from postorders.desk.base.act import Refused
from postorders.desk.people import acts
from postorders.desk.people.giving import CHIEFS_TO_GIVE
from postorders.desk.people.models import RoleHeld
from postorders.desk.people.who import today

pytestmark = pytest.mark.both


@pytest.mark.parametrize("role", ["chief", *sorted(CHIEFS_TO_GIVE)])
def test_an_administrator_does_not_give_it_where_there_is_a_chief(world: World, role: str) -> None:
    admin, reserve = world.bluff.as_("admin"), world.bluff.members["reserve"]
    with world.bluff.within(), pytest.raises(Refused, match="Only the Chief gives"):
        acts.give_role(admin, reserve, role)
    with world.bluff.within():
        assert not RoleHeld.objects.filter(member=reserve).exists()
        acts.give_role(world.bluff.as_("chief"), reserve, role)
        assert RoleHeld.objects.filter(member=reserve, role=role).exists()


def test_an_administrator_does_not_unseat_the_chief(world: World) -> None:
    with world.bluff.within():
        held = RoleHeld.objects.get(member=world.bluff.members["chief"], role="chief")
        with pytest.raises(Refused, match="Only the Chief ends"):
            acts.end_role(world.bluff.as_("admin"), held)


def test_an_administrator_names_a_chief_where_there_is_none(world: World) -> None:
    with world.bluff.within():
        acts.separate(world.bluff.as_("admin"), world.bluff.members["chief"], today())
        held = acts.give_role(world.bluff.as_("admin"), world.bluff.members["lieutenant"], "chief")
    assert held.role == "chief"
