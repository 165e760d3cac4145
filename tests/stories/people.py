"""People of the cast at their browsers, each with a window of their own that stays open during the story."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, expect
from tests.browser.test_sign_in import authenticator, sign_in
from tests.browser.visit import SOON, Visit
from tests.desk.server import Desk

PICTURE = "New profile picture, what do you think?"


@dataclass
class Office:
    """A desk, and a browser for each person who comes to work."""

    desk: Desk
    browser: Browser
    axe: Callable[[Page], None]
    shot: Callable[[Page, str], None]

    def comes(self, email: str, factor: bool = False) -> Page:
        """A person signs in; whoever holds a role sets up a passkey first."""
        page = self.browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US").new_page()
        authenticator(page)
        sign_in(page, self.desk, email)
        if factor:
            page.get_by_role("button", name="Add a passkey").click()
            page.get_by_label("Name").fill("My phone")
            page.get_by_role("button", name="Add it").click()
            expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        page.goto(f"{self.desk.url}/desk/")
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        return page

    def go(self, page: Page, path: str, shot: str = "") -> Page:
        """Opens a page, and looks at it when it is worth a picture: wide, and on a phone."""
        page.goto(f"{self.desk.url}{path}")
        if shot:
            self.look(page, shot)
        return page

    def look(self, page: Page, name: str) -> None:
        """Nothing is wrong for people who cannot see the page, and it does not scroll aside on a phone. Waits for the
        page, which a click may only just have asked for."""
        page.wait_for_load_state()
        expect(page.get_by_role("main")).to_be_visible()
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls aside at {width}"
            self.axe(page)
            self.shot(page, f"story-{name}-{width}")

    def asks(self, page: Page, kind: str, purpose: str) -> str:
        """A member asks for a permission and is told its number."""
        self.go(page, f"/desk/permissions/ask/{kind}/", f"ask-{kind}")
        page.get_by_label("What is it for?").fill(purpose)
        page.get_by_role("button", name="Ask", exact=True).click()
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text(re.compile(r"\d\s*$"))
        return heading.inner_text().split()[-1]

    def checks(self, page: Page) -> dict[str, Any]:
        """The member follows the link to the private check, says of a picture that it shows the patch and nothing else,
        and reads the judgment.
        """
        self.go(page, "/desk/permissions/")
        page.get_by_role("link", name="Check a draft privately, with these permissions").click()
        visit = Visit(page, self.desk.url)
        page.wait_for_selector("html[data-ready]", timeout=SOON)
        page.wait_for_selector("#leave-line p", timeout=SOON)  # the permissions of the link are taken up
        page.fill("#text", PICTURE)
        page.check("#has-media")
        visit.until(lambda said: bool(said["questions"]))
        answers: dict[str, str] = {}
        while left := [fact for fact in _facts(page) if fact not in answers]:
            for fact in left:
                answers[fact] = "yes" if fact == "patch-visible" else "no"
                page.check(f"fieldset[data-fact={fact}] input[value={answers[fact]}]")
            visit.until(lambda said: said["basis"]["context"].get("facts", {}) == answers)
        self.shot(page, f"story-check-{visit.said['outcome']}")
        return visit.said


def _facts(page: Page) -> list[str]:
    """The questions that the private check asks now."""
    found = (field.get_attribute("data-fact") for field in page.locator("fieldset[data-fact]").all())
    return [fact for fact in found if fact]
