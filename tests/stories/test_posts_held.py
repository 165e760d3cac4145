"""What keeps a post back: words, which are mended; a flag, which a named person calls mistaken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.stories.press import OSAGE, Press, declare, press, use

__all__ = ["press"]
THIEF = "We caught the thief who broke into three cars on Birch Street last night."
CHARGED = (
    "A man, 34, was arrested on suspicion of breaking into three cars on Birch Street. A charge is only an accusation."
)
DOG = "Guilty as charged: our K9 Ozzie ate the whole sandwich."


@pytest.fixture(scope="module")
def city(press: Press) -> Iterator[Press]:
    """Osage Crossing with a page that people post to by hand, and an officer with leave to post."""
    press.beside("account", OSAGE, url="https://nextdoor.com/agency-detail/mo/osage-crossing/police", name="Nextdoor")
    press.beside("ready", OSAGE)
    return press


def write(press: Press, page: Page, said: str) -> None:
    """A draft, saved with its facts checked and its declarations made."""
    press.go(page, "/desk/posts/new/")
    page.get_by_role("textbox", name="What it says:").fill(said)
    page.get_by_label("I checked what it says.").fill("The watch log of last night")
    declare(page)
    use(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Draft")


def stands(page: Page, words: str) -> None:
    """What the page of the draft says first."""
    expect(page.get_by_role("heading", level=2).first).to_have_text(words)


def test_a_held_post_is_mended_as_its_clause_says(city: Press) -> None:
    lena = city.at_work("lena", OSAGE, factor=False)
    write(city, lena, THIEF)
    bar = lena.locator(".bars").get_by_role("article").filter(has_text="IV.B.7.a")
    expect(bar).to_contain_text("caught the thief who")
    expect(bar).to_contain_text("a charge is only an accusation")
    expect(lena.get_by_role("button", name="Release it now")).to_be_disabled()
    city.look(lena, "held")
    use(bar.get_by_role("button", name="Mend the text"))
    lena.get_by_role("textbox", name="What it says:").fill(CHARGED)
    expect(lena.locator("#line")).not_to_contain_text("keep")
    lena.get_by_label("I checked what it says.").fill("The watch log of last night")
    use(lena.get_by_role("button", name="Save", exact=True))
    stands(lena, "Nothing keeps it from going out")


def test_a_mistaken_flag_is_overridden_by_name_and_the_chief_sees_by_whom(city: Press) -> None:
    lena, imani = city.at_work("lena", OSAGE, factor=False), city.at_work("imani", OSAGE)
    write(city, lena, DOG)
    expect(lena.get_by_role("button", name="The flag is mistaken")).to_have_count(0)
    imani.goto(lena.url)
    mistaken = imani.get_by_role("button", name="The flag is mistaken")
    expect(mistaken).to_have_count(2)
    use(mistaken.first)
    expect(imani.get_by_text("your word is about all")).to_be_visible()
    imani.get_by_label("Why is the flag mistaken?").fill("Ozzie is a dog, and the sandwich was the sergeant's")
    city.look(imani, "mistaken")
    use(imani.get_by_role("button", name="The flag is mistaken"))
    expect(imani.get_by_text("The flag is called mistaken, in your name")).to_be_visible()
    expect(mistaken).to_have_count(0)
    lena.reload()
    stands(lena, "Nothing keeps it from going out")
    expect(lena.get_by_text("Imani Castellanos called this flag mistaken.").first).to_be_visible()
    city.look(lena, "overridden")

    rosalind = city.at_work("rosalind", OSAGE)
    city.go(rosalind, "/desk/posts/overview/", "overview")
    told = rosalind.get_by_role("article", name="Flags called mistaken")
    expect(told).to_contain_text("IV.B.7.a")
    expect(told).to_contain_text("Imani Castellanos")
    expect(told).to_contain_text("Ozzie is a dog")
    use(told.get_by_role("link", name="draft").first)
    expect(rosalind.get_by_role("main")).to_contain_text(DOG)
