"""Each person of a department opens every page that the navigation gives them, wide and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.desk.server import Desk
from tests.stories.people import Office

ROWS = 2  # of the header at 1280 pixels: who is here, and where one can go

# What each of them looks at in the navigation, and where it leads; every other link is opened all the same.
PEOPLE = {
    "cole": ("My permissions", "Policy", "Notices", "Who did what"),
    "adaeze": ("Waiting for me", "Designees", "People", "Settings"),
    "priya": ("Policy", "Who did what"),
    "ottilie": ("Policy",),
    "wendell": ("Units", "Accounts", "Tasks of the desk"),
}
BEHIND = {
    "cole": ("permissions/ask", "policy/changes", "tokens"),
    "adaeze": ("decided", "delegations/new"),
    "priya": ("policy/adopt", "ledger/disposals", "ledger/holds"),
    "ottilie": ("policy/readings",),
    "wendell": ("people/roster", "people/add"),
}


@pytest.fixture
def office(live_desk: Desk, browser: Browser, axe: Callable[[Page], None], shot: Callable[[Page, str], None]) -> Office:
    return Office(live_desk, browser, axe, shot)


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_of_the_navigation_can_be_read_by_whoever_it_is_for(office: Office, who: str) -> None:
    page = office.comes(f"{who}@cedar-bluff.example", factor=who != "cole")
    office.look(page, f"{who}-home")
    expect(page.get_by_role("main").get_by_role("button", name="Check a draft privately")).to_be_visible()
    links = page.locator("header.top .links a")
    assert len(set(links.evaluate_all("all => all.map(one => one.getBoundingClientRect().top)"))) == ROWS - 1
    there = {link.inner_text().split("\n")[0].rstrip(" 0123456789"): link.get_attribute("href") for link in links.all()}
    assert set(PEOPLE[who]) <= set(there)
    for name, path in there.items():
        office.go(page, str(path), f"{who}-{name.lower().replace(' ', '-')}" if name in PEOPLE[who] else "")
        assert page.locator("header.top a[aria-current=page]").inner_text().startswith(name)
    for path in BEHIND[who]:
        office.go(page, f"/desk/{path}/", f"{who}-{path.replace('/', '-')}")


def test_the_first_page_offers_the_private_check_before_anything_else(office: Office) -> None:
    page = office.go(office.browser.new_page(), "/", "front")
    first = page.locator("main a").first
    expect(first).to_have_text("Check a draft privately")
    assert first.get_attribute("href") == "/check/cedar-bluff/"
    for path, name in (("policy/versions/", "versions"), ("ledger/", "public-ledger")):
        office.go(page, f"/d/cedar-bluff/{path}", name)


def test_an_address_that_leads_nowhere_leads_back(office: Office) -> None:
    page = office.go(office.browser.new_page(), "/desk/permissions/2026-99999/")
    office.go(page, "/nothing/here/", "not-found")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    page.get_by_role("link", name="Back to the start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("May I post this?")
