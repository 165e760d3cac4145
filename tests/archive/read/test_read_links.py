"""Where a page leads."""

from __future__ import annotations

import pytest
from tests.archive.read.pages import HERE, hrefs, page, saved

from postorders.posts.page import Link


def test_links_are_absolute_in_order_and_each_once() -> None:
    found = page("<a href=news>News</a><a href='/top'>Top</a><a href='//x.example/a'></a><a href=news rel=me>More</a>")
    assert found.links == (
        Link(f"{HERE}news", "News", me=True),
        Link("https://www.fultongrove.example/top", "Top"),
        Link("https://x.example/a"),
    )


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "mailto:a@b.example", "tel:1", "#top", "", "ftp://x.example/", "file:///etc", "data:,x",
     "http://[", "https://", "http://[::1", "x" * 5_000],
)  # fmt: skip
def test_what_leads_to_no_web_page_is_no_link(href: str) -> None:
    assert page(f"<a href='{href}'>x</a>").links == ()


def test_base_moves_relative_links() -> None:
    assert hrefs(page("<base href='/other/'><a href=a>x</a>")) == ["https://www.fultongrove.example/other/a"]


def test_a_page_that_a_browser_saved_remembers_where_it_was() -> None:
    found = page("<!-- saved from url=(0031)https://www.grove.example/a/ --><html><a href=b>x</a>", final="")
    assert hrefs(found) == [f"{HERE}b"]


def test_a_platforms_leaving_page_is_taken_off() -> None:
    inner = "https%3A%2F%2Fl.facebook.com%2Fl.php%3Fu%3Dhttps%253A%252F%252Fwww.fultongrove.example%252F"
    assert hrefs(page(f"<a href='https://l.facebook.com/l.php?u={inner}&h=x'>x</a>")) == [
        "https://www.fultongrove.example/"
    ]
    assert hrefs(page("<a href='https://www.youtube.com/redirect?q=javascript:x'>x</a>")) == [
        "https://www.youtube.com/redirect?q=javascript:x"
    ]


def test_me_is_a_word_of_rel_in_any_case() -> None:
    marked = {link.href: link.me for link in saved("city-page.html").links}
    assert marked == {
        "https://social.fultongrove.example/@police": True,
        "https://www.facebook.com/fultongrovepd": True,
        "https://x.com/fultongrovepd": False,
    }  # what is relative has no place in a file without an address
    assert [link.me for link in page("<a rel='meet home' href=/a>x</a>").links] == [False]


def test_areas_frames_and_other_addresses_of_the_same_account_are_links() -> None:
    found = page(
        "<map><area href=/a alt=Area></map><iframe src=/b title=Map></iframe>"
        '<script type="application/ld+json">{"sameAs": "https://x.com/fultongrovepd"}</script>'
    )
    assert [(link.href[-2:], link.text) for link in found.links] == [("/a", "Area"), ("/b", "Map"), ("pd", "")]


def test_a_link_in_a_template_leads_nowhere() -> None:
    assert page("<template><a href=/a>x</a></template><noscript><a href=/b>x</a></noscript>").links == ()


def test_two_thousand_links_are_kept() -> None:
    assert len(page("".join(f"<a href=/{number}>x</a>" for number in range(2_500))).links) == 2_000


def test_the_page_names_its_own_address() -> None:
    assert saved("city-page.html").canonical == HERE
    assert page("<meta property=og:url content=/police>").canonical == "https://www.fultongrove.example/police"
    assert page("<link rel=canonical href='javascript:x'>").canonical == ""
