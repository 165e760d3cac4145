"""A post that was wrong is put right on each account as its platform allows, and the public reads what was wrong."""

from __future__ import annotations

import json
import re
import urllib.request

from playwright.sync_api import expect
from tests.stories.press import BLUFF, Press, declare, press, use

__all__ = ["press"]
WRONG = "The Mill Road bridge is closed until Friday. Please go around by Orchard Avenue."
RIGHT = "The Mill Road bridge is closed until Sunday, not Friday. Please go around by Orchard Avenue."


def fetched(url: str) -> str:
    """What everybody may read at an address."""
    with urllib.request.urlopen(url, timeout=15) as answer:
        return str(answer.read().decode())


def test_a_wrong_post_is_changed_where_readers_see_it_and_answered_where_they_would_not(press: Press) -> None:
    devon = press.at_work("devon")
    mastodon, here = press.mastodon(devon)
    bluesky, there = press.bluesky(devon)
    number = press.beside("out", text=WRONG, sites=[here, there], minutes=40)
    press.opens(devon, number)
    use(devon.get_by_role("link", name="Something in it is wrong"))
    expect(devon.get_by_role("row").filter(has_text="Mastodon")).to_contain_text("changed in place")
    expect(devon.get_by_role("row").filter(has_text="Bluesky")).to_contain_text("answered with the right words")
    devon.get_by_label("Correct it: say what is true").check()
    devon.get_by_role("textbox", name="What was wrong").fill("We said Friday.")
    devon.get_by_role("textbox", name="What is true").fill("The bridge is closed until Sunday.")
    press.look(devon, "wrong-begin")
    use(devon.get_by_role("button", name="Begin", exact=True))
    expect(devon.get_by_text("Begun. What stood there is kept.")).to_be_visible()
    correction = devon.url
    use(devon.get_by_role("button", name="Begin the draft that says it right"))
    use(devon.get_by_role("link", name="Open it"))
    use(devon.get_by_role("button", name="Write on"))
    devon.get_by_role("textbox", name="What it says:").fill(RIGHT)
    devon.get_by_label("I checked what it says.").fill("The county's road crew, at the bridge")
    declare(devon)
    use(devon.get_by_role("button", name="Save", exact=True))
    use(devon.get_by_role("button", name="Release it now"))
    expect(devon.get_by_text("Released to 2 accounts.")).to_be_visible()
    press.beside("send")

    devon.goto(correction)
    expect(devon.get_by_text("Put right")).to_be_visible()
    expect(devon.get_by_role("main")).to_contain_text("minutes in error")
    press.look(devon, "wrong-done")
    (post,) = mastodon.posts.values()
    assert (post.text, [text for text, _at in post.versions]) == (RIGHT, [WRONG])
    (account,) = bluesky.accounts.values()
    first, second = sorted(account.records.values(), key=lambda one: str(one.get("reply", "")))
    assert (first["text"], second["text"]) == (WRONG, RIGHT)
    assert second["reply"]["parent"]["uri"].startswith(f"at://{account.did}/")

    anybody = press.browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US").new_page()
    press.go(anybody, f"/d/{BLUFF}/corrections/", "wrong-public")
    told = anybody.get_by_role("article")
    for words in ("We said Friday.", "until Sunday", "Mastodon of the town", "Bluesky of the town"):
        expect(told).to_contain_text(words)
    expect(told).to_contain_text(re.compile(r"It stood for 4\d minutes"))
    anybody.context.close()
    (entry,) = json.loads(fetched(f"{press.desk.url}/d/{BLUFF}/corrections.json"))["corrections"]
    assert {place["how"] for place in entry["places"]} == {"edit", "reply"}
    assert all(40 <= place["minutes"] < 50 for place in entry["places"])
    atom = fetched(f"{press.desk.url}/d/{BLUFF}/corrections.atom")
    assert "We said Friday." in atom
    assert "until Sunday" in atom
