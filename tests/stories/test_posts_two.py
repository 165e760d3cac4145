"""One post goes to two accounts: written once, seen as each platform will show it, approved, out, and read back."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from tests.platforms.contract.bluesky import Bluesky
from tests.stories.press import BLUFF, OSAGE, Press, declare, press, use

__all__ = ["press"]
ROAD = (
    "Highway 58 is closed between Pine Street and the river bridge until about 6 pm because of a gas leak. The gas "
    "company is on the scene, and nobody is hurt. Please go around by Orchard Avenue, and leave room for the crews. "
    "Residents of Pine Street can reach their homes from the north. We will say here when the road is open again."
)


def written(press: Press, page: Page, said: str) -> None:
    """A post for both accounts, by keyboard, with who stands for its facts."""
    press.go(page, "/desk/posts/")
    use(page.get_by_role("button", name="Write a post"))
    page.get_by_role("textbox", name="What it says:").focus()
    page.keyboard.insert_text(said)
    for _account in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.get_by_label("I checked what it says.").fill("The gas company, by telephone at 9:40")
    declare(page)


def goes_out(press: Press, slug: str, writer: Page, approver: Page) -> None:
    """From the draft on the page to what both platforms serve."""
    use(writer.get_by_role("button", name="Save", exact=True))
    expect(writer.get_by_role("heading", level=2).first).to_have_text("Nothing keeps it from going out")
    use(writer.get_by_role("button", name="Ask for approval"))
    expect(writer.get_by_text("Waits for approval")).to_be_visible()
    draft = writer.url
    approver.goto(f"{draft}approve/")
    use(approver.get_by_role("button", name="Approve exactly this"))
    expect(approver.get_by_text("You approved exactly this.")).to_be_visible()
    writer.goto(draft)
    use(writer.get_by_role("button", name="Release it now"))
    expect(writer.get_by_text("Released to 2 accounts.")).to_be_visible()
    press.beside("send", slug)
    writer.reload()
    expect(writer.get_by_role("cell", name="Out, as released")).to_have_count(2)


def said_on(server: Bluesky) -> str:
    """All that stands there, as a reader reads the thread."""
    (one,) = server.accounts.values()
    said = sorted(str(record["text"]) for record in one.records.values())
    return " ".join(re.sub(r" \(\d/\d\)$", "", text) for text in sorted(said, key=lambda text: text[-4:]))


def test_a_town_tells_of_a_closed_road_on_bluesky_and_mastodon(press: Press) -> None:
    devon, adaeze = press.at_work("devon"), press.at_work("adaeze")
    mastodon, _site = press.mastodon(devon)
    bluesky, site = press.bluesky(devon)
    press.go(devon, f"/desk/sites/{site}/connection/", "two-connection")
    written(press, devon, ROAD)
    town, network = (devon.locator("#beside .preview").filter(has_text=name) for name in ("Mastodon", "Bluesky"))
    expect(town.get_by_role("listitem")).to_have_count(1)
    expect(town).to_contain_text(f"{len(ROAD)} of 500 characters")
    expect(network.get_by_role("listitem")).to_have_count(2)
    expect(network).to_contain_text(re.compile(r"of 300 .* · post 2 of 2", re.S))
    press.look(devon, "two-write")
    goes_out(press, BLUFF, devon, adaeze)
    press.look(devon, "two-releases")
    use(devon.get_by_role("row").filter(has_text="Bluesky of the town").get_by_role("link"))
    expect(devon.get_by_role("main")).to_contain_text("It is out, and it says what was released.")
    press.look(devon, "two-release")
    assert [one.text for one in mastodon.posts.values()] == [said_on(bluesky)] == [ROAD]


def test_a_city_tells_of_it_on_bluesky_and_x(press: Press) -> None:
    bao, lena = press.at_work("bao", OSAGE), press.at_work("lena", OSAGE, factor=False)
    press.beside("ready", OSAGE)
    bluesky, here = press.bluesky(bao, OSAGE, "police.city.example")
    x, there = press.x(bao, OSAGE)
    press.beside("signed", OSAGE, sites=[here, there])
    written(press, lena, ROAD)
    network = lena.locator("#beside .preview").filter(has_text="X of the department")
    expect(network).to_contain_text(re.compile(r"of 280 .* · post 2 of 2", re.S))
    goes_out(press, OSAGE, lena, bao)
    assert said_on(bluesky) == ROAD
    assert len(x.posts) == 2
