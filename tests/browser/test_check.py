"""What a member sees: flags with their clauses, permissions, questions, offline use, and the words of the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from tests.browser.fixtures import Site
from tests.browser.visit import DAY, LEAVE, Visit, fragment
from tests.conftest import Said

RECKLESS = "On behalf of the department I ask you to vote for the levy."
PICTURE = "New profile picture, what do you think?"
FACTS = ("custody-shown", "evidence-shown", "nudity-shown", "words-in-picture")


@pytest.mark.proves(capability="private-check")
def test_a_reckless_draft_is_flagged_with_the_clause_and_what_helps(visit: Visit) -> None:
    visit.open().write(RECKLESS)
    assert visit.outcome == "Ask first: leave, or an answer that only you have, decides. 2 clauses speak to it."
    card = visit.card("8.04.B#2")
    assert "8.04.B#2: statements and endorsements for the department" in card
    assert "Seen: words that claim to speak for the department" in card
    assert "from the Chief of Police or the Chief's designee, in writing." in card
    assert "Say that these are your own views" in card
    marked = visit.page.locator(".copy mark")
    assert marked.all_inner_texts() == ["On behalf of the department"]
    assert visit.page.locator(".copy sup").inner_text() == "[8.04.B#2, 8.04.B#3]"


def test_words_after_wide_characters_are_marked_where_they_stand(visit: Visit) -> None:
    visit.open().write(f"🚓🚓 𝐍𝐨𝐰: {RECKLESS}")
    assert visit.page.locator(".copy mark").all_inner_texts() == ["On behalf of the department"]


def test_what_a_clause_says_opens_beside_the_flag_and_stays_open(visit: Visit) -> None:
    visit.open().write(RECKLESS)
    visit.page.get_by_text("What 8.04.B#2 says").click()
    visit.write(f"{RECKLESS} Please.")
    assert "without written authorization beforehand" in visit.card("8.04.B#2")


def test_markup_in_a_draft_is_text(visit: Visit) -> None:
    visit.open().write(f"<img src=x onerror=alert(1)><b>{RECKLESS}</b>")
    assert visit.page.locator(".copy").inner_text().startswith("<img src=x onerror=alert(1)><b>On behalf")
    assert visit.page.locator("#said img, #said b").count() == 0


def picture(visit: Visit) -> Visit:
    """A draft with a picture in which the patch can be seen, and every other question answered."""
    visit.write(PICTURE).page.check("#has-media")
    visit.until(lambda said: bool(said["questions"]))
    for fact in FACTS:
        visit.answer(fact, "no")
    return visit.answer("patch-visible", "yes")


def test_questions_decide_and_what_nobody_looked_at_is_named(visit: Visit) -> None:
    visit.open().write(PICTURE).page.check("#has-media")
    visit.until(lambda said: said["outcome"] == "incomplete")
    assert visit.outcome == "Incomplete: nothing was flagged, and something could not be checked."
    assert "A picture: Nobody looked at it, and some of the questions are open." in visit.page.inner_text("#said")
    for fact in (*FACTS, "patch-visible"):
        visit.answer(fact, "no")
    assert visit.outcome.startswith("Clear: nothing in the policy")
    visit.answer("patch-visible", "yes")
    assert visit.outcome == "Ask first: leave, or an answer that only you have, decides. 1 clause speaks to it."
    assert "Your answer: Is the department's patch" in visit.card("8.04.H")


@pytest.mark.proves(capability="private-check")
def test_a_permission_in_the_link_lifts_the_clause_until_it_ends(visit: Visit, site: Site) -> None:
    visit.open(f"#{fragment(LEAVE, name='Marisol Tran', author='mtran', member_class='officer')}")
    assert visit.page.url == f"{site.url}/"
    assert not any("leave=" in line or "mtran" in line for line in site.log)
    assert visit.page.inner_text("#held-title") == "Your permissions, held only in this tab (Marisol Tran)"
    assert "(P-2026-014), from 2026-02-01 to 2026-03-31" in visit.page.inner_text("#held-list")
    assert (visit.page.input_value("#author"), visit.page.input_value("#class")) == ("mtran", "officer")
    picture(visit).answer("undercover-work", "no")
    assert visit.outcome.startswith("Clear")
    assert "lifted by permission P-2026-014." in visit.page.inner_text("#said")
    visit.page.fill("#as-of", "2026-04-01")
    visit.until(lambda said: said["as_of"] == "2026-04-01")
    assert visit.outcome.startswith("Ask first")
    assert "Your permission P-2026-014 does not fit. It ended on 2026-03-31" in visit.card("8.04.H")


def test_a_permission_can_come_from_a_file_and_be_removed(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "leave.json"
    path.write_text(json.dumps([LEAVE]), encoding="utf-8")
    visit.open()
    picture(visit)
    visit.page.set_input_files("#leave-file", path)
    visit.until(lambda said: bool(said["lifted"]))
    visit.page.click("#held-list button")
    visit.until(lambda said: not said["lifted"])
    assert visit.outcome.startswith("Ask first")


@pytest.mark.parametrize("after", ["#leave=%%%", "#leave=eyJ4Ijox", "#leave=W10", "#leave="])
def test_a_damaged_link_is_told_and_loads_nothing(visit: Visit, after: str, site: Site) -> None:
    visit.open(after)
    told = "The permissions in this link are damaged, and none of them was loaded. Open the link again from where you"
    assert visit.page.inner_text("#leave-line").startswith(told)
    assert (visit.page.url, visit.page.is_visible("#held")) == (f"{site.url}/", False)


def test_a_permission_that_is_wrong_says_what_is_wrong_with_it(visit: Visit) -> None:
    visit.open(f"#{fragment({**LEAVE, 'start': '2026-13-01', 'form': 'spoken'})}")
    told = visit.page.inner_text("#leave-line")
    assert 'Permission 1 ("P-2026-014"): The field "start" is not an ISO 8601 date: "2026-13-01".' in told
    assert 'The field "form" cannot be "spoken".' in told
    visit.page.click("#leave summary")
    visit.page.fill("#leave-text", "{not json")
    visit.page.click("#leave-add")
    assert visit.page.inner_text("#leave-line").endswith("It is not JSON. Take the file as your department gave it.")


def test_a_day_before_the_policy_says_so(visit: Visit) -> None:
    visit.open().write(PICTURE)
    visit.page.fill("#as-of", "2019-01-01")
    visit.page.wait_for_selector("#outcome-line:has-text('No version of raymore-8 was in force on 2019-01-01.')")
    assert visit.page.inner_text("#said") == ""


def test_an_unproved_policy_is_under_its_banner(visit: Visit) -> None:
    visit.open()
    visit.page.select_option("#policy", "kcpd-261")
    visit.write("Got him! This is the creep who robbed the bank on 5th.", official=True)
    assert visit.said["policy"]["id"] == "kcpd-261"
    assert "Not proved. Adoption is not proved:" in visit.page.inner_text(".banner")
    assert visit.outcome.startswith("Hold: it should not go out as it is.")


@pytest.mark.proves(capability="private-check")
def test_after_one_visit_it_works_with_the_cable_out(visit: Visit, context: BrowserContext) -> None:
    visit.open()
    context.set_offline(True)
    visit.page.reload()
    visit.ready().write(RECKLESS)
    assert visit.outcome == "Ask first: leave, or an answer that only you have, decides. 2 clauses speak to it."
    assert "It also works without a network" in visit.network


def test_spanish_by_the_address_by_the_browser_and_by_the_button(visit: Visit) -> None:
    visit.open("?lang=es").write(RECKLESS)
    assert (
        visit.outcome
        == "Pregunte primero: decide un permiso, o una respuesta que solo usted tiene. 2 cláusulas se refieren a ello."
    )
    assert visit.page.locator("html").get_attribute("lang") == "es"
    visit.page.click("#language")
    assert visit.outcome == "Ask first: leave, or an answer that only you have, decides. 2 clauses speak to it."
    assert visit.page.input_value("#text") == RECKLESS


POSTS: list[tuple[str, str, dict[str, Any]]] = [
    ("raymore-8", "personal", {"text": RECKLESS}),
    ("raymore-8", "personal", {"text": "Beautiful sunrise over the lake this morning. 🌅"}),
    ("raymore-8", "official", {"text": "Got him! This is the creep who robbed the bank on 5th."}),
    ("kcpd-261", "official", {"text": "Her number is 512-00-1234. Call (816) 555-0134.", "author": "pio"}),
    ("kcpd-261", "personal", {"text": "My sergeant is falsifying overtime slips; see https://example.com/slips"}),
    ("raymore-8", "personal", {"text": PICTURE, "media": [{"kind": "photo", "alt": "me in uniform"}]}),
]


@pytest.mark.parametrize(("policy", "account", "post"), POSTS)
def test_the_page_and_the_command_give_the_same_bytes(
    visit: Visit, postorders: Callable[..., Said], tmp_path: Path, policy: str, account: str, post: dict[str, Any]
) -> None:
    path = tmp_path / "draft.json"
    path.write_text(json.dumps({"id": "draft", "account": account, **post}), encoding="utf-8")
    command = postorders("check", path, "--policy", policy, "--as-of", DAY, "--format", "json")
    visit.open()
    visit.page.select_option("#policy", policy)
    for medium in post.get("media", ()):
        visit.page.check("#has-media")
        visit.page.fill("#alt", medium["alt"])
    if "author" in post:
        visit.page.click("#place summary")
        visit.page.fill("#author", post["author"])
    visit.write(post["text"], official=account == "official")
    assert json.dumps([json.loads(visit.line)], indent=2, ensure_ascii=False) + "\n" == command.out
