"""Who is told of a departure and of gaps in custody, and when it goes further up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import Place, World
from tests.desk.custody import keys
from tests.desk.custody.keys import DAY, departures, entries, held, separate, told

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.custody import daily, departing
from postorders.desk.custody.models import Holding
from postorders.desk.jobs.models import Notice
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both


def test_those_who_keep_the_account_learn_of_it_the_same_day_and_who_leaves_does_not(world: World) -> None:
    place, day = world.bluff, world.bluff.today()
    site = held(place, holders=("officer", "lieutenant"), owner=place.members["reserve"])
    separate(place, on=day + 3 * DAY)
    said = f"{site.name} is at risk: take the steps by {day + 4 * DAY}"
    for short in ("lieutenant", "reserve", "pio", "chief"):
        assert told(place, short, "risk") == [said]
    assert [told(place, short, "risk") for short in ("officer", "admin")] == [[], []]


def run(place: Place, days: int, which: Any = daily.departures_due) -> int:
    """What the daily task did on that day from now, each time twice."""
    with place.within():
        now = timezone.now() + timedelta(days=days)
        count = int(which(now))
        assert which(now) == 0, "a second run does nothing"
        return count


def test_what_is_overdue_goes_to_the_chief_and_the_administrators_and_again_every_three_days(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    counts = [run(place, days) for days in range(9)]
    assert counts == [0, 0, 1, 0, 0, 1, 0, 0, 1]
    for short, expected in {"chief": 3, "admin": 3, "pio": 0, "lieutenant": 0}.items():
        assert len(told(place, short, "not safe yet")) == expected
    with place.within():
        body = Notice.objects.filter(member=place.members["chief"], subject__contains="not safe").first().body
        assert "Open sessions are ended" in body
        (one,) = departures(place)
        with pytest.raises(Refused):
            departing.escalate(machine(), one, 3)
    assert len(entries(place, "custody.escalate")) == 3


def test_what_is_safe_in_time_goes_no_further(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    (one,) = departures(place)
    keys.take_all(place, one)
    departing.make_safe(place.as_("pio"), one)
    assert [run(place, days) for days in range(5)] == [0] * 5
    assert told(place, "chief", "safe again") == [f"{one.site.name} is safe again"]


def test_gaps_in_custody_are_told_once_a_week_to_those_concerned(world: World) -> None:
    place = world.bluff
    held(place)
    assert run(place, 0, daily.gaps_due) == 0
    held(place, "Alone", ("lieutenant",))
    assert run(place, 0, daily.gaps_due) == 3, "its custodian, the Chief, and the Media Unit"
    assert run(place, 7, daily.gaps_due) == 3
    assert told(place, "lieutenant", "custody wants") == ["Accounts whose custody wants attention: 1"] * 2
    assert told(place, "officer", "custody wants") == []


def test_a_first_custodian_who_left_is_missed(world: World) -> None:
    place = world.bluff
    held(place, holders=("officer", "pio", "chief"))
    separate(place)
    run(place, 0, daily.gaps_due)
    with place.within():
        body = Notice.objects.filter(member=place.members["pio"], subject__contains="custody wants").get().body
    assert "no first custodian in service" in body


def test_holdings_of_who_left_end_the_day_the_account_is_safe(world: World) -> None:
    place, day = world.bluff, world.bluff.today()
    held(place)
    separate(place)
    (one,) = departures(place)
    keys.take_all(place, one)
    departing.make_safe(place.as_("pio"), one)
    with place.within():
        rows = Holding.objects.filter(member=place.members["officer"], replaced=None)
        assert [row.until for row in rows] == [day]


def test_a_revoked_account_wants_holders_as_well_and_one_to_be_verified_is_not_reminded_of(world: World) -> None:
    place = world.bluff
    site = held(place, "Alone", ("lieutenant",))
    for state, count in (("to-verify", 0), ("retired", 0), ("revoked", 3)):
        with place.within(), guard.lifted("an account in another state"):
            Site.objects.filter(id=site.id).update(state=state)
        assert run(place, 0, daily.gaps_due) == count
