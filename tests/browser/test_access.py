"""Anyone can use the check page: by keyboard alone, with a screen reader, on a narrow phone, in the dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.fixtures import Site
from tests.browser.visit import LEAVE, Visit, fragment

DRAFT = "On behalf of the department I ask you to vote for the levy. My sergeant is falsifying overtime slips."
SIZES = {
    "desktop": (1280, "light"),
    "phone": (360, "light"),
    "desktop-dark": (1280, "dark"),
    "phone-dark": (360, "dark"),
}


@pytest.mark.parametrize("name", SIZES)
def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser, site: Site, axe: Callable[[Page], None], shot: Callable[[Page, str], None], name: str
) -> None:
    width, scheme = SIZES[name]
    with browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light", locale="en-US"
    ) as context:
        visit = Visit(context.new_page(), site.url).open(f"#{fragment(LEAVE, name='Marisol Tran')}")
        axe(visit.page)
        visit.write(DRAFT).page.check("#has-media")
        visit.until(lambda said: bool(said["questions"])).answer("custody-shown", "yes")
        visit.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        shot(visit.page, f"check-{name}")
        axe(visit.page)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_outcome_is_told_to_a_screen_reader_and_never_by_color_alone(visit: Visit) -> None:
    visit.open().write(DRAFT)
    line = visit.page.locator("#outcome-line")
    assert (line.get_attribute("role"), line.get_attribute("aria-live")) == ("status", "polite")
    assert visit.outcome.startswith("Think again")
    assert visit.page.locator("#outcome-icon svg path").count() == 1
    assert visit.page.locator("article .badge").first.inner_text() == "Advice"
    assert visit.page.locator("#outcome-advice").inner_text() == "Advice, not a finding; not legal advice."


def test_the_keyboard_alone_reaches_the_answer(visit: Visit) -> None:
    visit.open()
    keys = visit.page.keyboard
    tab_to(visit.page, "policy")
    tab_to(visit.page, "text")
    keys.type(DRAFT)
    visit.until(lambda said: said["basis"]["post"]["text"] == DRAFT)
    tab_to(visit.page, "has-media")
    keys.press("Space")
    visit.until(lambda said: bool(said["questions"]))
    tab_to(visit.page, "", "fact-custody-shown")
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    visit.until(lambda said: said["basis"]["context"].get("facts") == {"custody-shown": "yes"})
    assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab_to(visit.page, "clear")
    keys.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "text"
    assert visit.outcome == "Nothing checked yet."


def tab_to(page: Page, id: str, name: str = "") -> None:
    """Presses Tab until the field has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(
            "([id, name]) => id ? document.activeElement.id === id : document.activeElement.name === name", [id, name]
        ):
            return
    raise AssertionError(f"Tab never reaches {id or name}.")
