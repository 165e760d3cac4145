"""An account is safe only in other hands: what came between a departure's first step and its last, and what ends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.desk.cast import Place, World
from tests.desk.custody import keys
from tests.desk.custody.keys import DAY, account, departures, entries, held, name, separate, take, told

from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.custody import acts, daily, departing
from postorders.desk.people import acts as people
from postorders.desk.register import acts as register
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both

STEPS = ("new-custodian", "credentials-rotated", "sessions-ended", "admins-reread", "recovery-changed")


def owned(place: Place, site: Site, who: str) -> None:
    """The account's owner, by whatever way it came to be so."""
    with place.within(), guard.lifted("an owner from before"):
        Site.objects.filter(id=site.id).update(owner=place.members[who])


def run(place: Place, which: Any, days: int = 0) -> int:
    """What a daily task did on the day so many days from now, done twice."""
    with place.within():
        now = timezone.now() + timedelta(days=days)
        count = int(which(now))
        assert which(now) == 0, "a second run does nothing"
        return count


def test_an_account_whose_owner_left_is_not_safe_though_the_step_was_waived(world: World) -> None:
    place = world.bluff
    site = held(place, owner=place.members["officer"])
    name(place, site, "lieutenant", first=True)
    separate(place)
    (one,) = departures(place)
    for step in STEPS:
        departing.waive_step(place.as_("chief"), one, step, "Not needed here")
    with pytest.raises(Refused, match="Who leaves is still the owner"):
        departing.make_safe(place.as_("chief"), one)
    acts.own(place.as_("chief"), site, place.members["lieutenant"])
    departing.make_safe(place.as_("chief"), one)


def test_an_account_given_back_to_who_leaves_after_the_step_is_not_safe(world: World) -> None:
    place = world.bluff
    site = held(place)
    separate(place, on=place.today() + 9 * DAY)
    (one,) = departures(place)
    keys.take_all(place, one)
    owned(place, site, "officer")
    with pytest.raises(Refused, match="Who leaves is still the owner"):
        departing.make_safe(place.as_("pio"), one)


@pytest.mark.parametrize("days", [5, 400])
def test_who_is_to_leave_gets_no_keys_and_no_account(world: World, days: int) -> None:
    place, day = world.bluff, world.bluff.today()
    site = held(place, holders=("lieutenant",))
    before = place.members["officer"]
    separate(place, on=day + days * DAY)
    for what in (
        lambda: acts.name(place.as_("chief"), site, before),
        lambda: acts.name(place.as_("chief"), site, before, day, day + DAY),
        lambda: acts.own(place.as_("chief"), site, before),
    ):
        with pytest.raises(Refused, match=f"Cole Abernathy leaves the department on {day + days * DAY}"):
            what()


def test_a_line_of_who_left_is_still_corrected_but_not_made_longer(world: World) -> None:
    place, day = world.bluff, world.bluff.today()
    site = account(place)
    row = name(place, site, "officer", since=day - 9 * DAY, until=day - 2 * DAY)
    name(place, site, "pio")
    separate(place, on=day + 3 * DAY)
    chief, cole = place.as_("chief"), place.members["officer"]
    for until in (None, day, day + 2 * DAY):
        with pytest.raises(Refused, match="Cole Abernathy leaves the department"):
            acts.correct(chief, row, cole, row.since, until, False, "He still has them")
    acts.correct(chief, row, cole, row.since, day - 3 * DAY, True, "A day earlier")


def test_a_correction_leaves_no_day_to_come_without_a_holder(world: World) -> None:
    place, day = world.bluff, world.bluff.today()
    site = account(place)
    now = name(place, site, "officer", since=day - 9 * DAY, until=day + 3 * DAY)
    then = name(place, site, "pio", since=day + 4 * DAY)
    chief = place.as_("chief")
    for row, since, until in ((then, day + 6 * DAY, None), (then, then.since, day + 9 * DAY), (now, now.since, day)):
        with pytest.raises(Refused, match="Nobody in service would hold the keys"):
            acts.correct(chief, row, row.member, since, until, row.first, "Other days")
    acts.correct(chief, then, then.member, day + 2 * DAY, None, False, "Two days earlier")


def test_an_account_that_is_given_up_asks_for_no_steps(world: World) -> None:
    place = world.bluff
    site = held(place)
    separate(place)
    register.retire(place.as_("chief"), site, "Nobody reads it")
    assert run(place, daily.departures_due, days=9) == 0
    run(place, daily.departures_amiss)
    assert [one.state for one in departures(place)] == ["void"]
    assert "the account is given up" in str(entries(place, "custody.void")[0].__dict__)
    assert told(place, "chief", "not safe yet") == []


def test_an_account_taken_up_again_is_at_risk_again(world: World) -> None:
    place = world.bluff
    site = held(place)
    separate(place)
    register.retire(place.as_("chief"), site, "Nobody reads it")
    run(place, daily.departures_amiss)
    register.reopen(place.as_("chief"), site, "The town wants it back")
    assert run(place, daily.departures_amiss) == 1
    (one,) = departures(place, state="open")
    assert (one.cause, one.held_as, one.on) == ("separated", ["custodian"], place.today())


def test_what_is_safe_is_not_opened_again(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place, on=place.today() + 9 * DAY)
    (one,) = departures(place)
    keys.take_all(place, one)
    departing.make_safe(place.as_("pio"), one)
    assert run(place, daily.departures_amiss) == run(place, daily.departures_amiss, days=12) == 0


def test_an_account_that_who_left_still_owns_gets_its_checklist(world: World) -> None:
    place = world.bluff
    site = held(place, holders=("pio",))
    separate(place)
    owned(place, site, "officer")
    assert run(place, daily.departures_amiss) == 1
    assert [(one.site_id, one.held_as) for one in departures(place)] == [(site.id, ["owner"])]


def test_who_moved_and_comes_back_is_asked_about_the_move_again(world: World) -> None:
    place = world.bluff
    held(place)
    people.transfer(place.as_("admin"), keys.fresh(place, "officer"), place.units["Command"])
    separate(place)
    with pytest.raises(Refused, match="Who leaves the department keeps no keys"):
        departing.stay(place.as_("chief"), departures(place)[0], "Helps out")
    people.reinstate(place.as_("admin"), keys.fresh(place, "officer"))
    (one,) = departures(place)
    assert (one.cause, one.state) == ("transferred", "open")


def test_a_first_custodian_who_is_not_the_owner_renames_the_account(world: World) -> None:
    place = world.bluff
    site = held(place, "OfficerCole", named_for="Cole Abernathy")
    name(place, site, "lieutenant", first=True)
    separate(place)
    take(place, departures(place)[0], "renamed", by="lieutenant", name="Cedar Bluff  Patrol")
    with place.within():
        now = Site.objects.get(id=site.id)
        assert (now.name, now.named_for) == ("Cedar Bluff Patrol", "")
    assert "Cedar Bluff Patrol" in str(entries(place, "custody.take-step")[0].__dict__)


def test_the_accounts_of_who_leaves_are_locked_in_order_before_the_ledger(world: World) -> None:
    place = world.bluff
    for handle in ("One", "Two", "Three"):
        held(place, handle)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        separate(place)
    said = [query["sql"] for query in seen.captured_queries]
    first = next(at for at, sql in enumerate(said) if "ORDER BY" in sql and '"register_site"."id" ASC' in sql)
    assert first < next(at for at, sql in enumerate(said) if "INSERT INTO" in sql and "custody_departure" in sql)
    assert first < next(at for at, sql in enumerate(said) if "INSERT INTO" in sql and "ledger_entry" in sql)
