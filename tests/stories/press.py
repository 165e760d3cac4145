"""The people who post for a department, at their browsers; the platforms are servers of the story's own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.desk.server import ROOT, Desk
from tests.platforms.contract.bluesky import Bluesky
from tests.platforms.contract.mastodon import MastodonServer
from tests.platforms.contract.server import Contract, serving
from tests.platforms.contract.x import CLIENT, SECRET, XContract
from tests.stories.people import Office

BLUFF, OSAGE = "cedar-bluff", "osage-crossing"
PASSWORD = "abcd-efgh-ijkl-mnop"
DUTY, DEVICE = "When it goes out I am", "It goes out from"
expect.set_options(timeout=15_000)  # the machine may be busy; a limit for the wait, not a measure
One = TypeVar("One", bound=Contract)


@dataclass
class Press(Office):
    """A desk and its posts. Whoever came to work once stays at the same window."""

    windows: dict[str, Page] = field(default_factory=dict)
    running: ExitStack = field(default_factory=ExitStack)
    other: subprocess.Popen[str] | None = None

    def at_work(self, first: str, slug: str = BLUFF, factor: bool = True) -> Page:
        """Somebody of the cast by their first name, signed in; who holds no role, without a second factor."""
        email = f"{first}@{slug}.example"
        if email not in self.windows:
            self.windows[email] = self.comes(email, factor)
        return self.windows[email]

    def beside(self, act: str, slug: str = BLUFF, **given: Any) -> Any:
        """Lets something happen on the running desk (see `outgoing`); what came of it."""
        self.other = self.other or self.running.enter_context(_outgoing(self.desk))
        assert self.other.stdin and self.other.stdout
        self.other.stdin.write(json.dumps({"act": act, "at": slug, **given}) + "\n")
        self.other.stdin.flush()
        answer = self.other.stdout.readline()
        assert answer, f"{act} failed: what it says stands among the captured output."
        return json.loads(answer)

    def serve(self, server: One) -> One:
        """A platform's server, until the story ends."""
        self.running.enter_context(serving(server))
        return server

    def mastodon(self, page: Page, slug: str = BLUFF, name: str = "Mastodon of the town") -> tuple[MastodonServer, str]:
        """A Mastodon server, and the account there, connected at the page."""
        server = self.serve(MastodonServer())
        site = self.beside("account", slug, url="", base=server.base, name=name)
        self.signs_in(page, site, "Mastodon", server.approve)
        return server, site

    def x(self, page: Page, slug: str = BLUFF) -> tuple[XContract, str]:
        """X, the department's application on it, and its account there, connected at the page."""
        server = self.serve(XContract())
        self.beside("application", slug, platform="x", base=server.base, client_id=CLIENT, client_secret=SECRET)
        site = self.beside("account", slug, url="https://x.com/FultonGrovePD", name="X of the department")
        self.signs_in(page, site, "X", server.allow)
        return server, site

    def bluesky(self, page: Page, slug: str = BLUFF, handle: str = "police.town.example") -> tuple[Bluesky, str]:
        """A server of Bluesky, and the account there, connected at the page by an app password."""
        server = self.serve(Bluesky())
        server.join(handle, PASSWORD)
        site = self.beside("account", slug, url=f"https://bsky.app/profile/{handle}", name="Bluesky of the town")
        self.go(page, f"/desk/sites/{site}/connection/")
        page.get_by_label("App password").fill(PASSWORD)
        page.get_by_label("Server").fill(server.base)
        use(page.get_by_role("button", name="Connect", exact=True))
        expect(page.get_by_role("main")).to_contain_text(f"Connected as {handle}")
        return server, site

    def opens(self, page: Page, draft: int, account: str = "") -> None:
        """The page of what was released of a draft, found in the list."""
        self.go(page, f"/desk/posts/releases/?draft={draft}")
        use(page.get_by_role("row").filter(has_text=account).get_by_role("link").first)

    def signs_in(self, page: Page, site: str, platform: str, allow: Callable[[str], dict[str, str]]) -> None:
        """The person goes to the platform's own page, allows what it asks there, and comes back."""
        self.go(page, f"/desk/sites/{site}/connection/")
        use(page.get_by_role("button", name=f"Go on to {platform}"))
        page.wait_for_url("**/connection/go/")
        url = page.get_by_role("button", name=f"Go on to {platform}").get_attribute("href") or ""
        self.go(page, f"/desk/connect/answer?{urlencode(allow(url))}")
        expect(page.get_by_role("main")).to_contain_text("Connected as")


@contextmanager
def _outgoing(desk: Desk) -> Iterator[subprocess.Popen[str]]:
    at = {"POSTORDERS_DESK": str(desk.folder), "DJANGO_SETTINGS_MODULE": "postorders.desk.settings"}
    command = [sys.executable, "-m", "tests.stories.outgoing"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **at}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process


def use(control: Locator) -> None:
    """A button or a link is reached by the keyboard and used."""
    control.focus()
    control.press("Enter")


def declare(page: Page, duty: str = "on", device: str = "department") -> None:
    """What the person says at the moment of release, on the page of the draft."""
    page.get_by_label(DUTY).select_option(duty)
    page.get_by_label(DEVICE).select_option(device)


@pytest.fixture(scope="module")
def press(
    live_desk: Desk, browser: Browser, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> Iterator[Press]:
    """One desk, whose people and platforms stay for all stories of a module."""
    found = Press(live_desk, browser, axe, shot)
    with found.running:
        yield found
    for page in found.windows.values():
        page.context.close()
