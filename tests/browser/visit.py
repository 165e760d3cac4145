"""The private check page as its visitor uses it, by what can be seen and typed."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Page

SOON = 60_000  # milliseconds; a limit for the wait, not a measure
DAY = "2026-03-02"
LEAVE = {
    "id": "P-2026-014",
    "kind": "logo-use",
    "granted_by": "chief",
    "granted_by_name": "Chief Adaeze Whitlow",
    "form": "written",
    "start": "2026-02-01",
    "end": "2026-03-31",
}


def fragment(*permissions: Mapping[str, Any], **holder: object) -> str:
    """What stands after the # in a link that carries permissions."""
    data = json.dumps({"permissions": permissions, **holder}).encode()
    return "leave=" + base64.urlsafe_b64encode(data).decode().rstrip("=")


class Visit:
    """One visit of the page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, after: str = "") -> Visit:
        """Opens the page and waits until it is ready and kept for offline use."""
        self.page.goto(f"{self.url}/{after}")
        return self.ready()

    def ready(self) -> Visit:
        """Waits for a page that was opened; one without an engine fails at once."""
        assert self.page.locator("html[data-build]").count() == 1, "This is not the check page."
        self.page.wait_for_selector("html[data-offline]", timeout=SOON)
        return self

    def write(self, text: str, official: bool = False, on: str = DAY) -> Visit:
        """Puts a draft in, and waits for the judgment of it."""
        if official:
            self.page.check("input[name=account][value=official]")
        self.page.evaluate("document.querySelector('#moment').open = true")
        self.page.fill("#as-of", on)
        self.page.fill("#text", text)
        return self.until(lambda said: said["basis"]["post"].get("text", "") == text and said["as_of"] == on)

    def answer(self, fact: str, value: str) -> Visit:
        """Answers one of the questions."""
        self.page.check(f"fieldset[data-fact={fact}] input[value={value}]")
        return self.until(lambda said: said["basis"]["context"].get("facts", {}).get(fact) == value)

    def until(self, fits: Callable[[dict[str, Any]], bool]) -> Visit:
        """Waits for a judgment that fits."""
        end = time.monotonic() + SOON / 1000
        while time.monotonic() < end:
            idle = self.page.locator("#outcome[aria-busy=false]").count()
            if idle and self.page.locator("#judgment").count() and fits(self.said):
                return self
            self.page.wait_for_timeout(50)
        raise AssertionError(f"No such judgment came; the page says: {self.outcome}")

    @property
    def line(self) -> str:
        """The judgment as the page shows it: one line of JSON."""
        return self.page.locator("#judgment").text_content() or ""

    @property
    def said(self) -> dict[str, Any]:
        """The judgment."""
        data: dict[str, Any] = json.loads(self.line)
        return data

    @property
    def outcome(self) -> str:
        """What the line under the draft says."""
        return self.page.locator("#outcome-line").inner_text()

    @property
    def network(self) -> str:
        """What the line about the network says."""
        return self.page.locator("#network-line").inner_text()

    def card(self, clause: str) -> str:
        """The words of a flag's card."""
        return self.page.locator(f"article[data-clause='{clause}']").inner_text()
