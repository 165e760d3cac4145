"""A post: written and judged as it is typed, mended, approved by its digest, and on its way; by keyboard where it can."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.stories.press import Press, press

__all__ = ["press"]
ROAD = "Pine Street is closed until 6 pm because of a gas leak. Please go around."
CLOWN = "What an idiot. This clown left his own wallet at the burglary."
URLS = ("https://nextdoor.com/agency-detail/mo/cedar-bluff/police", "https://x.com/CedarBluffPD")


@pytest.fixture
def office(press: Press) -> Press:
    """The desk with two accounts on its list."""
    for number, url in enumerate(URLS, 1):
        press.beside("account", url=url, name=f"Cedar Bluff {number}")
    return press


def test_a_post_is_written_mended_approved_and_released(office: Press) -> None:
    devon = office.at_work("devon")
    office.go(devon, "/desk/posts/")
    devon.get_by_role("main").get_by_role("link", name="Style guide").wait_for()
    devon.get_by_role("button", name="Write a post").click()
    devon.get_by_role("textbox", name="What it says:").focus()
    devon.keyboard.type(CLOWN)
    devon.keyboard.press("Tab")  # to the first account, which is ticked by the space bar
    devon.keyboard.press("Space")
    beside = devon.locator("#beside")
    expect(beside).to_contain_text("8.03.D.3#1")
    expect(devon.locator("#line")).to_contain_text("2 things keep it from going out")
    expect(beside).to_contain_text(CLOWN)
    office.look(devon, "posts-write")
    devon.get_by_role("textbox", name="What it says:").fill(ROAD)
    expect(beside).to_contain_text("Nothing was found in these words.")
    devon.get_by_label("I checked what it says.").fill("The gas company, by telephone at 9:40")
    devon.get_by_label("When it goes out I am").select_option("on")
    devon.get_by_label("It goes out from").select_option("department")
    devon.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(devon.get_by_role("heading", level=2).first).to_have_text("Nothing keeps it from going out")
    office.look(devon, "posts-draft")
    devon.get_by_role("button", name="Ask for approval").click()
    expect(devon.get_by_text("Waits for approval")).to_be_visible()

    chief = office.at_work("adaeze")
    chief.get_by_role("link", name="Draft 1").click()
    expect(chief.locator(".paper")).to_contain_text(f"| {ROAD}")
    office.look(chief, "posts-approve")
    chief.get_by_role("button", name="Approve exactly this").click()
    expect(chief.get_by_text("You approved exactly this.")).to_be_visible()

    office.go(devon, "/desk/posts/1/")
    expect(devon.get_by_role("main")).to_contain_text("Adaeze Whitlow")
    devon.get_by_role("button", name="Release it now").click()
    expect(devon.get_by_text("Released to 1 account.")).to_be_visible()
    office.go(devon, "/desk/posts/1/")
    expect(devon.locator(".state").first).to_have_text("Released")
    office.go(devon, "/desk/posts/calendar/", "posts-calendar")
    expect(devon.get_by_role("main").get_by_role("list")).to_have_count(2)
