"""Keys that the platform takes no more: the page says what happened and what to do, and the post goes out once."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.stories.press import Press, press, use

__all__ = ["press"]
ROAD = "Pine Street is closed until 6 pm because of a gas leak. Please go around."


def test_a_post_waits_for_new_keys_and_goes_out_once(press: Press) -> None:
    devon = press.at_work("devon")
    server, site = press.mastodon(devon)
    server.tokens.clear()
    number = press.beside("out", text=ROAD, sites=[site])
    press.opens(devon, number)
    main = devon.get_by_role("main")
    expect(main).to_contain_text("It was not published")
    expect(main).to_contain_text("Connect the account anew, then try again.")
    press.look(devon, "keys-failed")
    release = devon.url
    assert not server.posts

    use(devon.get_by_role("button", name="Connect the account"))
    expect(main).to_contain_text("Does not work")
    press.look(devon, "keys-void")
    press.signs_in(devon, site, "Mastodon", server.approve)
    devon.goto(release)
    use(devon.get_by_role("button", name="Try again"))
    expect(main).to_contain_text("Nothing has left the desk")
    press.beside("send")
    expect(main).to_contain_text("It is out, and it says what was released.")
    press.beside("send")
    assert [one.text for one in server.posts.values()] == [ROAD]
