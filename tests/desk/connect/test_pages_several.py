"""One application and one sign-in open several accounts: the register says which one is meant, else a person does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import World, browser
from tests.desk.connect.scene import (
    ANSWER,
    KINDS,
    connected,
    entered,
    gone,
    keys,
    listed,
    platform,
    row_of,
    said,
    sealed,
)
from tests.desk.release.scene import entries_text
from tests.platforms.contract.graph import GraphContract
from tests.platforms.contract.graphkeys import IG, OTHER, PAGE
from tests.platforms.contract.graphline import came_back

from postorders.desk.connect import lines
from postorders.desk.connect.models import Application, Connection
from postorders.platforms.publisher import publishers

pytestmark = pytest.mark.both
PARKS = "17841400000000002"
PROFILE = "https://www.facebook.com/profile.php?id=61550000000017"


@pytest.fixture
def meta() -> Iterator[GraphContract]:
    """Two Pages of the department with an Instagram account each, all of them shared."""
    server = KINDS["facebook"].server()
    server.share, server.linked[OTHER] = [OTHER, PAGE], PARKS
    server.shown[PARKS] = ("Fulton Grove Parks", "fultongroveparks")
    with platform("facebook", server), platform("instagram", server):
        yield server


def test_a_second_site_with_the_same_application_leaves_the_first_as_it_is(world: World, meta: Any) -> None:
    place = world.bluff
    urls = {
        "https://www.facebook.com/FultonGrovePD": PAGE, "https://www.facebook.com/Fulton.Grove.Parks": OTHER,
        "https://www.instagram.com/fultongrovepd/": IG, "https://www.instagram.com/fultongroveparks/": PARKS,
    }  # fmt: skip
    for name in ("facebook", "instagram"):
        entered(place, name)
    sites = {url: listed(place, url) for url in urls}
    for url, one in sites.items():
        assert "Connected as " in connected(place, one.platform, meta, one), url
    found = [sealed(place, one)["token"] for one in sites.values()]
    assert len(set(found)) == 4
    assert [row_of(place, one).known_as for one in sites.values()] == list(urls.values())
    with place.within():
        assert Application.objects.count() == 2
        for url, one in sites.items():
            line = lines.renewed(one, timezone.now())
            assert publishers()[one.platform].profile(line).id == urls[url], "renewing stays with the account"


def test_who_goes_on_is_told_which_accounts_must_stay_ticked(world: World, meta: Any) -> None:
    place = world.bluff
    entered(place, "facebook")
    first, second = listed(place, "https://www.facebook.com/FultonGrovePD"), listed(place, KINDS["x"].url)
    third = listed(place, "https://www.facebook.com/FultonGroveParks")
    assert "ticked" not in gone(browser(place, "pio"), first)[1]
    connected(place, "facebook", meta, first)
    leads = gone(browser(place, "pio"), third)[1]
    assert f"can no longer open: {first.name}." in leads and second.name not in leads


def test_a_name_that_was_not_shared_is_told_with_those_that_were(world: World, meta: Any) -> None:
    place = world.bluff
    entered(place, "facebook")
    one = listed(place, "https://www.facebook.com/FultonGroveFire")
    came = connected(place, "facebook", meta, one)
    assert f"None of the accounts that you shared is {one.url}: Fulton Grove Parks ({OTHER})" in came
    assert "Which account is it?" not in came
    with place.within():
        assert not Connection.objects.exists()


def test_a_number_in_the_address_of_a_page_chooses_it(world: World, meta: Any) -> None:
    place = world.bluff
    meta.shown[PAGE], meta.numbers[PAGE] = ("Fulton Grove Police", ""), "61550000000017"
    entered(place, "facebook")
    one = listed(place, PROFILE)
    assert "Connected as 61550000000017" in connected(place, "facebook", meta, one)
    assert row_of(place, one).known_as == PAGE


@pytest.mark.parametrize("share", [[PAGE], [OTHER, PAGE]])
def test_where_the_platform_does_not_tell_the_number_a_person_chooses_once(
    world: World, meta: Any, share: list[str]
) -> None:
    place = world.bluff
    meta.share = share
    entered(place, "facebook")
    one, devon = listed(place, PROFILE), browser(place, "pio")
    asked = connected(place, "facebook", meta, one, devon)
    assert f"Which account is {PROFILE}?" in asked and f'value="{PAGE}"' in asked
    assert (f'value="{OTHER}"' in asked) == (OTHER in share)
    for wrong in ("", "100064000000009", "17841400000000001"):
        assert devon.post(keys(one), {"do": "connect", "account": wrong}).status_code == 422
    assert "Connected as FultonGrovePD" in connected(place, "facebook", meta, one, devon, account=PAGE)
    row = row_of(place, one)
    assert (row.known_as, row.handle) == (PAGE, "FultonGrovePD")
    assert '["chosen","yes",' in entries_text(place)
    assert "Which account is it?" not in said(devon.get(keys(one)))


def test_what_was_chosen_and_is_not_shared_after_all_is_not_taken(world: World, meta: Any) -> None:
    place = world.bluff
    entered(place, "facebook")
    one, devon = listed(place, PROFILE), browser(place, "pio")
    connected(place, "facebook", meta, one, devon)
    url, _leads = gone(devon, one, account=PAGE)
    meta.share = [OTHER]
    came = said(devon.get(ANSWER, came_back(url), follow=True))
    assert "Which account is" in came and f'value="{PAGE}"' not in came
    with place.within():
        assert not Connection.objects.exists()


def test_a_choice_is_asked_of_nobody_else_and_of_no_other_account(world: World, meta: Any) -> None:
    place = world.bluff
    entered(place, "facebook")
    one, other = listed(place, PROFILE), listed(place, "https://www.facebook.com/FultonGroveFire")
    devon = browser(place, "pio")
    connected(place, "facebook", meta, one, devon)
    for who, which in ((browser(place, "chief"), one), (devon, other)):
        assert "Which account is it?" not in said(who.get(keys(which)))


def test_an_application_names_no_server_where_the_platform_has_one_alone(world: World) -> None:
    came = entered(world.bluff, "facebook", server="https://graph.example")
    assert "has no servers to choose from" in came and "None is entered yet." in came
