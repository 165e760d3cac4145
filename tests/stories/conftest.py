"""Stories: people at work, in a browser, on a running desk."""

from __future__ import annotations

from tests.browser.fixtures import axe, browser, context, page, playwright_, served, shot
from tests.desk.server import live_desk

__all__ = ["axe", "browser", "context", "live_desk", "page", "playwright_", "served", "shot"]
