"""Where one person besides the author approves each post: what becomes of an approval, and what cannot wait for one."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from tests.platforms.contract.mastodon import MastodonServer
from tests.stories.press import Press, declare, press, use

__all__ = ["press"]
ROAD = "Pine Street is closed until 6 pm because of a gas leak. Please go around."
LEAK = "Gas leak on Pine Street: leave your homes now and go to the school on Mill Road."


@dataclass
class Town:
    """Cedar Bluff with one account, and a person who may post there."""

    press: Press
    devon: Page
    server: MastodonServer
    site: str

    def draft(self, said: str) -> str:
        """The address of a draft whose facts are checked, opened by who wrote it."""
        number = self.press.beside("draft", text=said, sites=[self.site])
        self.devon.goto(url := f"{self.press.desk.url}/desk/posts/{number}/")
        return url

    def said(self) -> list[str]:
        """What stands on the account."""
        return [one.text for one in self.server.posts.values()]


@pytest.fixture(scope="module")
def town(press: Press) -> Town:
    devon = press.at_work("devon")
    press.beside("levels", count=1)
    return Town(press, devon, *press.mastodon(devon))


def approves(page: Page, draft: str) -> None:
    """Somebody reads exactly what would go out, and approves it."""
    page.goto(draft)
    use(page.get_by_role("button", name="Read and approve").first)
    expect(page.locator(".paper")).to_contain_text("Pine Street")
    use(page.get_by_role("button", name="Approve exactly this"))
    expect(page.get_by_text("You approved exactly this.")).to_be_visible()


def test_one_changed_character_voids_the_approval_until_it_is_given_anew(town: Town) -> None:
    devon, adaeze, draft = town.devon, town.press.at_work("adaeze"), town.draft(ROAD)
    use(devon.get_by_role("button", name="Ask for approval").first)
    approves(adaeze, draft)
    devon.goto(draft)
    expect(devon.locator(".state").first).to_have_text("Approved")

    use(devon.get_by_role("button", name="Write on"))
    text = devon.get_by_role("textbox", name="What it says:")
    text.fill(ROAD.replace("6 pm", "8 pm"))
    devon.get_by_label("I checked what it says.").fill("The gas company, by telephone at 11:10")
    use(devon.get_by_role("button", name="Save", exact=True))
    first = devon.locator(".bars").get_by_role("article").first
    expect(first).to_contain_text("What Adaeze Whitlow approved is not what would go out now.")
    expect(devon.get_by_text(re.compile("Void since .*: version 2 was written"))).to_be_visible()
    expect(devon.get_by_role("button", name="Release it now")).to_be_disabled()
    town.press.look(devon, "void")
    devon.goto(f"{draft}release/")
    devon.get_by_label("a device of the department").check()
    devon.get_by_label("on duty").check()
    use(devon.get_by_role("button", name="Release it now"))
    expect(devon.get_by_role("main")).to_contain_text("This may not be released.")
    town.press.look(devon, "void-refused")

    devon.goto(draft)
    use(devon.get_by_role("button", name="Ask for approval").first)
    approves(adaeze, draft)
    devon.goto(draft)
    declare(devon)
    use(devon.get_by_role("button", name="Release it now"))
    expect(devon.get_by_text("Released to 1 account.")).to_be_visible()
    town.press.beside("send")
    expect(devon.get_by_text("It is out, and it says what was released.")).to_be_visible()
    assert town.said() == [ROAD.replace("6 pm", "8 pm")]


def test_what_cannot_wait_goes_out_at_once_and_is_looked_at_afterwards(town: Town) -> None:
    devon, before = town.devon, town.said()
    town.draft(LEAK)
    use(devon.get_by_text("It cannot wait for approval"))
    devon.get_by_label("Why can it not wait?").fill("People must leave now, and the Chief is in the air until three")
    declare(devon, device="personal")
    use(devon.get_by_role("button", name="Release it without approval"))
    main = devon.get_by_role("main")
    expect(main).to_contain_text("This may not be released.")
    expect(main).to_contain_text("8.03.F")
    expect(devon.get_by_label("What cannot wait")).to_have_value(re.compile("People must leave now"))
    town.press.look(devon, "urgent-barred")
    town.press.beside("send")
    assert town.said() == before

    devon.get_by_label("a device of the department").check()
    use(devon.get_by_role("button", name="Release it without approval"))
    expect(main).to_contain_text("Nothing has left the desk")
    town.press.beside("send")
    expect(main).to_contain_text("It is out, and it says what was released. Nobody has approved it yet.")
    expect(main).to_contain_text(re.compile("Nobody has looked at it yet; somebody should by .*"))
    town.press.look(devon, "urgent")
    assert town.said() == [*before, LEAK]

    adaeze = town.press.at_work("adaeze")
    town.press.go(adaeze, "/desk/", "urgent-first-page")
    card = adaeze.get_by_role("article").filter(has_text="Published in an emergency")
    expect(card).to_contain_text("to be looked at by")
    use(card.get_by_role("link", name="by Devon Hatcher"))
    use(adaeze.get_by_role("link", name="It went out in an emergency: look at it"))
    adaeze.get_by_label("it was right to publish it").check()
    town.press.look(adaeze, "ratify")
    use(adaeze.get_by_role("button", name="Put my word on it"))
    expect(adaeze.get_by_role("main")).to_contain_text("Adaeze Whitlow found it right")
    town.press.go(adaeze, "/desk/posts/overview/")
    expect(adaeze.get_by_role("article", name="Emergencies to look at")).not_to_contain_text("Devon Hatcher")
