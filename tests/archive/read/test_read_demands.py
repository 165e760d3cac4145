"""The saved profiles show, to the concepts that ship, what their names say."""

from __future__ import annotations

import pytest
from tests.archive.read.pages import saved

from postorders.posts.page import Page
from postorders.posts.post import Post
from postorders.signals.detect import Detector
from postorders.signals.library import shipped

DEMANDS = {
    "maintained-by",
    "contact-shown",
    "visitor-disclaimer",
    "removal-notice",
    "official-link",
    "identification-line",
}
WATCH = Detector(
    [concept for concept in shipped() if concept.concept in DEMANDS],
    {"websites": ("fultongrove.example",), "email_domains": ("fultongrove.example",)},
)


def shown(page: Page) -> set[str]:
    return {signal.concept for field, words in page.passages for signal in WATCH.detect(Post(field, words))}


def test_the_complete_page_meets_every_demand() -> None:
    assert shown(saved("complete.html")) == DEMANDS


def test_the_bare_page_meets_none() -> None:
    assert shown(saved("bare.html")) == set()


@pytest.mark.parametrize("demand", sorted(DEMANDS))
def test_a_page_without_one_thing_misses_that_alone(demand: str) -> None:
    assert shown(saved(f"without-{demand}.html")) == DEMANDS - {demand}


@pytest.mark.parametrize(
    ("name", "demands"),
    [
        ("social-wall.html", set()),
        ("social-wall-described.html", {"maintained-by", "contact-shown", "visitor-disclaimer"}),
        ("social-public.html", {"maintained-by", "contact-shown", "visitor-disclaimer", "removal-notice", "official-link"}),
        ("video-about.html", {"maintained-by", "contact-shown", "removal-notice", "official-link"}),
        ("actor.json", {"maintained-by", "contact-shown", "removal-notice", "official-link"}),
        ("notice.txt", {"contact-shown", "official-link"}),
    ],
)  # fmt: skip
def test_profiles_show_what_they_say_in_any_field(name: str, demands: set[str]) -> None:
    assert shown(saved(name)) == demands
