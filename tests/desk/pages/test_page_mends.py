"""Whose word counts about a page, what a look is of, and what one bad page cannot do to the others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.desk.cast import Place, World, browser
from tests.desk.pages import web as scene
from tests.desk.pages.test_page_words import OWN, attest, brought, excuse, hold
from tests.desk.pages.web import Web, saved
from tests.desk.permissions.scene import delegate

from postorders.archive.capture import Capture
from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.operate import tables
from postorders.desk.pages import acts, demanded, look, rounds
from postorders.desk.pages.models import Attestation, Kept, Standing
from postorders.desk.pages.settle import forget
from postorders.desk.people.who import today
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both
DAY = timedelta(days=1)


def practical(place: Place, who: str, site: Site) -> None:
    with place.within():
        acts.not_practical(place.as_(who), site, "removal-notice", "There is no room.", today() + DAY)


@pytest.mark.parametrize("alternate", [False, True], ids=["other kinds", "an alternate"])
def test_a_designee_for_something_else_says_nothing_of_pages(world: World, web: Web, alternate: bool) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    with world.bluff.within():
        other = sorted(set(_kinds()) - set(_site_kinds()))[:1]
        delegate(world.bluff, "chief", "officer", kinds=[] if alternate else other, alternate=alternate)
    with pytest.raises(Refused, match="does not cover"):
        practical(world.bluff, "officer", site)
    with pytest.raises(Refused, match="answers for the account"):
        scene.check_now(world.bluff, site, "officer")
    with world.bluff.within():
        for do in (
            lambda who: acts.word(who, "visitor-disclaimer", OWN),
            lambda who: acts.add_website(who, "https://city.example/", ""),
        ):
            with pytest.raises(Refused, match="does not cover"):
                do(world.bluff.as_("officer"))
    officer = browser(world.bluff, "officer")
    assert "Check now" not in officer.get(reverse("account-page", args=[site.id])).content.decode()
    assert officer.get(reverse("website")).status_code == 403


def _kinds() -> list[str]:
    from postorders.desk.people.designation import delegable

    return [one.kind for one in delegable("chief")]


def _site_kinds() -> list[str]:
    from postorders.desk.register.rules import policies

    return [kind.kind for policy in policies() for kind in policy.kinds_giving("site")]


def test_a_designee_of_the_chief_for_everything_decides_as_the_chief(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    with world.bluff.within():
        delegate(world.bluff, "chief", "officer")
    practical(world.bluff, "officer", site)


def test_that_a_permission_excuses_a_page_is_not_for_everybody(world: World, web: Web) -> None:
    site = scene.account(world.osage, web.show("/police", saved("without-identification-line")), owner="media")
    scene.check_now(world.osage, site, "media")
    excuse(world.osage, justification="Narcotics")
    hold(world.osage, site, "officer")
    page = reverse("account-page", args=[site.id])
    seen = {who: browser(world.osage, who).get(page).content.decode() for who in ("media", "manager")}
    told = {who: ("A permission under" in text, "excused" in text, "settled" in text) for who, text in seen.items()}
    assert told == {"media": (True, True, False), "manager": (False, False, True)}


def redirected(place: Place, site: Site, final: str, body: str = "complete") -> dict[str, str]:
    """How a page stands whose address leads to another one."""

    def by(url: str) -> Capture:
        return Capture(saved(body), "text/html", timezone.now().isoformat(), url, final, (final,), 200)

    with place.within():
        examiner = demanded.examiner(demanded.ordered(), demanded.watched(), demanded.own())
        acts.look(place.as_("pio"), site, look.look(site, examiner, by))
    return scene.states(place, site)


def test_what_a_redirect_leads_to_is_not_the_accounts_page(world: World, web: Web) -> None:
    site = scene.account(world.bluff, "https://bluff.example/police")
    assert set(redirected(world.bluff, site, "https://elsewhere.example/police").values()) == {"unknown"}
    assert "https://elsewhere.example/police" in scene.stands(world.bluff, site)["contact-shown"].says
    for final in ("https://www.bluff.example/police/", "https://bluff.example/police/home"):
        assert redirected(world.bluff, site, final)["contact-shown"] == "met"


def test_a_login_page_is_a_login_page_wherever_it_is(world: World, web: Web) -> None:
    site = scene.account(world.bluff, "https://bluff.example/police")
    redirected(world.bluff, site, "https://bluff.example/login", "social-wall")
    assert "hides behind a login" in scene.stands(world.bluff, site)["contact-shown"].says


def readdressed(place: Place, site: Site, url: str) -> None:
    with place.within(), guard.lifted("a test"):
        Site.objects.filter(id=site.id).update(url=url, key=f"website:{url.partition('//')[2]}")
        forget(site)


def test_another_address_leaves_what_was_seen_and_said_behind(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    scene.check_now(world.bluff, site)
    attest(world.bluff, site, "found", "official-link")
    old = brought(world.bluff, site)
    readdressed(world.bluff, site, web.show("/other", saved("bare")))
    assert set(scene.states(world.bluff, site).values()) == {"unknown"}
    with world.bluff.within():
        standing = Standing.objects.get(site=site)
        assert (standing.summary, standing.next_look <= timezone.now()) == ({}, True)
        fetched = Kept.objects.get(site=site, source="fetch")
        now = Site.objects.get(id=site.id)
    for capture in (old, fetched):
        with pytest.raises(Refused, match="another address"):
            attest(world.bluff, now, "found", capture=capture)


def test_a_look_at_the_former_address_is_not_kept(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    other = web.show("/other", saved("bare"))
    with world.bluff.within():
        examiner = demanded.examiner(demanded.ordered(), demanded.watched(), demanded.own())
        seen = look.look(site, examiner)
    readdressed(world.bluff, site, other)
    with world.bluff.within(), pytest.raises(Refused, match="another address"):
        acts.look(world.bluff.as_("pio"), Site.objects.get(id=site.id), seen)

    def slow(url: str) -> Capture:
        readdressed(world.bluff, site, web.url("/third"))
        return look.fetch(url)

    with world.bluff.within():
        rounds._accounts(list(rounds.due(timezone.now())), timezone.now(), slow)
        assert Standing.objects.filter(site=site, seen__isnull=False).count() == 0


def test_a_word_needs_a_capture_of_these_weeks(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    old = brought(world.bluff, site)
    with world.bluff.within(), guard.lifted("time passes"):
        Kept.objects.update(at=timezone.now() - 40 * DAY)
        old.refresh_from_db()
    with pytest.raises(Refused, match="older than 30 days"):
        attest(world.bluff, site, "found", capture=old)


def test_a_word_given_while_the_pages_were_fetched_is_counted(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("without-contact-shown")))
    now = timezone.now()
    scene.round_at(world.bluff, now - 9 * DAY)

    def slow(url: str) -> Capture:
        if not Attestation.objects.exists():
            attest(world.bluff, site, "found")
        return look.fetch(url)

    with world.bluff.within():
        rounds.go(now - 5 * DAY, slow)
        assert Standing.objects.get(site=site).summary["missing"] == 1  # the link to the website alone
    assert scene.states(world.bluff, site)["contact-shown"] == "attested"


def test_one_page_that_cannot_be_kept_stops_no_other(world: World, web: Web) -> None:
    bad, good = (scene.account(world.bluff, web.show(f"/{n}", saved("complete"))) for n in range(2))

    def by(url: str) -> Capture:
        found = look.fetch(url)
        return Capture(found.body, found.kind, "no day", url, found.final) if url == bad.url else found

    with world.bluff.within():
        assert rounds.go(timezone.now(), by) == 2
        found = {row.site_id: row for row in Standing.objects.all()}
    assert (found[bad.id].failing, "cannot be kept" in found[bad.id].why) == (1, True)
    assert (found[good.id].why, found[good.id].summary["met"] > 0) == ("", True)


HOSTILE = '{"@type": "Organization", "name": "a\\u0000b\\ud800c", "description": "d\\u0001\\udfff"}'


def test_what_no_database_keeps_is_left_out_of_what_a_page_says(world: World, web: Web) -> None:
    body = saved("complete").replace(
        b"</head>", f'<script type="application/ld+json">{HOSTILE}</script></head>'.encode()
    )
    web.show("/police", body.replace(b"Fulton Grove Police Department", b"Police Department\\u0000"))
    site = scene.account(world.bluff, web.url("/police"))
    assert scene.round_at(world.bluff, timezone.now()) == 1
    with world.bluff.within():
        assert Standing.objects.get(site=site).why == ""


def test_looking_again_keeps_the_same_bytes_once_and_asks_a_minute_of_patience(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("complete")))
    pio = browser(world.bluff, "pio")
    where = reverse("account-page-look", args=[site.id])
    pio.post(where)
    asked = len(web.asked)
    told = pio.post(where, follow=True).content.decode()
    assert "a moment ago" in told, [line for line in told.splitlines() if "message" in line]
    assert len(web.asked) == asked
    scene.check_now(world.bluff, site)
    assert scene.counts(world.bluff)[:2] == (1, 2)


BARE = [
    "http://10.1.2.3/police",
    "https://city.example:8443/",
    "https://[::1]/",
    "https://2130706433/",
    "http://0x7f.1/",
]


@pytest.mark.parametrize("url", BARE)
def test_an_official_website_has_a_name_and_no_port(world: World, url: str) -> None:
    with world.bluff.within(), pytest.raises(Refused, match=r"has a name|not the address|address"):
        acts.add_website(world.bluff.as_("pio"), url, "")


@pytest.mark.parametrize(
    "url",
    ["https://[city.example/x", "https://city.example:99999/", "https://www.google.com/url?q=https://city.example/"],
)
def test_what_is_no_address_is_told_on_the_form(world: World, url: str) -> None:
    answer = browser(world.bluff, "pio").post(reverse("website"), {"url": url})
    assert (
        answer.status_code,
        "errorlist" in answer.content.decode() or 'role="alert"' in answer.content.decode(),
    ) == (
        200,
        True,
    )


def test_a_page_within_a_shared_host_makes_not_the_host_official(world: World) -> None:
    with world.bluff.within():
        for url in ("https://pages.example/view/Cedar/", "https://www.city.example/"):
            acts.add_website(world.bluff.as_("pio"), url, "")
        given, watched = demanded.ordered(), demanded.watched()
        assert set(demanded.hosts(given, watched)) - set(given.websites) == {"pages.example/view/cedar", "city.example"}
        assert set(demanded.rooted(given, watched)) - set(given.websites) == {"city.example"}


def test_files_are_copied_a_few_at_a_time() -> None:
    assert (tables.batch(Kept), tables.batch(Site)) == (4, 500)


def test_what_a_page_shows_is_no_news_to_the_public(world: World, web: Web) -> None:
    from postorders.desk.register.models import Change

    scene.account(world.bluff, web.show("/police", saved("complete")))
    now = timezone.now()
    scene.round_at(world.bluff, now)
    web.show("/police", saved("bare"))
    scene.round_at(world.bluff, now + 2 * DAY)
    with world.bluff.within():
        assert not Change.objects.exists()
