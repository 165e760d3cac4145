"""Looking at pages: what is found with its words, what a look keeps, what changes, and who is told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from tests.desk.cast import World
from tests.desk.pages import web as scene
from tests.desk.pages.web import Web, saved

from postorders.archive.capture import Capture
from postorders.desk.base.act import Refused
from postorders.desk.jobs.models import Notice
from postorders.desk.pages import acts, look, rounds
from postorders.desk.pages.models import Check, Kept, Standing
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both
DAY = timedelta(days=1)


def test_a_look_finds_each_demand_with_the_words_that_prove_it(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    scene.website(world.bluff, web.show("/city", f'<h1>City</h1><a rel="me" href="{site.url}">us</a>'))
    done = scene.check_now(world.bluff, site)
    found = scene.stands(world.bluff, site)
    assert found["maintained-by"].state == "met"
    assert found["maintained-by"].found["words"] == "page is maintained by the Fulton Grove Police Department"
    assert found["visitor-disclaimer"].found["words"].startswith("Opinions expressed by visitors")
    assert found["link-back"].found["words"] == "Social media of the city"
    with world.bluff.within():
        capture = Kept.objects.get(id=done.check.capture_id)
    assert (capture.bytes, capture.final) == (saved("complete"), site.url)
    assert scene.entry(world.bluff, "pages.look")["capture"] == capture.sha256


@pytest.mark.parametrize("lacks", ["maintained-by", "contact-shown", "visitor-disclaimer", "removal-notice"])
def test_what_a_page_lacks_is_missing_and_nothing_else(world: World, web: Web, lacks: str) -> None:
    site = scene.account(world.bluff, web.show("/police", saved(f"without-{lacks}")))
    scene.check_now(world.bluff, site)
    states = scene.states(world.bluff, site)
    page = {name: state for name, state in states.items() if name not in ("official-link", "link-back")}
    assert {name for name, state in page.items() if state == "missing"} == {lacks}


UNREADABLE = {
    "not there": ({"body": "gone", "status": 404, "kind": "text/plain"}, "HTTP status 404"),
    "a login wall": ({"body": saved("social-wall")}, "hides behind a login"),
    "drawn by scripts": ({"body": saved("short-posts")}, "drawn by scripts"),
    "a picture": ({"body": saved("scanned")}, ""),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_unknown_and_says_why(world: World, web: Web, what: str) -> None:
    given, why = UNREADABLE[what]
    site = scene.account(world.bluff, web.show("/police", **given))
    scene.check_now(world.bluff, site)
    one = scene.stands(world.bluff, site)["visitor-disclaimer"]
    assert (one.state, why in one.says) == ("unknown", True)


def test_a_desk_that_looks_at_nothing_asks_for_a_person(
    world: World, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, fetch=False))
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    scene.check_now(world.bluff, site)
    one = scene.stands(world.bluff, site)["contact-shown"]
    assert (one.state, "a person brings" in one.says, web.asked) == ("unknown", True, [])


def test_a_private_address_that_nobody_listed_is_not_asked(
    world: World, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, fetch_allow=()))
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    done = scene.check_now(world.bluff, site)
    assert (done.seen.failed, web.asked) == (True, [])


def test_an_unchanged_look_of_the_desk_keeps_nothing_but_the_day(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    now = timezone.now()
    assert scene.round_at(world.bluff, now) == 1
    kept, checks, entries = scene.counts(world.bluff)
    web.show("/police", saved("complete") + b"<p>Today: 1,204 followers</p>")
    assert scene.round_at(world.bluff, now + 2 * DAY) == 1
    assert scene.counts(world.bluff) == (kept, checks, entries + 1)
    with world.bluff.within():
        standing = Standing.objects.get(site=site)
    assert (standing.seen, standing.steady) == (now + 2 * DAY, 1)


def test_what_is_not_due_is_not_asked(world: World, web: Web) -> None:
    scene.account(world.bluff, web.show("/police", saved("complete")))
    now = timezone.now()
    scene.round_at(world.bluff, now)
    before, asked = scene.counts(world.bluff), len(web.asked)
    assert scene.round_at(world.bluff, now) == 0
    assert (scene.counts(world.bluff), len(web.asked)) == (before, asked)


def test_a_disclaimer_that_vanishes_is_told_with_before_and_after(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")), owner="officer")
    now = timezone.now()
    scene.round_at(world.bluff, now)
    web.show("/police", saved("without-visitor-disclaimer"))
    scene.round_at(world.bluff, now + 2 * DAY)
    assert scene.states(world.bluff, site)["visitor-disclaimer"] == "missing"
    with world.bluff.within():
        check = Check.objects.filter(site=site).first()
        told = {one.member.name: one for one in Notice.objects.filter(subject__contains="does not show")}
        assert Standing.objects.get(site=site).steady == 0
    assert list(check.before) == ["visitor-disclaimer"]
    assert set(told) == {"Cole Abernathy", "Adaeze Whitlow"}
    body = told["Adaeze Whitlow"].body
    assert "“Opinions expressed by visitors do not reflect those of the department" in body
    assert "It is not there on" in body
    scene.round_at(world.bluff, now + 4 * DAY)
    with world.bluff.within():
        assert Notice.objects.filter(subject__contains="does not show").count() == 2


def test_one_round_is_one_entry_for_all_accounts(world: World, web: Web) -> None:
    for number in range(3):
        scene.account(world.bluff, web.show(f"/{number}", saved("complete")))
    before = scene.counts(world.bluff)[2]
    scene.round_at(world.bluff, timezone.now())
    said = scene.entry(world.bluff, "pages.relook")
    assert (scene.counts(world.bluff)[2], said["looked"], said["sites"]) == (before + 1, 3, [1, 2, 3])


def test_a_page_that_fails_three_times_is_told_once(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    now = timezone.now()
    scene.round_at(world.bluff, now)
    web.show("/police", "broken", 500, "text/plain")
    for _ in range(5):
        now += 8 * DAY
        scene.round_at(world.bluff, now)
    with world.bluff.within():
        assert Notice.objects.filter(subject__contains="cannot be read").count() == 2
        standing = Standing.objects.get(site=site)
    assert standing.failing == 5
    one = scene.stands(world.bluff, site)["contact-shown"]
    assert one.state == "unknown"
    assert "HTTP status 500" in one.says and "It was there on" in one.says


def test_accounts_that_are_given_up_are_not_looked_at(world: World, web: Web) -> None:
    for number, state in enumerate(("revoked", "retired", "not-ours", "suspended", "to-verify")):
        scene.account(world.bluff, web.show(f"/{number}", saved("complete")), state=state)
    assert scene.round_at(world.bluff, timezone.now()) == 1


def test_a_look_of_a_person_during_a_round_is_not_undone(world: World, web: Web) -> None:
    """The round fetched before the person did; what the person saw later stays."""
    site = scene.account(world.bluff, web.show("/police", saved("without-contact-shown")))
    now = timezone.now()
    scene.round_at(world.bluff, now - 9 * DAY)

    def slow(url: str) -> Any:
        found = look.fetch(url)
        web.show("/police", saved("complete"))
        with world.bluff.within():
            scene.check_now(world.bluff, Site.objects.get(id=site.id))
        return found

    with world.bluff.within():
        rounds.go(now - 5 * DAY, slow)
    assert scene.states(world.bluff, site)["contact-shown"] == "met"


def test_who_has_no_part_in_the_account_looks_at_nothing(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    with pytest.raises(Refused, match="answers for the account"):
        scene.check_now(world.bluff, site, "officer")
    with world.bluff.within(), pytest.raises(Refused):
        acts.look(world.osage.as_("chief"), site, look.Seen())


def test_a_profile_is_read_by_the_public_interface_of_its_platform(world: World, web: Web) -> None:
    site = scene.account(world.bluff, "https://bsky.app/profile/cedarbluff.example")
    said = {
        "did": "did:plc:abc",
        "handle": "cedarbluff.example",
        "description": "Official page of the Cedar Bluff Police Department. https://www.raymore.com/police",
    }
    asked = []

    def network(url: str) -> Capture:
        asked.append(url)
        return Capture(json.dumps(said).encode(), "application/json", timezone.now().isoformat(), url, url)

    with world.bluff.within():
        rounds.go(timezone.now(), network)
        assert Kept.objects.get(site=site).source == "api"
    assert asked == ["https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=cedarbluff.example"]
    states = scene.states(world.bluff, site)
    assert (states["maintained-by"], states["official-link"], states["contact-shown"]) == ("met", "met", "missing")


def test_a_round_that_is_killed_keeps_nothing_and_is_done_whole_the_next_time(world: World, web: Web) -> None:
    first = scene.account(world.bluff, web.show("/1", saved("complete")))
    second = scene.account(world.bluff, web.show("/2", saved("complete")))

    def killed(url: str) -> Capture:
        if url == second.url:
            raise KeyboardInterrupt
        return look.fetch(url)

    before = scene.counts(world.bluff)
    with world.bluff.within(), pytest.raises(KeyboardInterrupt):
        rounds.go(timezone.now(), killed)
    assert scene.counts(world.bluff) == before
    assert scene.round_at(world.bluff, timezone.now()) == 2
    assert scene.states(world.bluff, first)["contact-shown"] == "met"
