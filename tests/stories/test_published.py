"""A post goes out, by the keyboard alone, and its page says so by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.desk.server import ROOT, Desk
from tests.platforms.contract.mastodon import MastodonServer
from tests.platforms.contract.server import serving
from tests.stories.people import Office


@pytest.fixture
def office(live_desk: Desk, browser: Browser, axe: Callable[[Page], None], shot: Callable[[Page, str], None]) -> Office:
    return Office(live_desk, browser, axe, shot)


def beside(desk: Desk, *given: str) -> Any:
    """Does something on the running desk in a process of its own; what it printed, as data."""
    at = {"POSTORDERS_DESK": str(desk.folder), "DJANGO_SETTINGS_MODULE": "postorders.desk.settings"}
    command = [sys.executable, "-m", "tests.stories.outgoing", *given]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **at}, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout or "null")


def pressed(page: Page, control: Any, key: str) -> None:
    """A control is reached by the keyboard and used."""
    control.focus()
    page.keyboard.press(key)


def test_an_account_is_connected_and_a_draft_published_whose_page_refreshes_itself(office: Office) -> None:
    with serving(MastodonServer()) as server:
        assert isinstance(server, MastodonServer)
        made = beside(office.desk, "begin", server.base)
        devon = office.comes("devon@cedar-bluff.example", factor=True)
        main = devon.get_by_role("main")
        office.go(devon, f"/desk/posts/{made['draft']}/release/")
        expect(main).to_contain_text("It is not connected.")
        office.go(devon, f"/desk/sites/{made['site']}/connection/", "connection")
        pressed(devon, devon.get_by_role("button", name="Go on to Mastodon"), "Enter")
        devon.wait_for_url("**/connection/go/")
        url = devon.get_by_role("button", name="Go on to Mastodon").get_attribute("href") or ""
        office.go(devon, f"/desk/connect/answer?{urlencode(server.approve(url))}")
        expect(main).to_contain_text("Connected as police@")

        office.go(devon, f"/desk/posts/{made['draft']}/release/", "release-draft")
        pressed(devon, devon.get_by_label("my own device"), "Space")
        pressed(devon, devon.get_by_label("on duty"), "Space")
        pressed(devon, devon.get_by_role("button", name="Publish now"), "Enter")
        expect(main).to_contain_text("8.03.F")
        expect(devon.get_by_label("my own device")).to_be_checked()
        pressed(devon, devon.get_by_label("a device of the department"), "Space")
        pressed(devon, devon.get_by_role("button", name="Publish now"), "Enter")
        expect(main).to_contain_text("Nothing has left the desk")
        beside(office.desk, "send")
        expect(main).to_contain_text("it says what was approved", timeout=15_000)
        expect(devon.get_by_text("Something in it is wrong")).to_be_visible()
        office.look(devon, "release")
        for name, path in (("releases", "/desk/posts/releases/"), ("overview", "/desk/posts/overview/")):
            office.go(devon, path, name)
        office.go(devon, "/d/cedar-bluff/corrections/", "corrections-public")
        assert len(server.posts) == 1
