"""What every test in a browser may use: Chromium, a server of static files that keeps a log, axe, and screenshots."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "front" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "shots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@dataclass
class Site:
    """A folder on http://localhost, and every request line that its server saw."""

    folder: Path
    url: str
    log: list[str] = field(default_factory=list)


def chromium() -> str:
    """The system's Chromium: $CHROMIUM, else the usual names."""
    names = (os.environ.get("CHROMIUM", ""), "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("Chromium is missing. Install it with 'make front', or name one in CHROMIUM.")
    return found


def launched(playwright: Playwright) -> Browser:
    """A Chromium of one's own, for tests that end it."""
    return playwright.chromium.launch(executable_path=chromium(), args=FLAGS, headless=True)


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Static files; every request goes into the site's log, headers and all."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, log: list[str], **kwargs: Any) -> None:
        self.seen = log
        super().__init__(*args, **kwargs)

    def log_message(self, format: str, *args: Any) -> None:
        self.seen.append(f"{format % args} {dict(self.headers)}")


_RUNNING: list[Playwright] = []  # one for each folder of tests that uses it; all are the same


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Playwright]:
    """Playwright, started once however many folders of tests ask for it: a second one beside it would not run."""
    _RUNNING.append(_RUNNING[0] if _RUNNING else sync_playwright().start())
    yield _RUNNING[0]
    last = _RUNNING.pop()
    if not _RUNNING:
        last.stop()


@pytest.fixture(scope="session")
def browser(playwright_: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests; each takes a context of its own from it."""
    browser = launched(playwright_)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor that has never been here, with a wide window, in English."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of that visitor."""
    return context.new_page()


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], Site]]:
    """Serves a folder on a free port of localhost until the tests end."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def serve(folder: Path) -> Site:
        log: list[str] = []
        handler = functools.partial(_Handler, directory=str(folder), log=log)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return Site(folder, f"http://localhost:{server.server_port}", log)

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Asserts that axe-core finds nothing wrong with a page as it stands."""

    def check(page: Page) -> None:
        if not AXE.is_file():
            pytest.fail("axe-core is missing. Install it with: make front")
        # Evaluated by the browser's own tools, so that a page's policy on scripts need not be loosened for it.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        wrong = [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found["violations"]]
        assert wrong == [], wrong

    return check


@pytest.fixture(scope="session")
def shot() -> Callable[[Page, str], None]:
    """Keeps a picture of the whole page in shots/, for a person to look at."""

    def take(page: Page, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=True)

    return take
