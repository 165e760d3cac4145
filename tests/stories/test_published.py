"""A post goes out, by the keyboard alone, and its page says so by itself."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import Locator, expect
from tests.platforms.contract.mastodon import MastodonServer
from tests.stories.press import Press, press

__all__ = ["press"]
ROAD = "Pine Street is closed until 6 pm because of a gas leak. Please go around."


def pressed(control: Locator, key: str) -> None:
    """A control is reached by the keyboard and used."""
    control.focus()
    control.press(key)


def test_an_account_is_connected_and_a_draft_published_whose_page_refreshes_itself(press: Press) -> None:
    server = press.serve(MastodonServer())
    site = press.beside("account", url="", base=server.base)
    draft = press.beside("draft", text=ROAD, sites=[site])
    devon = press.at_work("devon")
    main = devon.get_by_role("main")
    press.go(devon, f"/desk/posts/{draft}/release/")
    expect(main).to_contain_text("It is not connected.")
    press.go(devon, f"/desk/sites/{site}/connection/", "connection")
    pressed(devon.get_by_role("button", name="Go on to Mastodon"), "Enter")
    devon.wait_for_url("**/connection/go/")
    url = devon.get_by_role("button", name="Go on to Mastodon").get_attribute("href") or ""
    press.go(devon, f"/desk/connect/answer?{urlencode(server.approve(url))}")
    expect(main).to_contain_text("Connected as police@")

    press.go(devon, f"/desk/posts/{draft}/release/", "release-draft")
    pressed(devon.get_by_label("my own device"), "Space")
    pressed(devon.get_by_label("on duty"), "Space")
    pressed(devon.get_by_role("button", name="Release it now"), "Enter")
    expect(main).to_contain_text("8.03.F")
    expect(devon.get_by_label("my own device")).to_be_checked()
    pressed(devon.get_by_label("a device of the department"), "Space")
    pressed(devon.get_by_role("button", name="Release it now"), "Enter")
    expect(main).to_contain_text("Nothing has left the desk")
    press.beside("send")
    expect(main).to_contain_text("it says what was released", timeout=15_000)
    expect(devon.get_by_text("Something in it is wrong")).to_be_visible()
    press.look(devon, "release")
    for name, path in (("releases", "/desk/posts/releases/"), ("overview", "/desk/posts/overview/")):
        press.go(devon, path, name)
    press.go(devon, "/d/cedar-bluff/corrections/", "corrections-public")
    assert len(server.posts) == 1
