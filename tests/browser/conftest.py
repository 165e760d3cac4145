"""The fixtures of the browser for the tests in this folder, and the check page as a department would serve it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.browser.fixtures import Site, axe, browser, context, page, playwright_, served, shot
from tests.browser.visit import Visit

__all__ = ["axe", "browser", "context", "page", "playwright_", "served", "shot"]


@pytest.fixture(scope="session")
def site(served: Callable[[Path], Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The check page for both policies, at a path below the server's root."""
    from postorders.checkpage.build import build
    from postorders.known import known
    from postorders.policy.library import TEMPLATES, read

    root = tmp_path_factory.mktemp("www")
    build(root / "check", [read(TEMPLATES / name, known) for name in ("raymore-8", "kcpd-261")])
    under = served(root)
    return Site(root / "check", f"{under.url}/check", under.log)


@pytest.fixture
def visit(page: Page, site: Site) -> Visit:
    """A visitor of the check page."""
    return Visit(page, site.url)
