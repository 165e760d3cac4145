"""Who holds the keys: named, ended and corrected, in two times; and by whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desk.cast import Place, World
from tests.desk.custody import keys
from tests.desk.custody.keys import DAY, account, entries, held, name

from postorders.desk.base.act import Refused
from postorders.desk.custody import acts, glance, lacks, secret, who
from postorders.desk.custody.models import Holding
from postorders.desk.people import acts as people
from postorders.desk.register import acts as register
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both


def holders(place: Place, site: Site, on: date | None = None, known: Any = None) -> list[tuple[str, bool]]:
    """Who holds the keys, with whether as first custodian."""
    with place.within():
        return [(row.member.name, row.first) for row in who.custodians(site, on, known)]


COLE, DEVON, MARISOL = "Cole Abernathy", "Devon Hatcher", "Marisol Tran"


def test_the_first_who_is_named_is_the_first_custodian_and_the_next_stands_in(world: World) -> None:
    site = held(world.bluff)
    assert holders(world.bluff, site) == [(COLE, True), (DEVON, False)]


def test_another_first_custodian_makes_the_one_before_a_stand_in(world: World) -> None:
    place = world.bluff
    site, day = account(place), place.today()
    name(place, site, "officer", since=day - 10 * DAY)
    name(place, site, "lieutenant", first=True)
    assert holders(place, site) == [(MARISOL, True), (COLE, False)]
    assert holders(place, site, day - DAY) == [(COLE, True)]


def test_a_first_custodian_for_a_time_gives_way_to_the_one_before(world: World) -> None:
    place = world.bluff
    site, day = held(place), place.today()
    name(place, site, "lieutenant", since=day + 3 * DAY, until=day + 5 * DAY, first=True)
    firsts = [holders(place, site, day + days * DAY)[0] for days in (2, 3, 5, 6)]
    assert firsts == [(COLE, True), (MARISOL, True), (MARISOL, True), (COLE, True)]


def test_a_stand_in_becomes_the_first_custodian(world: World) -> None:
    place = world.bluff
    site = held(place)
    name(place, site, "pio", first=True)
    assert holders(place, site) == [(DEVON, True), (COLE, False)]


def test_nobody_is_named_twice_and_the_first_does_not_just_step_down(world: World) -> None:
    place = world.bluff
    site = held(place)
    with pytest.raises(Refused, match="Devon Hatcher holds these keys then already"):
        name(place, site, "pio")
    with pytest.raises(Refused, match="no first custodian"):
        name(place, site, "officer")


def test_who_has_left_is_not_named(world: World) -> None:
    place = world.bluff
    keys.separate(place, "reserve")
    with pytest.raises(Refused, match="June Sandoval has left the department"):
        name(place, account(place), "reserve")


def test_a_holding_ends_with_its_last_day(world: World) -> None:
    place = world.bluff
    site, day = held(place), place.today()
    with place.within():
        row = Holding.objects.get(member=place.members["pio"], replaced=None)
    acts.end(place.as_("chief"), row, day + 2 * DAY)
    assert [len(holders(place, site, day + days * DAY)) for days in (0, 2, 3)] == [2, 2, 1]


def test_the_last_holder_of_an_account_in_use_does_not_end(world: World) -> None:
    place = world.bluff
    site = held(place, holders=("officer",))
    with place.within():
        row = who.custodians(site)[0]
    with pytest.raises(Refused, match="Nobody in service would hold the keys"):
        acts.end(place.as_("chief"), row)
    register.retire(place.as_("chief"), site, "Nobody reads it")
    acts.end(place.as_("chief"), row)
    assert holders(place, site, place.today() + DAY) == []


def test_a_holder_who_has_left_does_not_count_as_the_one_who_stays(world: World) -> None:
    place = world.bluff
    site = held(place, holders=("officer", "reserve"))
    keys.separate(place, "reserve")
    with place.within():
        row = who.custodians(site)[0]
    with pytest.raises(Refused, match="Nobody in service would hold the keys"):
        acts.end(place.as_("chief"), row)


def test_a_correction_keeps_what_was_held_for_so(world: World) -> None:
    place = world.bluff
    site, day = account(place), place.today()
    row = name(place, site, "officer", since=day - 5 * DAY)
    before = timezone.now()
    person = place.as_("chief")
    acts.correct(person, row, place.members["lieutenant"], day - 9 * DAY, None, True, "The wrong name was entered")
    assert holders(place, site) == holders(place, site, day - 9 * DAY) == [(MARISOL, True)]
    assert holders(place, site, known=before) == [(COLE, True)]
    assert holders(place, site, day - 9 * DAY, before) == []
    (entry,) = entries(place, "custody.correct")
    assert entry.about == f"site {site.number}" and entry.subject == "12"
    with place.within():
        old, new = Holding.objects.order_by("recorded")
        assert (old.replaced, new.reason, new.by.name) == (new.recorded, "The wrong name was entered", "Adaeze Whitlow")


def test_a_correction_says_why_and_changes_something(world: World) -> None:
    place = world.bluff
    row = name(place, account(place), "officer")
    person, cole = place.as_("chief"), place.members["officer"]
    with pytest.raises(Refused, match="No reason is given"):
        acts.correct(person, row, cole, row.since - DAY, None, True, " ")
    with pytest.raises(Refused, match="Nothing is changed"):
        acts.correct(person, row, cole, row.since, None, True, "Twice")
    acts.correct(person, row, cole, row.since - DAY, None, True, "A day earlier")
    with pytest.raises(Refused, match="replaced by another"):
        acts.correct(person, row, cole, row.since - 2 * DAY, None, True, "Two days")


def test_a_correction_makes_no_second_first_and_leaves_nobody_out(world: World) -> None:
    place = world.bluff
    site = held(place)
    person, day = place.as_("chief"), place.today()
    with place.within():
        cole, devon = who.custodians(site)
    with pytest.raises(Refused, match="Cole Abernathy is the first custodian on these days"):
        acts.correct(person, devon, devon.member, devon.since, None, True, "He is the first")
    with pytest.raises(Refused, match="Another line has Cole Abernathy"):
        acts.correct(person, devon, cole.member, devon.since, None, False, "It was Cole")
    alone = held(place, "Alone", ("officer",))
    with place.within():
        (row,) = who.custodians(alone)
    with pytest.raises(Refused, match="Nobody in service would hold the keys"):
        acts.correct(person, row, row.member, day - 3 * DAY, day - DAY, True, "It ended")


MAY = {"chief": True, "pio": True, "officer": True, "lieutenant": False, "manager": False, "admin": False}


@pytest.mark.parametrize("short", MAY)
def test_who_names_a_holder(world: World, short: str) -> None:
    """The Chief, the Media Unit and the first custodian may; a stand-in and others may not."""
    place = world.bluff
    site = held(place, holders=("officer", "lieutenant"))
    if MAY[short]:
        assert name(place, site, "reserve", by=short).by_id == place.members[short].id
    else:
        with pytest.raises(Refused, match="You may not say who holds the keys"):
            name(place, site, "reserve", by=short)


def test_the_owner_names_a_holder_and_hands_the_account_over(world: World) -> None:
    place = world.bluff
    site = account(place, owner=place.members["lieutenant"])
    name(place, site, "officer", by="lieutenant")
    acts.own(place.as_("lieutenant"), site, place.members["reserve"])
    with place.within():
        assert Site.objects.get(id=site.id).owner == place.members["reserve"]
    with pytest.raises(Refused, match="You may not say"):
        acts.own(place.as_("lieutenant"), site, place.members["lieutenant"])


def test_where_the_password_is_kept_is_noted_and_the_ledger_does_not_say_it(world: World) -> None:
    place = world.bluff
    site = account(place)
    acts.keep(place.as_("pio"), site, "In the sealed envelope in the Chief's safe")
    with place.within():
        assert Site.objects.get(id=site.id).kept_in == "In the sealed envelope in the Chief's safe"
    (entry,) = entries(place, "custody.keep")
    assert "envelope" not in str(entry.__dict__)


SECRETS = [
    "password: heron",
    "Password = x",
    "the password is heron22",
    "PW: blue",
    "contraseña: garza",
    "Safe, Tr0ub4dor&3",
    "Summer2024!x",
    "x7k2m9q4",
]
PLACES = [
    "In the sealed envelope in the Chief's safe",
    "1Password, vault “Media Unit”",
    "Bitwarden, collection PIO-2",
    "The password is in the safe of room B12",
    "Key cabinet 3, hook 14, since 2024-05-01",
    "",
]


@pytest.mark.parametrize("text", SECRETS)
def test_what_looks_like_a_password_is_refused_and_not_repeated(world: World, text: str) -> None:
    place = world.bluff
    with pytest.raises(Refused, match="looks like a password") as refused:
        acts.keep(place.as_("pio"), account(place), text)
    assert text not in str(refused.value)


@pytest.mark.parametrize("text", PLACES)
def test_a_place_is_no_password(text: str) -> None:
    assert not secret.looks_like_secret(text)


def test_a_list_shows_how_custody_stands(world: World, django_assert_num_queries: Any) -> None:
    place = world.bluff
    sites = [held(place), held(place, "Alone", ("officer",)), account(place, "Nobody")]
    with place.within():
        with django_assert_num_queries(3):
            found = glance.glance(sites)
        assert [(found[one.id].first, found[one.id].others, found[one.id].short) for one in sites] == [
            (COLE, 1, False),
            (COLE, 0, True),
            ("", 0, True),
        ]
        with django_assert_num_queries(3):
            glance.glance(sites[:1])


def test_what_custody_lacks_is_said_in_words(world: World) -> None:
    place = world.bluff
    day = place.today()
    sites = [held(place), held(place, "Alone", ("officer",)), account(place, "Nobody"), held(place, "Ends")]
    name(place, sites[3], "lieutenant", until=day + 3 * DAY)
    with place.within():
        people.change_settings(place.as_("chief"), {"least_custodians": 2})
        found = {one.site.handle: [str(said) for said in one.words] for one in lacks.lacks(day)}
    assert found == {
        "Alone": ["1 of at least 2 custodians (local setting)"],
        "Nobody": ["nobody holds the keys"],
        "Ends": [f"the custody of Marisol Tran ends on {day + 3 * DAY}"],
    }


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("name", "first", "end", "correct")),
        st.sampled_from(("officer", "lieutenant", "reserve", "pio")),
        st.integers(-6, 6),
        st.one_of(st.none(), st.integers(0, 5)),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_was_known_at_a_moment_never_changes_and_each_day_has_one_first(world: World, steps: Any) -> None:
    place, person = world.bluff, world.bluff.as_("chief")
    with place.within():
        count = Site.objects.count()
    site, day = account(place, f"Made{count}"), place.today()
    days = [day + number * DAY for number in range(-7, 13)]
    seen = []
    for what, short, start, length in steps:
        since = day + start * DAY
        until = None if length is None else since + timedelta(days=length)
        with place.within():
            rows = who.custodians(site, since)
        try:
            if what in ("name", "first"):
                name(place, site, short, since=since, until=until, first=what == "first")
            elif rows and what == "end":
                acts.end(person, rows[-1], since)
            elif rows:
                acts.correct(person, rows[-1], place.members[short], since, until, rows[-1].first, "As it was")
        except Refused:
            pass
        seen.append((timezone.now(), [holders(place, site, one) for one in days]))
    for moment, then in seen:
        assert [holders(place, site, one, moment) for one in days] == then
    for now in seen[-1][1]:
        assert sum(first for _, first in now) <= 1
        assert len({member for member, _ in now}) == len(now)
