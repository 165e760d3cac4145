"""A page held against what is demanded: found with the exact words, not found, or unknown with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from postorders.archive.read import read, upload
from postorders.conformance.demand import LINK_BACK, Demand, demands
from postorders.conformance.examine import Examiner, Finding, Own, leads
from postorders.conformance.links import linked, snippet
from postorders.known import known
from postorders.policy.library import TEMPLATES
from postorders.policy.library import read as read_pack
from postorders.posts.page import Link, Page
from postorders.signals.detect import MAX_WORDS
from postorders.signals.library import shipped

SAVED = Path(__file__).parent.parent / "archive" / "saved"
NAMES = [
    "maintained-by",
    "contact-shown",
    "visitor-disclaimer",
    "removal-notice",
    "official-link",
    "identification-line",
]
DEMANDS = tuple(Demand(name, ("1.A",), name) for name in NAMES)
SITES = ("fultongrove.example",)


def examine(page: Page, **own: list[Own]) -> dict[str, Finding]:
    wordings = {name.replace("_", "-"): some for name, some in own.items()}
    return {one.demand: one for one in Examiner(DEMANDS, shipped(), SITES, own=wordings).examine(page)}


def saved(name: str) -> Page:
    path = SAVED / name
    return read(upload(path.read_bytes(), path.name, "2026-05-03T12:00:00+00:00"))


def text(words: str) -> Page:
    return Page((("text", words),))


def test_a_page_that_shows_everything_meets_every_demand() -> None:
    found = examine(saved("complete.html"))
    assert {one.verdict for one in found.values()} == {"found"}
    assert list(found) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_words_stand_exactly_where_the_finding_says(name: str) -> None:
    page = saved("complete.html")
    one = examine(page)[name]
    passages = {
        **dict(page.passages),
        "links": "\n".join(f"{link.text} {leads(link.href)}".strip() for link in page.links),
    }
    assert one.words and passages[one.field][one.start : one.end] == one.words


@pytest.mark.parametrize("name", NAMES)
def test_a_page_that_lacks_one_thing_lacks_that_one_alone(name: str) -> None:
    found = examine(saved(f"without-{name}.html"))
    assert [one.demand for one in found.values() if one.verdict == "not-found"] == [name]


def test_a_page_that_shows_nothing_lacks_all_of_it() -> None:
    assert {one.verdict for one in examine(saved("bare.html")).values()} == {"not-found"}


def test_a_link_counts_where_its_words_do_not_name_the_website() -> None:
    page = Page((("text", "Our website"),), (Link("https://www.fultongrove.example/police", "Our website"),))
    one = examine(page)["official-link"]
    assert (one.verdict, one.field, "fultongrove.example" in one.words) == ("found", "links", True)


@pytest.mark.parametrize("trouble", ["login-wall", "script-only", "picture", "empty"])
def test_what_a_page_in_trouble_does_not_show_is_unknown_with_the_reason(trouble: str) -> None:
    page = Page((("description", "Official Facebook page of the Fulton Grove Police Department."),), trouble=trouble)  # type: ignore[arg-type]
    found = examine(page)
    assert found["maintained-by"].verdict == "found"
    assert (found["contact-shown"].verdict, bool(found["contact-shown"].note)) == ("unknown", True)


def test_what_stands_beyond_what_is_read_is_unknown() -> None:
    found = examine(text("word " * MAX_WORDS))
    assert (found["contact-shown"].verdict, "longer" in found["contact-shown"].note) == ("unknown", True)


def test_a_language_that_is_not_read_leaves_it_unknown() -> None:
    found = examine(saved("arabic.html"))
    assert found["visitor-disclaimer"].verdict == "unknown"


OLD = "Visitors speak for themselves, never for the police department."
NEW = "What visitors write here is theirs. It is not the opinion of the department!"


@pytest.mark.parametrize(
    ("shown", "version", "says"),
    [
        (NEW, 2, ""),
        (OLD, 1, "older version"),
        ("what visitors write\n\nhere is theirs - it IS NOT the opinion of the department", 2, ""),
        ("Posts by visitors are their own.", 0, "not the department's own words"),
    ],
)
def test_the_departments_words_are_known_by_their_version(shown: str, version: int, says: str) -> None:
    own = [Own(2, NEW), Own(1, OLD)]
    one = examine(text(f"Fulton Grove. {shown} Thank you."), visitor_disclaimer=own)["visitor-disclaimer"]
    assert (one.verdict, one.version, says in one.note) == ("found", version, True)
    assert one.words.split()[-1].strip(".!") == shown.rsplit(maxsplit=1)[-1].strip(".!")


def test_a_page_with_both_wordings_shows_the_newest() -> None:
    own = [Own(2, NEW), Own(1, OLD)]
    assert examine(text(f"{OLD} {NEW}"), visitor_disclaimer=own)["visitor-disclaimer"].version == 2


def test_words_with_signs_of_expressions_are_words() -> None:
    own = [Own(1, "Comments (.*) are their own [a-z]+?")]
    assert examine(text("Comments abc are their own xyz"), visitor_disclaimer=own)["visitor-disclaimer"].version == 0


def test_the_same_page_gives_the_same_findings() -> None:
    page = saved("complete.html")
    assert examine(page) == examine(page)


@pytest.mark.parametrize(
    ("policy", "names", "practical", "excuse"),
    [
        ("raymore-8", [*NAMES[:5], LINK_BACK], True, ""),
        ("kcpd-261", ["identification-line"], False, "no-identification"),
    ],
)
def test_a_pack_says_what_is_demanded_and_what_excuses(
    policy: str, names: list[str], practical: bool, excuse: str
) -> None:
    found = demands(read_pack(TEMPLATES / policy, known), shipped())
    assert [one.demand for one in found] == names
    assert {one.practical for one in found} == {practical}
    assert found[0].excuse == excuse


def test_the_links_of_a_page_are_accounts_in_one_form() -> None:
    page = Page(
        links=(
            Link("https://m.facebook.com/FultonGrovePD/?ref=page", "Facebook"),
            Link("https://www.facebook.com/fultongrovepd", "again", me=True),
            Link("https://twitter.com/FultonGrovePD", "X"),
            Link("mailto:us@fultongrove.example", "Write"),
        )
    )
    assert linked(page) == {"facebook:fultongrovepd": True, "x:fultongrovepd": False}


def test_the_snippet_links_to_each_account_and_holds_no_other_markup() -> None:
    html = snippet([('<b>"Police" & Fire</b>', 'https://x.com/a"b'), ("Us", "https://www.facebook.com/FultonGrovePD")])
    page = read(upload(f"<html><body>{html}</body></html>".encode(), "a.html", "2026-05-03T12:00:00+00:00"))
    assert "<b>" not in html
    assert linked(page)["facebook:fultongrovepd"] is True


FEIGNED = [
    "https://evil.example/?next=https://www.fultongrove.example/",
    "https://fultongrove.example@evil.example/",
    "https://evil.example/fultongrove.example",
    "https://evil.example/x:fultongrove.example",
    "https://evil.example/#fultongrove.example",
]


@pytest.mark.parametrize("href", FEIGNED)
def test_a_link_to_another_host_is_no_link_to_the_official_website(href: str) -> None:
    assert examine(Page((("text", "Our website"),), (Link(href, "here"),)))["official-link"].verdict == "not-found"


def test_a_website_within_a_shared_host_is_known_by_its_path() -> None:
    websites = ("pages.example/view/fultongrove",)
    verdicts = []
    for href in ("https://pages.example/view/fultongrove/police", "https://pages.example/view/somebody"):
        examiner = Examiner(DEMANDS, shipped(), websites)
        page = Page((("text", "Our website"),), (Link(href, "here"),))
        verdicts += [one.verdict for one in examiner.examine(page) if one.demand == "official-link"]
    assert verdicts == ["found", "not-found"]


def test_the_departments_words_are_whole_words() -> None:
    own = [Own(1, "art of the department")]
    assert examine(text("Part of the departments"), visitor_disclaimer=own)["visitor-disclaimer"].verdict == "not-found"
