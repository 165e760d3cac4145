"""What the desk carries out of the two policies for official pages: each demand looked for, and links both ways."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.desk import cast
from tests.desk.cast import World
from tests.desk.pages import web as scene
from tests.desk.pages.web import Web, saved

from postorders.desk.pages.demanded import ordered

pytestmark = pytest.mark.both
DEMANDS = [
    ("bluff", "raymore-8", "8.03.C.1", "maintained-by"),
    ("bluff", "raymore-8", "8.03.C.2", "contact-shown"),
    ("bluff", "raymore-8", "8.03.C.3", "visitor-disclaimer"),
    ("bluff", "raymore-8", "8.03.C.3", "removal-notice"),
    ("bluff", "raymore-8", "8.03.C.4#1", "official-link"),
    ("osage", "kcpd-261", "IV.B.5", "identification-line"),
]
CASES = [
    pytest.param(*case, marks=pytest.mark.proves(case[1], case[2], capability="page-conformance"), id=case[3])
    for case in DEMANDS
]


@pytest.mark.parametrize(("where", "policy", "clause", "demand"), CASES)
def test_what_a_clause_demands_is_found_on_one_page_and_missed_on_another(
    world: World, web: Web, where: str, policy: str, clause: str, demand: str
) -> None:
    place, who = getattr(world, where), {"bluff": "pio", "osage": "media"}[where]
    website = {"bluff": b"www.raymore.com", "osage": b"www.kcpd.org"}[where]
    body = saved("complete").replace(b"www.fultongrove.example", website)
    whole = scene.account(place, web.show("/whole", body), owner=who)
    lacking = scene.account(place, web.show("/lacking", saved(f"without-{demand}")), owner=who)
    scene.check_now(place, whole, who)
    scene.check_now(place, lacking, who)
    with place.within():
        cited = ordered().cited[demand]
    states = scene.states(place, whole)[demand], scene.states(place, lacking)[demand]
    assert ((policy, clause) in cited, states) == (True, ("met", "missing"))


@pytest.mark.proves("raymore-8", "8.03.C", capability="page-conformance")
def test_where_practical_leaves_the_chief_room_for_a_recorded_reason(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("without-removal-notice")))
    scene.check_now(world.bluff, site)
    assert scene.states(world.bluff, site)["removal-notice"] == "missing"
    chief = cast.browser(world.bluff, "chief")
    form = reverse("account-page-not-practical", args=[site.id, "removal-notice"])
    assert form in chief.get(reverse("account-page", args=[site.id])).content.decode()
    with world.bluff.within():
        until = str(scene.days_from_today(90))
    assert chief.post(form, {"reason": "The profile holds 160 characters.", "review_by": until}).status_code == 302
    assert scene.states(world.bluff, site)["removal-notice"] == "not-practical"


@pytest.mark.proves("raymore-8", "8.03.C.4#2", capability="two-way-links")
def test_the_official_website_is_looked_at_for_its_links_to_the_accounts(world: World, web: Web) -> None:
    linked = scene.account(world.bluff, "https://www.facebook.com/CedarBluffPolice")
    forgotten = scene.account(world.bluff, "https://x.com/CedarBluffPD")
    scene.website(world.bluff, web.show("/city", f'<h1>City</h1><a rel="me" href="{linked.url}">Facebook</a>'))
    found = [scene.states(world.bluff, site)["link-back"] for site in (linked, forgotten)]
    assert found == ["met", "missing"]
