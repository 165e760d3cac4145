"""Hostile words through the page: shown as words, or refused with what to do, and what was typed stands there again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.desk.cast import World, browser
from tests.desk.drafts import scene
from tests.desk.drafts.scene import ROAD, begun, fresh
from tests.desk.drafts.test_draft_files import picture
from tests.desk.drafts.visits import NEW, POSTS, at, filled, said, saved

from postorders.desk.base.act import Refused
from postorders.desk.drafts import acts, glance
from postorders.desk.drafts import said as saying
from postorders.desk.drafts.models import Draft, Version
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both
SCRIPT = "<script>alert(1)</script>"
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;"


def versions(world: World) -> int:
    """How many versions of drafts the desk holds."""
    with world.bluff.within():
        return Version.objects.count()


UNSEEN = {
    "a text that is turned around": ("Pine Street is \u202enepo\u202c again.", "U+202E"),
    "an isolate": ("Pine \u2067Street\u2069 is open.", "U+2067"),
    "a space of no width": ("Pine\u200b Street", "U+200B"),
    "a joiner between letters": ("Pi\u200dne Street", "U+200D"),
    "a mark of order": ("\ufeffPine Street", "U+FEFF"),
    "a tag": ("Pine\U000e0041 Street", "U+E0041"),
    "a control": ("Pine\x08 Street", "U+0008"),
    "a character of nobody": ("Pine\ue000 Street", "U+E000"),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_a_character_that_nobody_sees_is_named_and_the_rest_is_not_lost(world: World, case: str) -> None:
    text, named = UNSEEN[case]
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = saved(client, world.bluff, "pio", draft, text=text, title="Gas leak")
    words = said(answer)
    assert answer.status_code == 422
    assert f"The text has a character that nobody sees: {named}. Write it anew without it." in words
    form = answer.context["sheet"].words
    assert (form["text"].value(), form["title"].value()) == (text, "Gas leak")
    assert versions(world) == 1


def test_nothing_that_a_database_cannot_hold_comes_in(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = saved(client, world.bluff, "pio", draft, text="Pine\0 Street", title="Gas leak")
    assert (answer.status_code, versions(world)) == (422, 1)
    assert "Null characters are not allowed." in said(answer) and answer.context["sheet"].words["title"].value()


def test_half_a_character_is_none(world: World) -> None:
    """A form cannot bring one: what is no UTF-8 reads as U+FFFD. From a program it is refused."""
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    form = filled(world.bluff, "pio", fresh(draft), text="MARK")
    body = urlencode(form, doseq=True).replace("MARK", "Pine %ED%A0%80Street")
    client.post(at(draft, "write/"), body, content_type="application/x-www-form-urlencoded")
    with world.bluff.within():
        assert set(saying.latest(fresh(draft)).text) >= {"\ufffd"}
    with pytest.raises(Refused, match=r"U\+D800"):
        acts.write(world.bluff.as_("pio"), draft, "Pine \ud800Street")


LONG = {
    "letters": "Pine Street. " * 23_100,
    "emoji": "\U0001f6a8" * 300_000,
    "marks on one letter": "a" + "\u0301" * 1_000_000,
    "one word": "a" * 300_000,
    "line ends": "\n" * 300_000,
    "joined pictures": "\U0001f468\u200d" * 150_000,
    "quotes": '"' * 300_000,
}


@pytest.mark.parametrize("case", LONG)
def test_a_text_that_is_far_too_long_says_how_long_it_may_be_and_is_not_lost(world: World, case: str) -> None:
    text = LONG[case]
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = saved(client, world.bluff, "pio", draft, text=text)
    assert answer.status_code == 422
    assert f"Ensure this value has at most 100000 characters (it has {len(text)})." in said(answer)
    assert answer.context["sheet"].words["text"].value() == text
    assert versions(world) == 1


def test_a_form_that_no_page_sends_is_turned_away_before_it_is_read(world: World) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = saved(client, world.bluff, "pio", draft, text="\u0301" * 3_000_000)
    assert answer.status_code == 413
    assert answer.content.decode() == "What is typed is larger than 5 MB. Shorten it; a file may be larger.\n"
    assert versions(world) == 1


def test_marks_upon_marks_are_one_character_to_a_reader_and_what_is_shown_is_bounded(world: World) -> None:
    site = scene.site(world.bluff, scene.URLS["bluesky"])
    client = browser(world.bluff, "pio")
    text = "Pine Street" + "\u0301" * 99_000
    answer = client.post(f"{POSTS}look/", filled(world.bluff, "pio", text=text, sites=["1"]))
    (preview,) = answer.context["previews"]
    assert preview.site == site and answer.status_code == 200
    assert len(answer.content) < 3_000_000


WHERE = ("text", "title", "link", "own-1", "new-alt", "against", "duty", "language", "scheduled", "sites", "after")


@pytest.mark.parametrize("field", WHERE)
def test_a_script_in_a_field_is_words(world: World, field: str) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = client.post(at(draft, "write/"), filled(world.bluff, "pio", fresh(draft)) | {field: SCRIPT})
    assert answer.status_code in (302, 422), said(answer)
    for page in (answer, *_pages(client, draft)):
        assert SCRIPT not in page.content.decode()


def _pages(client: Client, draft: Draft) -> list[Any]:
    """Every page that shows the draft."""
    pages = [client.get(at(draft, more)) for more in ("", "write/", "approve/", "paper/", "drop/")]
    assert [page.status_code for page in pages] == [200] * 5
    return [*pages, client.get(POSTS), client.get(f"{POSTS}calendar/"), client.get("/desk/")]


def test_a_script_in_all_that_is_said_of_a_draft_is_words_everywhere(world: World) -> None:
    place = world.bluff
    pio, chief = place.as_("pio"), place.as_("chief")
    site = scene.site(place, name=f"Page {SCRIPT}")
    draft = begun(place, SCRIPT, site, title=SCRIPT, own={str(site.id): f"{SCRIPT} here"}, link="https://a.example/<s>")
    row = acts.attach(pio, draft, picture(), f"{SCRIPT}.jpg", alt=SCRIPT, words=SCRIPT)
    acts.vouch(pio, draft, SCRIPT, row)
    acts.verify_facts(pio, draft, SCRIPT)
    acts.ask_approval(pio, draft)
    acts.send_back(chief, draft, SCRIPT)
    acts.set_guide(chief, SCRIPT, [{"kind": "must", "value": SCRIPT * 2, "says": SCRIPT}])
    shown = b""
    for who in ("pio", "chief"):
        for page in _pages(browser(place, who), draft) if who == "pio" else [browser(place, who).get(at(draft))]:
            assert SCRIPT not in page.content.decode()
            shown += page.content
    assert shown.count(SHOWN.encode()) > 10
    assert SCRIPT not in browser(place, "pio").get(f"{POSTS}style/").content.decode()


def test_words_in_an_address_are_words(world: World) -> None:
    draft, chief = begun(world.bluff), browser(world.bluff, "chief")
    for address in (
        f"{POSTS}?state={SCRIPT}", f"{POSTS}?page={SCRIPT}", f"{POSTS}calendar/?month={SCRIPT}",
        f"{POSTS}style/?version={SCRIPT}", at(draft, f"mistaken/?clause={SCRIPT}&concept={SCRIPT}"),
        at(draft, f"leave/?clause={SCRIPT}&concept={SCRIPT}&site={SCRIPT}"), at(draft, f"{SCRIPT}/"),
    ):  # fmt: skip
        answer = chief.get(address)
        assert answer.status_code in (200, 403, 404), address
        assert SCRIPT not in answer.content.decode(), address


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "http://", "https://a b", "http://[::1", "//x"]
)
def test_a_link_is_an_address_of_a_page_or_refused(world: World, link: str) -> None:
    draft, client = begun(world.bluff), browser(world.bluff, "pio")
    answer = saved(client, world.bluff, "pio", draft, link=link)
    assert (answer.status_code, "Begin it with https://." in said(answer)) == (422, True)
    assert answer.context["sheet"].words["link"].value() == link


def test_what_is_sent_to_begin_a_post_and_is_refused_begins_none(world: World) -> None:
    scene.site(world.bluff)
    client = browser(world.bluff, "pio")
    form = filled(world.bluff, "pio", text=f"{ROAD}\u202e", sites=["1"], against="The gas company")
    answer = client.post(NEW, form)
    assert answer.status_code == 422 and answer.context["sheet"].facts["against"].value() == "The gas company"
    with world.bluff.within():
        assert (Draft.objects.count(), Site.objects.count()) == (0, 1)


def test_the_beginning_of_a_text_is_short_wherever_it_is_listed() -> None:
    assert len(glance.begins("\u0301" * 100_000)) == 80
