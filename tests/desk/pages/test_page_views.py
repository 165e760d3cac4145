"""The pages about official pages, as their users meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.desk.cast import World, browser
from tests.desk.pages import web as scene
from tests.desk.pages.test_page_words import NEWER, OWN
from tests.desk.pages.web import Web, saved

from postorders.desk.pages.cards import cards
from postorders.desk.pages.glance import glance
from postorders.desk.pages.models import Kept
from postorders.desk.people import acts as people
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both
DAY = timedelta(days=1)
SCRIPT = b"<script>alert(1)</script>"


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def page(site: Site, name: str = "account-page", *more: object) -> str:
    return reverse(name, args=[site.id, *more])


def test_the_media_unit_checks_a_page_and_sees_what_is_missing_with_words_to_copy(world: World, web: Web) -> None:
    body = saved("without-contact-shown").replace(b"</body>", SCRIPT + b"</body>")
    site = scene.account(world.bluff, web.show("/police", body))
    pio = browser(world.bluff, "pio")
    assert "The page was not looked at yet." in words(pio.get(page(site)))
    checked = pio.post(page(site, "account-page-look"), follow=True)
    shown = words(checked)
    assert "Looked at now: 3 met, 2 missing, 1 unknown." in shown
    assert "<mark>page is maintained by the Fulton Grove Police Department</mark>" in shown
    assert "8.03.C.2" in shown and "/policy/clause/8.03.C.2/" in shown
    assert "Contact us at [contact]. In an emergency call 911." in shown
    assert "contact is not set" in shown
    people.change_settings(world.bluff.as_("admin"), {"contact": "816-555-0142"})
    assert "Contact us at 816-555-0142." in words(pio.get(page(site)))


def test_the_exact_bytes_are_saved_and_never_shown(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete") + SCRIPT))
    scene.check_now(world.bluff, site)
    with world.bluff.within():
        capture = Kept.objects.get(site=site)
    answer = browser(world.bluff, "officer").get(page(site, "account-page-capture", capture.id))
    assert answer.content == saved("complete") + SCRIPT
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )


def test_a_custodian_brings_a_saved_page_sees_what_is_in_it_and_attests(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("social-wall")), owner="officer")
    officer = browser(world.bluff, "officer")
    officer.post(page(site, "account-page-look"))
    assert "hides behind a login" in words(officer.get(page(site)))
    file = SimpleUploadedFile("page.html", saved("without-contact-shown"), "text/html")
    brought = officer.post(page(site, "account-page-bring"), {"file": file})
    attest = brought.headers["Location"]
    shown = words(officer.get(attest))
    assert "<mark>Opinions expressed by visitors" in shown
    assert "The machine does not find it in this capture." in shown
    with world.bluff.within():
        until = str(scene.days_from_today(60))
    said = {
        "visitor-disclaimer": "found",
        "contact-shown": "not-found",
        "review_by": until,
        "reason": "In the About tab",
    }
    assert officer.post(attest, said).status_code == 302
    states = scene.states(world.bluff, site)
    assert (states["visitor-disclaimer"], states["contact-shown"]) == ("attested", "missing")
    shown = words(officer.get(page(site)))
    assert "Cole Abernathy saw it on" in shown and "In the About tab" in shown


@pytest.mark.parametrize(
    ("name", "body"), [("page.exe", b"MZ\x90\0" * 40), ("page.zip", b"PK\3\4" + b"\0" * 60), ("page.html", b"")]
)
def test_what_is_no_page_is_turned_away_on_the_form(world: World, web: Web, name: str, body: bytes) -> None:
    site = scene.account(world.bluff, web.url("/police"))
    answer = browser(world.bluff, "pio").post(
        page(site, "account-page-bring"), {"file": SimpleUploadedFile(name, body)}
    )
    assert answer.status_code == 200
    assert 'role="alert"' in words(answer) or "errorlist" in words(answer)
    with world.bluff.within():
        assert not Kept.objects.exists()


def test_who_has_no_part_in_an_account_reads_and_does_nothing(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    done = scene.check_now(world.bluff, site)
    reserve = browser(world.bluff, "reserve")
    shown = words(reserve.get(page(site)))
    assert "Check now" not in shown and "Bring a saved page" not in shown
    assert reserve.post(page(site, "account-page-look")).status_code == 403
    assert reserve.get(page(site, "account-page-bring")).status_code == 403
    assert reserve.get(page(site, "account-page-attest", done.check.capture_id)).status_code == 403
    assert reserve.get(reverse("website")).status_code == 403
    assert browser(world.osage, "chief").get(page(site)).status_code == 404


def test_what_a_person_brought_is_for_those_who_answer_for_the_account(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.url("/police"))
    pio = browser(world.bluff, "pio")
    file = SimpleUploadedFile("page.html", saved("complete"), "text/html")
    pio.post(page(site, "account-page-bring"), {"file": file})
    with world.bluff.within():
        address = page(site, "account-page-capture", Kept.objects.get().id)
    assert (pio.get(address).status_code, browser(world.bluff, "reserve").get(address).status_code) == (200, 403)


def test_what_changed_is_shown_since_a_day(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    now = timezone.now()
    scene.round_at(world.bluff, now - 60 * DAY)
    web.show("/police", saved("without-removal-notice"))
    scene.round_at(world.bluff, now - 45 * DAY)
    chief = browser(world.bluff, "chief")
    assert "Nothing changed since" in words(chief.get(page(site)))
    since = str((now - 50 * DAY).date())
    assert "It is not there on" in words(chief.get(page(site), {"since": since}))
    assert chief.get(page(site), {"since": "2026-99-99"}).status_code == 200


def test_the_web_manager_sees_which_page_lacks_which_link_and_copies_the_rest(world: World, web: Web) -> None:
    here = scene.account(world.bluff, "https://www.facebook.com/CedarBluffPolice", name="Facebook & more")
    scene.account(world.bluff, "https://x.com/CedarBluffPD")
    web.show("/city", f'<h1>City</h1><a href="{here.url}">us</a>')
    pio = browser(world.bluff, "pio")
    pio.post(reverse("website"), {"url": web.url("/city"), "name": "City page"})
    with world.bluff.within():
        from postorders.desk.pages.models import Website

        row = Website.objects.get()
    assert "It links to 1 account." in words(pio.post(reverse("website-look", args=[row.id]), follow=True))
    shown = words(pio.get(reverse("website")))
    assert "link without rel=me" in shown and "no link" in shown
    assert "rel=&quot;me&quot; href=&quot;https://x.com/CedarBluffPD&quot;" in shown
    assert pio.get(reverse("website-capture", args=[row.id])).content.startswith(b"<h1>City")
    pio.post(reverse("website-end", args=[row.id]))
    assert "No page is watched yet." in words(pio.get(reverse("website")))
    assert "page on a platform" in words(pio.post(reverse("website"), {"url": "https://x.com/CedarBluffPD"}))


def test_the_departments_words_are_set_in_versions(world: World, web: Web) -> None:
    pio = browser(world.bluff, "pio")
    form = reverse("wording", args=["visitor-disclaimer"])
    assert "Comments posted by visitors are their own." in words(pio.get(form))
    with world.bluff.within():
        day = str(scene.days_from_today(0))
    assert "Nobody would see in these words" in words(pio.post(form, {"text": "Be kind.", "since": day}))
    for text in (OWN, NEWER):
        assert pio.post(form, {"text": text, "since": day}).status_code == 302
    shown = words(pio.get(reverse("wordings")))
    assert "Version 2" in shown and "Version 1" in shown
    site = scene.account(world.bluff, web.show("/police", saved("without-visitor-disclaimer")))
    scene.check_now(world.bluff, site)
    assert NEWER in words(pio.get(page(site)))


def test_first_pages_say_what_pages_lack_to_those_whom_it_concerns(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")), owner="officer")
    now = timezone.now()
    scene.round_at(world.bluff, now - 3 * DAY)
    web.show("/police", saved("without-removal-notice"))
    scene.round_at(world.bluff, now)
    with world.bluff.within():
        for who in ("chief", "officer"):
            found = {card.title: [line.text for line in card.lines] for card in cards(world.bluff.as_(who))}
            assert found["Pages that lack something"] == [site.name]
            assert found["Pages that changed this month"] == [site.name]
        assert list(cards(world.bluff.as_("reserve"))) == []


def test_a_glance_asks_the_same_number_of_questions_for_many_accounts(world: World, web: Web) -> None:
    sites = [scene.account(world.bluff, web.show(f"/{n}", saved("complete"))) for n in range(8)]
    scene.round_at(world.bluff, timezone.now())
    counts = []
    with world.bluff.within():
        for some in (sites[:1], sites[:1], sites):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                found = glance(some)
            counts.append(len(asked))
    assert counts[1] == counts[2]
    assert found[sites[0].id].met == 4 and found[sites[0].id].missing == 1 and found[sites[0].id].changed is None


def test_the_page_asks_no_more_questions_as_looks_pile_up(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    pio = browser(world.bluff, "pio")
    counts = []
    for looks in (2, 6):
        for number in range(looks):
            web.show("/police", saved(("complete", "bare")[number % 2]))
            scene.check_now(world.bluff, site)
        pio.get(page(site))
        with CaptureQueriesContext(connection) as asked:
            pio.get(page(site))
        counts.append(len(asked))
    assert counts[0] == counts[1]
