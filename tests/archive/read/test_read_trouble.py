"""Why a page cannot show that something is missing."""

from __future__ import annotations

import pytest
from tests.archive.read.pages import HERE, page, said, saved

PLENTY = "<p>" + "Road work on Mill Street goes on until Friday evening. " * 10


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("social-wall.html", "login-wall"),
        ("social-wall-described.html", "login-wall"),
        ("social-public.html", ""),
        ("video-about.html", "script-only"),
        ("short-posts.html", "script-only"),
        ("fediverse-profile.html", "script-only"),
        ("city-page.html", ""),
        ("frames.html", "empty"),
        ("scanned.html", "picture"),
        ("arabic.html", ""),
        ("shift-jis.html", ""),
        ("complete.html", ""),
        ("bare.html", ""),
    ],
)
def test_of_the_saved_pages(name: str, trouble: str) -> None:
    assert saved(name).trouble == trouble


def test_words_in_the_head_of_a_wall_are_kept_and_the_trouble_remains() -> None:
    found = saved("social-wall-described.html")
    assert "Official page of the Fulton Grove Police Department" in said(found, "description")
    assert found.trouble == "login-wall"


@pytest.mark.parametrize(
    "wall",
    [
        "<title>Log in | Grove</title>",
        "<p>Please log in.</p>",
        "<p>You must be logged in.</p>",
        "<p>Sign up to see what this account posts.</p>",
        "<input type=password>",
    ],
)
def test_a_wall_is_known_by_what_it_asks_but_not_on_a_page_that_says_enough(wall: str) -> None:
    assert page(f"{wall}<p>Fulton Grove Police").trouble == "login-wall"
    assert page(f"{wall}{PLENTY}").trouble == ""


def test_a_login_link_makes_no_wall_even_of_a_short_page() -> None:
    assert page("<a href=/login>Log in</a><p>Fulton Grove Police. Call 816-555-0142.").trouble == ""


def test_a_platforms_own_phrase_makes_a_wall() -> None:
    body = "<p>This content isn’t available\nright now</p>"
    assert page(body).trouble == ""
    assert page(body, walls=("This content isn't available right now",)).trouble == "login-wall"
    assert page(body + PLENTY, walls=("content",)).trouble == ""


def test_being_sent_to_a_login_page_is_a_wall() -> None:
    assert page("<p>Welcome.", final=f"{HERE}accounts/login/?next=x").trouble == "login-wall"
    assert page("<p>Welcome.", final=f"{HERE}blogin").trouble == ""


@pytest.mark.parametrize(
    "shell",
    ["<script src=a></script>", "<div id=root>Loading</div><script></script>", "<grove-app></grove-app><script></script>",
     "<script></script><noscript>Enable JavaScript to run this.</noscript><p>Grove</p>"],
)  # fmt: skip
def test_a_shell_for_scripts_is_known_but_not_on_a_page_that_says_enough(shell: str) -> None:
    assert page(shell).trouble == "script-only"
    assert page(shell + PLENTY).trouble == ""


def test_a_short_page_that_counts_its_visitors_by_script_is_no_shell() -> None:
    assert page("<script src=count.js></script><p>Fulton Grove Police. Call 816-555-0142.").trouble == ""


def test_words_in_links_and_menus_are_not_enough() -> None:
    menu = "<nav>" + "<a href=/>Read about us</a> " * 100 + "</nav>"
    assert page(menu + "<input type=password>").trouble == "login-wall"


def test_nothing_is_empty() -> None:
    assert page("").trouble == "empty"
    assert page("<p> </p>").trouble == "empty"
    assert page("<p>x").trouble == ""


def test_a_frameset_is_empty_and_its_frames_are_links() -> None:
    found = page("<frameset><frame src=menu.htm><frame src=main.htm></frameset>")
    assert (found.trouble, [link.href for link in found.links]) == ("empty", [f"{HERE}menu.htm", f"{HERE}main.htm"])
