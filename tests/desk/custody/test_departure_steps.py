"""The steps of a departure: what each needs, who takes it, and what makes the account safe."""

from __future__ import annotations

import pytest
from tests.desk.cast import Place, World
from tests.desk.custody import keys
from tests.desk.custody.keys import DAY, LIST, departures, entries, held, name, separate, take

from postorders.desk.base.act import Refused
from postorders.desk.custody import departing, who
from postorders.desk.custody.models import Departure, Step
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both


def state(place: Place, one: Departure) -> str:
    with place.within():
        return str(Departure.objects.get(id=one.id).state)


def test_a_step_needs_what_it_asks_for(world: World) -> None:
    place = world.bluff
    held(place, holders=("officer",), owner=place.members["officer"], named_for="Cole Abernathy")
    separate(place)
    (one,) = departures(place)
    chief = place.members["chief"]
    for step, given, why in (
        ("new-custodian", {}, "Nobody else is the first custodian yet"),
        ("new-custodian", {"custodian": chief}, "Who leaves is still the owner"),
        ("new-custodian", {"custodian": place.members["officer"]}, "Cole Abernathy has left the department"),
        ("admins-reread", {}, "This step needs evidence"),
        ("renamed", {"name": " "}, "needs a name that is not the person's"),
        ("renamed", {"name": "Abernathy, Cole (PD)"}, "needs a name that is not the person's"),
        ("dance", {}, "asks for no such step"),
    ):
        with pytest.raises(Refused, match=why):
            take(place, one, step, **given)
    with place.within():
        assert not Step.objects.exists()
        assert who.first_of(one.site) == place.members["officer"], "what the step did before it was refused is undone"
    with pytest.raises(Refused, match="looks like a password"):
        departing.take_step(place.as_("pio"), one, "credentials-rotated", "Password: heron")


def test_the_list_of_administrators_is_kept_with_its_hash(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    (one,) = departures(place)
    row = take(place, one, "admins-reread", evidence=LIST)
    with place.within():
        kept = Step.objects.get(id=row.id).evidence
        assert (kept.bytes, kept.sha256, kept.site_id, kept.source) == (LIST.body, LIST.sha256, one.site_id, "upload")
    assert LIST.sha256 in str(entries(place, "custody.take-step")[0].__dict__)


def test_a_new_address_is_entered_with_the_new_name(world: World) -> None:
    place = world.bluff
    site = held(place, "OfficerCole", named_for="Cole Abernathy")
    separate(place)
    (one,) = departures(place)
    given = {"name": "Cedar Bluff Patrol", "address": "https://www.facebook.com/CedarBluffPatrol"}
    with pytest.raises(Refused, match="Chief or a designee"):
        take(place, one, "renamed", by="pio", **given)
    take(place, one, "renamed", by="chief", **given)
    with place.within():
        now = Site.objects.get(id=site.id)
        assert (now.name, now.handle, now.named_for) == ("Cedar Bluff Patrol", "CedarBluffPatrol", "")


TAKES = {
    "chief": True,
    "pio": True,
    "admin": True,
    "lieutenant": True,
    "officer": False,
    "reserve": False,
    "manager": False,
    "attorney": False,
}


@pytest.mark.parametrize("short", TAKES)
def test_who_takes_a_step(world: World, short: str) -> None:
    """The new first custodian may (the lieutenant here); a stand-in, others, and who leaves may not."""
    place = world.bluff
    site = held(place, holders=("officer", "reserve"))
    name(place, site, "lieutenant", first=True)
    separate(place, on=place.today() + 3 * DAY)
    (one,) = departures(place)
    if TAKES[short]:
        assert take(place, one, "sessions-ended", by=short).by_id == place.members[short].id
    else:
        with pytest.raises(Refused):
            take(place, one, "sessions-ended", by=short)
        with pytest.raises(Refused):
            departing.make_safe(place.as_(short), one)


def test_who_leaves_takes_no_step_whatever_the_role(world: World) -> None:
    place = world.bluff
    held(place, holders=("pio", "officer"))
    separate(place, "pio", place.today() + 3 * DAY)
    with pytest.raises(Refused, match="Who leaves does not make the account safe"):
        take(place, departures(place)[0], "sessions-ended", by="pio")


def test_only_the_chief_says_that_a_step_does_not_apply_and_why(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    (one,) = departures(place)
    for short, reason in (("pio", "No such thing there"), ("admin", "No such thing there"), ("chief", " ")):
        with pytest.raises(Refused):
            departing.waive_step(place.as_(short), one, "recovery-changed", reason)
    departing.waive_step(place.as_("chief"), one, "recovery-changed", "The platform knows no recovery contact")
    with pytest.raises(Refused, match="Adaeze Whitlow has recorded this step already"):
        take(place, one, "recovery-changed")
    with place.within():
        assert [(row.name, row.waived) for row in Step.objects.all()] == [("recovery-changed", True)]


def test_a_custodian_waived_away_does_not_leave_an_account_in_use_alone(world: World) -> None:
    place = world.bluff
    held(place, holders=("officer",))
    separate(place)
    (one,) = departures(place)
    departing.waive_step(place.as_("chief"), one, "new-custodian", "Nobody wants it")
    keys.take_all(place, one)
    with pytest.raises(Refused, match="Nobody in service would hold the keys"):
        departing.make_safe(place.as_("chief"), one)
    name(place, one.site, "lieutenant")
    with pytest.raises(Refused, match="Nobody else is the first custodian yet"):
        departing.make_safe(place.as_("chief"), one)
    name(place, one.site, "lieutenant", first=True)
    departing.make_safe(place.as_("chief"), one)
    assert state(place, one) == "safe"


def test_what_is_safe_takes_no_further_step(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    (one,) = departures(place)
    keys.take_all(place, one)
    departing.make_safe(place.as_("pio"), one)
    for again in (
        lambda: departing.make_safe(place.as_("pio"), one),
        lambda: take(place, one, "sessions-ended"),
    ):
        with pytest.raises(Refused, match="It is safe again already"):
            again()


def test_who_is_leaving_the_keys_is_not_named_anew(world: World) -> None:
    place = world.bluff
    site = held(place)
    separate(place, on=place.today() + 9 * DAY)
    with pytest.raises(Refused, match="Cole Abernathy is leaving the keys"):
        name(place, site, "officer", since=place.today() + DAY, until=place.today() + 2 * DAY, first=False)
