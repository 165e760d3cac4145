"""Two people do the same thing to the keys of an account in the same moment: one counts, the other is told so."""

from __future__ import annotations

import pytest
from tests.desk.cast import World
from tests.desk.custody.keys import departures, held, name, separate, take
from tests.desk.permissions.test_permission_race import at_once

from postorders.desk.custody import who
from postorders.desk.custody.models import Step

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def test_of_two_who_take_the_same_step_the_second_learns_who_did(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    (one,) = departures(place)
    ends = at_once(
        lambda: take(place, one, "sessions-ended", by="pio"), lambda: take(place, one, "sessions-ended", by="chief")
    )
    assert sorted(end == "done" for end in ends) == [False, True]
    assert any("has recorded this step already" in end for end in ends)
    with place.within():
        assert Step.objects.count() == 1


def test_of_two_first_custodians_named_at_once_one_is_first(world: World) -> None:
    place = world.bluff
    site = held(place)
    ends = at_once(
        lambda: name(place, site, "lieutenant", by="chief", first=True),
        lambda: name(place, site, "reserve", by="pio", first=True),
    )
    assert ends == ["done", "done"]
    with place.within():
        rows = who.custodians(site)
    assert [row.first for row in rows] == [True, False, False, False]
