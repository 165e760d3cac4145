"""The official website: its watched pages, what they link to, and the accounts whose link is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.desk.cast import World
from tests.desk.pages import web as scene
from tests.desk.pages.web import Web, saved

from postorders.desk.base.act import Refused
from postorders.desk.jobs.models import Notice
from postorders.desk.pages import acts
from postorders.desk.pages.models import Website

pytestmark = pytest.mark.both
DAY = timedelta(days=1)


def city(*urls: str, me: bool = True) -> str:
    rel = ' rel="me noopener"' if me else ""
    links = "".join(f'<li><a{rel} href="{url}">us</a></li>' for url in urls)
    return f"<html><body><h1>City</h1><ul>{links}</ul><p>{'Words of the city. ' * 30}</p></body></html>"


def test_an_account_is_linked_whatever_form_its_address_has(world: World, web: Web) -> None:
    site = scene.account(world.bluff, "https://www.facebook.com/CedarBluffPolice")
    row = scene.website(world.bluff, web.show("/city", city("http://m.facebook.com/cedarbluffpolice/?ref=bookmarks")))
    assert row.links == {site.key: True}
    assert scene.states(world.bluff, site)["link-back"] == "met"


def test_without_a_watched_page_it_is_unknown_and_without_a_link_missing(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.url("/police"))
    one = scene.stands(world.bluff, site)["link-back"]
    assert (one.state, "No page of the official website" in one.says) == ("unknown", True)
    scene.website(world.bluff, web.show("/city", city("https://x.com/SomebodyElse")))
    one = scene.stands(world.bluff, site)["link-back"]
    assert (one.state, one.says) == ("missing", "No link to it in: Social media of the city.")


def test_a_page_that_cannot_be_read_is_not_taken_for_one_without_links(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.url("/police"))
    scene.website(world.bluff, web.url("/nothing"))
    assert scene.states(world.bluff, site)["link-back"] == "unknown"


def test_a_link_that_is_lost_is_told_in_the_same_round(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    scene.website(world.bluff, web.show("/city", city(site.url)))
    now = timezone.now()
    scene.round_at(world.bluff, now)
    web.show("/city", city("https://x.com/SomebodyElse"))
    scene.round_at(world.bluff, now + 2 * DAY)
    assert scene.states(world.bluff, site)["link-back"] == "missing"
    with world.bluff.within():
        bodies = list(Notice.objects.filter(subject__contains="does not show").values_list("body", flat=True))
    assert len(bodies) == 2
    assert all("it was there on" in body and "It is not there on" in body for body in bodies)


def test_an_account_that_waits_a_week_is_due_when_its_link_is_lost(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    scene.website(world.bluff, web.show("/city", city(site.url)))
    now = timezone.now()
    for day in (0, 1, 3, 7):
        scene.round_at(world.bluff, now + day * DAY)
    web.show("/city", city())
    asked = len([path for path in web.asked if path == "/police"])
    scene.round_at(world.bluff, now + 8 * DAY)
    assert len([path for path in web.asked if path == "/police"]) == asked + 1


BAD = {
    "another scheme": ("ftp://city.example/police", "not the address of a page"),
    "a platform": ("https://www.facebook.com/CedarBluff", "page on a platform"),
    "credentials": ("https://me:secret@city.example/", "not the address of a page"),
    "nothing": ("", "not the address of a page"),
}


@pytest.mark.parametrize("what", BAD)
def test_only_pages_of_a_website_are_watched(world: World, what: str) -> None:
    url, why = BAD[what]
    with world.bluff.within(), pytest.raises(Refused, match=why):
        acts.add_website(world.bluff.as_("pio"), url, "")


def test_a_page_is_watched_once_and_not_after_its_end(world: World) -> None:
    with world.bluff.within():
        row = acts.add_website(world.bluff.as_("pio"), "city.example/police", "")
        assert row.url == "https://city.example/police"
        with pytest.raises(Refused, match="watched already"):
            acts.add_website(world.bluff.as_("pio"), "https://city.example/police#top", "")
        acts.end_website(world.bluff.as_("pio"), row)
        with pytest.raises(Refused, match="not watched any more"):
            acts.end_website(world.bluff.as_("pio"), row)
        acts.add_website(world.bluff.as_("pio"), "https://city.example/police", "")
        assert Website.objects.count() == 2
