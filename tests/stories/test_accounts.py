"""Official accounts: from a request to the public list, a disclaimer that vanishes, an officer who leaves, an impostor."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.archive.read.pages import png
from tests.desk.server import Desk
from tests.stories import town as pages
from tests.stories.people import Office
from tests.stories.town import DISCLAIMER, Town, opened, profile, website


@dataclass(frozen=True)
class Place:
    """A department of the cast: who runs its accounts, who signs, and what its policy calls leave for a site."""

    slug: str
    pio: str
    chief: str
    signs: str
    kind: str
    account: str
    pasted: str
    impostor: str
    site: str
    demand: str
    words: str


BLUFF = Place(
    "cedar-bluff", "devon", "adaeze", "", "department-site", "https://www.facebook.com/CedarBluffPolice",
    "m.facebook.com/cedarbluffpolice/?ref=share", "https://www.facebook.com/CedarBIuffPolice", "raymore.com",
    "visitor-disclaimer", DISCLAIMER,
)  # fmt: skip
OSAGE = Place(
    "osage-crossing", "bao", "rosalind", "Rosalind Eckhart", "site-approval", "https://x.com/OsageCrossingPD",
    "https://mobile.twitter.com/osagecrossingpd?s=21", "https://x.com/OsageCrossinqPD", "kcpd.org",
    "identification-line", pages.WHO,
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def town() -> Iterator[Town]:
    """The pages that the desk may look at; opened before the desk, which reads from the environment that it may."""
    town, server = opened()
    os.environ["POSTORDERS_DESK_FETCH_ALLOW"] = f"localhost:{town.port}"
    yield town
    del os.environ["POSTORDERS_DESK_FETCH_ALLOW"]
    server.shutdown()


@pytest.fixture
def office(
    town: Town, live_desk: Desk, browser: Browser, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> Office:
    return Office(live_desk, browser, axe, shot)


# The windows of people who have signed in, by e-mail address: each sets up a passkey once, as the desk stays open.
THERE: dict[str, Page] = {}


def comes(office: Office, place: Place, who: str) -> Page:
    email = f"{who}@{place.slug}.example"
    if email not in THERE:
        THERE[email] = office.comes(email, factor=True)
        THERE[email].set_default_timeout(10_000)
    return THERE[email]


def granted(office: Office, place: Place, pio: Page, chief: Page) -> str:
    """The PIO asks for a site and the Chief grants it, in the form that the policy wants; its number."""
    number = office.asks(pio, place.kind, "Closures, lost property and what the department does")
    office.go(chief, f"/desk/permissions/{number}/decide/")
    if place.signs:
        chief.get_by_label("Your name, as your signature").fill(place.signs)
    chief.get_by_role("button", name="Grant", exact=True).click()
    return number


def entered(office: Office, pio: Page, address: str) -> str:
    """The PIO enters the address of an account; the path of its page."""
    office.go(pio, "/desk/sites/new/")
    pio.get_by_label("Address of the account").fill(address)
    pio.get_by_label("What it is for, in words").fill("Closures and lost property")
    pio.get_by_role("button", name="Enter it", exact=True).click()
    known, done = pio.get_by_label("I have looked: it is another account"), pio.get_by_text("To verify").first
    expect(known.or_(done).first).to_be_visible()
    if known.is_visible():
        known.check()
        pio.get_by_role("button", name="Enter it", exact=True).click()
    expect(done).to_be_visible()
    return pio.url.removeprefix(office.desk.url)


def put_on_list(office: Office, chief: Page, path: str) -> None:
    office.go(chief, path)
    chief.get_by_role("button", name="Put on the list").click()
    chief.get_by_role("button", name="Put on the list").click()
    expect(chief.get_by_text("Listed").first).to_be_visible()


@pytest.mark.parametrize("place", [BLUFF, OSAGE], ids=lambda place: place.slug)
def test_a_new_site_from_request_to_the_public_list_and_an_impostor(office: Office, place: Place) -> None:
    pio, chief = comes(office, place, place.pio), comes(office, place, place.chief)
    granted(office, place, pio, chief)
    office.go(pio, "/desk/sites/new/", f"new-account-{place.slug}")
    path = entered(office, pio, place.pasted)
    office.look(pio, f"account-{place.slug}")
    office.go(chief, "/desk/notices/")
    expect(chief.get_by_role("main")).to_contain_text(place.account, ignore_case=True)
    put_on_list(office, chief, path)
    office.go(chief, "/desk/sites/", f"accounts-{place.slug}")
    expect(chief.get_by_role("main")).to_contain_text(place.account.split("/")[-1], ignore_case=True)

    citizen = office.browser.new_context(locale="en-US").new_page()
    office.go(citizen, f"/d/{place.slug}/accounts/", f"public-accounts-{place.slug}")
    expect(citizen.get_by_role("main")).to_contain_text(place.account, ignore_case=True)
    citizen.get_by_label("Is this account really yours?").fill(place.pasted)
    citizen.get_by_role("button", name="Ask").click()
    expect(citizen.get_by_role("heading", name="Yes, it is ours.")).to_be_visible()

    citizen.get_by_label("Is this account really yours?").fill(place.impostor)
    citizen.get_by_role("button", name="Ask").click()
    expect(citizen.get_by_role("heading", name="Careful")).to_be_visible()
    expect(citizen.get_by_role("main")).to_contain_text(place.account, ignore_case=True)
    office.look(citizen, f"impostor-{place.slug}")
    assert citizen.context.cookies() == [], "nobody who asks is known again"

    office.go(chief, "/desk/sites/")
    chief.get_by_role("button", name="Revoke").first.click()
    office.go(citizen, f"/d/{place.slug}/accounts/verify/?url={place.account}")
    expect(citizen.get_by_role("heading", name="No longer.")).to_be_visible()


@pytest.mark.parametrize("place", [BLUFF, OSAGE], ids=lambda place: place.slug)
def test_a_disclaimer_that_vanishes(office: Office, town: Town, place: Place) -> None:
    pio, chief = comes(office, place, place.pio), comes(office, place, place.chief)
    account = town.url(f"/{place.slug}")
    town.pages[f"/{place.slug}"] = profile(place.site)
    granted(office, place, pio, chief)
    path = entered(office, pio, account)
    put_on_list(office, chief, path)

    office.go(pio, f"{path}page/")
    pio.get_by_role("button", name="Check now").click()
    demand = pio.locator(f"#{place.demand}")
    expect(demand.locator("mark")).to_contain_text(place.words.split(".")[0][:20])
    office.look(pio, f"page-{place.slug}")

    town.pages[f"/{place.slug}"] = profile(place.site, place.words)
    office.go(chief, f"{path}page/")
    chief.get_by_role("button", name="Check now").click()
    lost = chief.locator(f"#{place.demand}")
    expect(lost.locator("mark")).to_have_count(0)
    expect(lost.get_by_label("copy").first).not_to_be_empty()
    expect(chief.locator(".drift")).to_contain_text(place.words.split(".")[0][:20])
    office.look(chief, f"drift-{place.slug}")
    office.go(pio, "/desk/notices/")
    expect(pio.get_by_role("main")).to_contain_text("localhost")


def test_the_official_website_links_back(office: Office, town: Town) -> None:
    place = BLUFF
    pio, chief = comes(office, place, place.pio), comes(office, place, place.chief)
    town.pages["/again"] = profile(place.site)
    town.pages["/city"] = website()
    granted(office, place, pio, chief)
    path = entered(office, pio, town.url("/again"))
    put_on_list(office, chief, path)
    office.go(pio, "/desk/website/", "website")
    pio.get_by_label("Address of the page").fill(town.url("/city"))
    pio.get_by_role("button", name="Watch this page").click()
    office.go(pio, "/desk/website/")
    pio.get_by_role("button", name="Check now").first.click()
    expect(pio.get_by_role("main")).to_contain_text('rel="me"')
    office.go(pio, f"{path}page/")
    expect(pio.locator("#link-back")).to_contain_text("not found")
    town.pages["/city"] = website(town.url("/again"))
    office.go(pio, "/desk/website/")
    pio.get_by_role("button", name="Check now").first.click()
    office.go(pio, f"{path}page/", "link-back")
    expect(pio.locator("#link-back")).to_contain_text("Linked from")


def test_an_officer_who_leaves_with_three_accounts(office: Office) -> None:
    place = BLUFF
    pio, admin = comes(office, place, place.pio), comes(office, place, "wendell")
    for handle in ("facebook.com/CedarBluffK9", "instagram.com/cedarbluffk9", "youtube.com/@cedarbluffk9"):
        path = entered(office, pio, handle)
        office.go(pio, f"{path}custody/")
        pio.get_by_text("Name a holder of the keys").click()
        pio.locator("#id_member").fill("31")
        pio.get_by_label("First custodian: answers for the keys").check()
        pio.get_by_role("button", name="Name", exact=True).click()
        expect(pio.get_by_role("main")).to_contain_text("Cole Abernathy")

    office.go(admin, "/desk/people/?find=Abernathy")
    admin.get_by_role("link", name="Cole Abernathy").click()
    admin.get_by_role("button", name="Separate").click()
    expect(admin.get_by_role("main")).to_contain_text("cedarbluffk9 on YouTube")
    office.look(admin, "separate-at-risk")
    admin.get_by_role("button", name="Separate").click()

    office.go(pio, "/desk/departures/", "departures")
    expect(pio.get_by_role("row")).to_have_count(4)
    pio.get_by_role("link", name="CedarBluffK9 on Facebook").click()
    expect(pio.get_by_role("button", name="Make it safe")).to_be_disabled()
    steps = pio.locator("article")
    for number in range(steps.count()):
        step = steps.nth(number)
        step.get_by_text("Record this step").click()
        step.get_by_label("Who did it, and how").fill("Done by the Media Unit at the front desk")
        for label, value in (("New first custodian", "40"), ("New owner", "40")):
            if step.get_by_label(label).count():
                step.get_by_label(label).fill(value)
        if step.get_by_label("Picture or saved page").count():
            picture = {"name": "admins.png", "mimeType": "image/png", "buffer": png(64, 48)}
            step.get_by_label("Picture or saved page").set_input_files(files=[picture])
        if number == 0:
            office.look(pio, "departure")
        step.get_by_role("button", name="Record it as done").click()
        expect(steps.nth(number).get_by_text("done", exact=True)).to_be_visible()
    pio.get_by_role("button", name="Make it safe").click()
    office.go(pio, "/desk/departures/")
    expect(pio.get_by_role("row")).to_have_count(3)
    office.go(pio, "/desk/sites/", "accounts-at-risk")
    expect(pio.get_by_role("main")).to_contain_text("at risk")
