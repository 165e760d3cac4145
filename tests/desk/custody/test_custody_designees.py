"""Who stands in for the Chief with accounts: a designee of the Chief, in force, for everything or for sites."""

from __future__ import annotations

from typing import Any

import pytest
from tests.desk.cast import Place, World, browser
from tests.desk.custody import keys
from tests.desk.custody.keys import departures, entries, held, name, separate, take
from tests.desk.permissions import scene

from postorders.desk.base.act import Refused
from postorders.desk.custody import acts, departing, rights
from postorders.desk.custody.cards import cards
from postorders.desk.custody.handing import readable
from postorders.desk.people import acts as people

pytestmark = pytest.mark.both


def of_another(place: Place) -> None:
    people.give_role(place.as_("admin"), place.members["manager"], "bureau-commander")
    scene.delegate(place, "manager", "reserve")


NOT = {
    "for other kinds": lambda place: scene.delegate(place, "chief", "reserve", kinds=["logo-use"]),
    "an alternate": lambda place: scene.delegate(place, "chief", "reserve", alternate=True),
    "of somebody else": of_another,
}


@pytest.mark.parametrize("given", NOT.values(), ids=list(NOT))
def test_a_designee_for_other_things_keeps_no_keys(world: World, given: Any) -> None:
    place = world.bluff
    site = held(place)
    separate(place)
    (one,) = departures(place)
    given(place)
    person = place.as_("reserve")
    assert person.has(("designee",))
    for what in (
        lambda: name(place, site, "lieutenant", by="reserve", first=True),
        lambda: acts.own(person, site, place.members["lieutenant"]),
        lambda: acts.keep(person, site, "In my drawer"),
        lambda: take(place, one, "sessions-ended", by="reserve"),
        lambda: departing.waive_step(person, one, "sessions-ended", "Not needed"),
        lambda: departing.stay(person, one, "Helps out"),
        lambda: departing.make_safe(person, one),
    ):
        with pytest.raises(Refused):
            what()
    with place.within():
        assert not rights.may_see(person, site)
        assert not readable(person).exists()
        assert [card.title for card in cards(person) if card.title != "Accounts whose keys you hold"] == []
    assert browser(place, "reserve").get(f"/desk/sites/{site.id}/custody/").status_code == 403
    assert len(entries(place, "custody.name")) == 2


def test_a_designee_of_the_chief_for_everything_does(world: World) -> None:
    place = world.bluff
    site = held(place)
    separate(place)
    (one,) = departures(place)
    scene.delegate(place, "chief", "reserve")
    name(place, site, "lieutenant", by="reserve", first=True)
    departing.waive_step(place.as_("reserve"), one, "recovery-changed", "The platform has none")
    assert "It does not apply" in browser(place, "reserve").get(f"/desk/departures/{one.id}/").content.decode()
    assert keys.told(place, "lieutenant", "safe again") == []
