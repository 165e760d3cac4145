"""The pages of custody and of departures, as their users meet them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.desk.cast import Place, World, browser
from tests.desk.custody import keys
from tests.desk.custody.keys import DAY, account, departures, held, name, separate

from postorders.desk.base import guard
from postorders.desk.custody import acts, who
from postorders.desk.custody.cards import cards
from postorders.desk.custody.models import Departure, Holding
from postorders.desk.people import acts as people
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


def said(answer: Any) -> str:
    """The page's words, with white space folded."""
    return " ".join(answer.content.decode().split())


def keys_page(site: Site) -> str:
    return f"/desk/sites/{site.id}/custody/"


def leaving_page(one: Departure) -> str:
    return f"/desk/departures/{one.id}/"


def record(client: Client, one: Departure, step: str, **given: Any) -> Any:
    """A step is recorded on the page of the departure."""
    fields = {f"{step}-{field}": value for field, value in given.items()}
    data = {"do": "take", "step": step, f"{step}-words": "Devon Hatcher, at the desk", **fields}
    return client.post(leaving_page(one), data, follow=True)


def test_an_officer_leaves_and_the_media_unit_makes_three_accounts_safe(world: World) -> None:
    place = world.bluff
    held(place, "Patrol", name="Patrol"), held(place, "Bikes", name="Bikes", holders=("officer",))
    held(place, "OfficerCole", name="Officer Cole", named_for="Cole Abernathy")
    separate(place)
    devon = browser(place, "pio")
    home = said(devon.get("/desk/"))
    assert "Accounts at risk" in home and "Cole Abernathy · 6 steps missing" in home
    table = said(devon.get("/desk/departures/"))
    assert "3 departures" in table and "5 of 5 steps" in table and "6 of 6 steps" in table
    for one in departures(place):
        page = said(devon.get(leaving_page(one)))
        assert "8.03.D.6" in page and "leaves the department" in page
        assert re.search(r'value="safe" aria-describedby="left" disabled', page)
        refused = devon.post(leaving_page(one), {"do": "safe"})
        assert refused.status_code == 422 and "is not safe yet" in said(refused)
        without = record(devon, one, "admins-reread")
        assert without.status_code == 422 and "This field is required." in said(without)
        record(devon, one, "new-custodian", custodian="12")
        for step in ("credentials-rotated", "sessions-ended", "recovery-changed"):
            assert "Recorded." in said(record(devon, one, step))
        picture = SimpleUploadedFile("admins.png", PNG, "image/png")
        assert "image/png" in said(record(devon, one, "admins-reread", evidence=picture))
        if "named" in one.held_as:
            record(devon, one, "renamed", name="Cedar Bluff Patrol")
        assert "disabled" not in said(devon.get(leaving_page(one))).partition("<h2>Make the account safe")[2]
        assert "Safe again" in said(devon.post(leaving_page(one), {"do": "safe"}, follow=True))
    assert "No account is at risk" in said(devon.get("/desk/departures/"))
    ended = said(devon.get("/desk/departures/", {"state": "ended"}))
    assert "Safe again" in ended and "Cedar Bluff Patrol" in ended


def test_evidence_is_saved_exactly_as_it_came_and_never_shown(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    (one,) = departures(place)
    devon = browser(place, "pio")
    record(devon, one, "admins-reread", evidence=SimpleUploadedFile("x<y>.png", PNG, "image/png"))
    link = re.search(r'href="([^"]+/evidence)"', said(devon.get(leaving_page(one))))
    assert link
    answer = devon.get(link[1])
    assert answer.content == PNG
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="site-{one.site.number}-admins-reread.png"'
    assert browser(place, "reserve").get(link[1]).status_code == 403


def test_a_file_that_cannot_be_evidence_is_refused_on_its_form(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    (one,) = departures(place)
    junk = SimpleUploadedFile("admins.png", b"\x00\x01\x02 no picture at all", "image/png")
    answer = record(browser(place, "pio"), one, "admins-reread", evidence=junk)
    assert answer.status_code == 422 and "errorlist" in said(answer)
    with place.within():
        assert not one.steps.exists()


def test_the_chief_says_that_a_step_does_not_apply_and_others_see_no_such_form(world: World) -> None:
    place = world.bluff
    held(place)
    separate(place)
    (one,) = departures(place)
    assert "It does not apply" not in said(browser(place, "pio").get(leaving_page(one)))
    data = {"do": "waive", "step": "recovery-changed", "waive-recovery-changed-reason": "The platform has none"}
    page = said(browser(place, "chief").post(leaving_page(one), data, follow=True))
    assert "does not apply" in page and "The platform has none" in page


def test_the_chief_leaves_the_keys_with_who_only_moved(world: World) -> None:
    place = world.bluff
    held(place)
    people.transfer(place.as_("admin"), keys.fresh(place, "officer"), place.units["Command"])
    (one,) = departures(place)
    chief = browser(place, "chief")
    assert "The keys stay with the member" in said(chief.get(leaving_page(one)))
    answer = chief.post(leaving_page(one), {"do": "stay", "stay-reason": "Still on the bikes"}, follow=True)
    assert "decided that the keys stay: Still on the bikes" in said(answer)


def test_where_no_policy_orders_it_the_page_says_local_practice(world: World) -> None:
    place = world.osage
    held(place, "OsagePD", ("officer", "media"))
    separate(place)
    page = said(browser(place, "chief").get(leaving_page(departures(place)[0])))
    assert "local practice: no policy in force orders it" in page


def test_keys_are_named_ended_and_corrected_on_their_page(world: World) -> None:
    place = world.bluff
    site, day = account(place), place.today()
    chief = browser(place, "chief")
    assert "Nobody holds the keys. Name a first custodian." in said(chief.get(keys_page(site)))
    given = {"do": "name", "member": "31", "since": str(day - 3 * DAY), "first": "on"}
    page = said(chief.post(keys_page(site), given, follow=True))
    assert "Cole Abernathy holds the keys." in page and "1 of at least 2 custodians (local setting)" in page
    name(place, site, "pio")
    with place.within():
        cole, devon = who.custodians(site)
    wrong = chief.post(f"{keys_page(site)}{cole.id}/end/", {"on": str(day - 9 * DAY)})
    assert wrong.status_code == 422 and "does not last beyond that day" in said(wrong)
    chief.post(f"{keys_page(site)}{devon.id}/end/", {"on": str(day)})
    moment = timezone.localtime(timezone=ZoneInfo("America/Chicago")) - timedelta(minutes=5)
    with place.within(), guard.lifted("an older line"):
        Holding.objects.filter(id=cole.id).update(recorded=moment - DAY)
    fix = {"member": "12", "since": str(day - 3 * DAY), "first": "on", "reason": "It was Marisol"}
    page = said(chief.post(f"{keys_page(site)}{cole.id}/correct/", fix, follow=True))
    assert "The line as it was stays in the history" in page and "It was Marisol" in page
    now = said(chief.get(keys_page(site), {"on": str(day - 2 * DAY)}))
    then = said(chief.get(keys_page(site), {"on": str(day - 2 * DAY), "known": f"{moment:%Y-%m-%dT%H:%M}"}))
    assert "Marisol Tran (12), first custodian</li>" in now and "Cole Abernathy (31), first custodian</li>" in then


def test_a_password_is_refused_on_its_field_and_not_kept(world: World) -> None:
    place = world.bluff
    site = held(place)
    answer = browser(place, "pio").post(keys_page(site), {"do": "keep", "keep-where": "password: heron"})
    assert answer.status_code == 422 and "This looks like a password, and nothing was kept." in said(answer)
    with place.within():
        assert Site.objects.get(id=site.id).kept_in == ""


SEES = {"chief": 200, "pio": 200, "attorney": 200, "officer": 200, "lieutenant": 200, "reserve": 403}


@pytest.mark.parametrize("short", SEES)
def test_who_sees_the_keys_of_an_account(world: World, short: str) -> None:
    """Those who keep the register, the custodians and the owner (the lieutenant); no other member."""
    place = world.bluff
    site = held(place, owner=place.members["lieutenant"])
    acts.keep(place.as_("pio"), site, "In the red folder")
    answer = browser(place, short).get(keys_page(site))
    assert answer.status_code == SEES[short]
    assert ("In the red folder" in said(answer)) is (SEES[short] == 200)
    assert ("Name a holder of the keys" in said(answer)) is (short in ("chief", "pio", "officer", "lieutenant"))


def test_a_member_sees_the_departures_of_accounts_in_own_keeping(world: World) -> None:
    place = world.bluff
    held(place, "Patrol", ("officer", "lieutenant"), name="Patrol")
    held(place, "Bikes", ("officer", "pio"), name="Bikes")
    separate(place)
    page = said(browser(place, "lieutenant").get("/desk/departures/"))
    assert "Patrol</a>" in page and "Bikes" not in page
    assert "No account is at risk" in said(browser(place, "reserve").get("/desk/departures/"))


def test_another_departments_account_is_not_there(world: World) -> None:
    site = held(world.osage, "OsagePD", ("officer", "media"))
    separate(world.osage)
    chief = browser(world.bluff, "chief")
    for address in (keys_page(site), leaving_page(departures(world.osage)[0])):
        assert chief.get(address).status_code == 404


def many(place: Place, count: int) -> None:
    """So many accounts more that an officer leaves behind."""
    start = place.today()
    with place.within(), guard.lifted("filling a test"):
        first = Site.objects.count()
        for number in range(first, first + count):
            site = Site(number=900 + number, name=f"Made {number}", platform="facebook", handle=f"made{number}")
            site.url = f"https://www.facebook.com/made{number}"
            site.key = f"facebook:made{number}"
            site.save()
            one = Departure(site=site, member=place.members["officer"], cause="separated", on=start, due=start)
            one.held_as = ["custodian"]
            one.save()


def test_more_departures_cost_no_more_questions(world: World, django_assert_max_num_queries: Any) -> None:
    place = world.bluff
    chief = browser(place, "chief")
    many(place, 60)
    with django_assert_max_num_queries(20):
        page = said(chief.get("/desk/departures/"))
    assert "60 departures" in page and "Page 1 of 2" in page
    person = place.as_("chief")
    with place.within(), django_assert_max_num_queries(6):
        found = list(cards(person))
    assert [len(card.lines) for card in found] == [5, 6, 0]
