"""What people say of a page: attestations, what is not practical, excuses, and the department's own words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.cast import Place, World
from tests.desk.pages import web as scene
from tests.desk.pages.web import Web, saved
from tests.desk.permissions import scene as leave

from postorders.archive.read import upload
from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.custody.models import Holding
from postorders.desk.pages import acts
from postorders.desk.pages.models import Attestation, Kept
from postorders.desk.people.who import today
from postorders.desk.register.models import Site

pytestmark = pytest.mark.both
DAY = timedelta(days=1)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0\x90\x91h6"


def brought(place: Place, site: Site, body: bytes = PNG, name: str = "page.png") -> Kept:
    with place.within():
        capture = upload(body, name, timezone.now().isoformat())
        row: Kept = acts.bring(place.as_("pio"), site, capture)
        return row


def attest(place: Place, site: Site, verdict: str, demand: str = "contact-shown", **given: Any) -> None:
    with place.within():
        said = {"capture": brought(place, site), "review_by": today() + 90 * DAY, **given}
        acts.attest(place.as_("pio"), site, {demand: verdict}, said.pop("capture"), **said)


def wall(place: Place, web: Web) -> Site:
    """An account behind a login, looked at."""
    site = scene.account(place, web.show("/police", saved("social-wall")))
    scene.check_now(place, site)
    return site


def test_a_person_attests_what_no_machine_can_read(world: World, web: Web) -> None:
    site = wall(world.bluff, web)
    attest(world.bluff, site, "found")
    one = scene.stands(world.bluff, site)["contact-shown"]
    assert (one.state, one.by) == ("attested", "Devon Hatcher")
    said = scene.entry(world.bluff, "pages.attest")
    assert (said["says"], len(said["capture"])) == ("contact-shown found", 64)


def test_an_attestation_ends_on_its_day_and_when_it_is_taken_back(world: World, web: Web) -> None:
    site = wall(world.bluff, web)
    attest(world.bluff, site, "found")
    with world.bluff.within(), guard.lifted("time passes"):
        Attestation.objects.update(review_by=today() - DAY)
    assert scene.states(world.bluff, site)["contact-shown"] == "unknown"
    attest(world.bluff, site, "found")
    with world.bluff.within():
        row = Attestation.objects.order_by("-at").first()
        with pytest.raises(Refused, match="word of Devon Hatcher"):
            acts.withdraw(world.bluff.as_("officer"), row)
        acts.withdraw(world.bluff.as_("pio"), row)
        with pytest.raises(Refused, match="taken back already"):
            acts.withdraw(world.bluff.as_("chief"), row)
    assert scene.states(world.bluff, site)["contact-shown"] == "unknown"


def test_the_machine_beats_an_older_word_and_a_later_word_beats_the_machine(world: World, web: Web) -> None:
    site = wall(world.bluff, web)
    attest(world.bluff, site, "found")
    web.show("/police", saved("without-contact-shown"))
    scene.check_now(world.bluff, site)
    assert scene.states(world.bluff, site)["contact-shown"] == "missing"
    attest(world.bluff, site, "found")
    scene.check_now(world.bluff, site)
    one = scene.stands(world.bluff, site)["contact-shown"]
    assert (one.state, one.against) == ("attested", True)
    attest(world.bluff, site, "not-found", "maintained-by")
    one = scene.stands(world.bluff, site)["maintained-by"]
    assert (one.state, one.against) == ("missing", True)


def test_a_word_needs_a_capture_of_this_account_a_day_within_a_year_and_a_known_demand(world: World, web: Web) -> None:
    site = wall(world.bluff, web)
    other = scene.account(world.bluff, web.url("/other"))
    with pytest.raises(Refused, match="another account"):
        attest(world.bluff, site, "found", capture=brought(world.bluff, other))
    for day in (today(), today() + 400 * DAY):
        with pytest.raises(Refused, match="within a year"):
            attest(world.bluff, site, "found", review_by=day)
    with pytest.raises(Refused, match="demands no"):
        attest(world.bluff, site, "found", "guilt-statement")
    with world.bluff.within(), pytest.raises(Refused, match="Nothing is attested"):
        acts.attest(world.bluff.as_("pio"), site, {}, brought(world.bluff, site), today() + DAY)


def test_not_practical_needs_the_chief_a_reason_and_a_day(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", saved("without-removal-notice")))
    scene.check_now(world.bluff, site)
    until = today() + 90 * DAY
    with world.bluff.within():
        with pytest.raises(Refused, match="This is for"):
            acts.not_practical(world.bluff.as_("pio"), site, "removal-notice", "No room", until)
        with pytest.raises(Refused, match="not said"):
            acts.not_practical(world.bluff.as_("chief"), site, "removal-notice", " ", until)
        acts.not_practical(world.bluff.as_("chief"), site, "removal-notice", "160 characters are all there is.", until)
    one = scene.stands(world.bluff, site)["removal-notice"]
    assert (one.state, one.by, "160 characters" in one.says) == ("not-practical", "Adaeze Whitlow", True)


def test_a_policy_without_where_practical_leaves_no_room_for_it(world: World, web: Web) -> None:
    site = scene.account(world.osage, web.url("/police"), owner="media")
    with world.osage.within(), pytest.raises(Refused, match="without asking whether"):
        acts.not_practical(world.osage.as_("chief"), site, "identification-line", "No", today() + DAY)


def hold(place: Place, site: Site, who: str) -> None:
    with place.within(), guard.lifted("a test"):
        Holding(site=site, member=place.members[who], since=today() - DAY, recorded=timezone.now()).save()


def excuse(place: Place, **given: Any) -> None:
    asked = leave.ask(place, "no-identification", **given)
    leave.grant(place, asked, "supervisor")


def test_a_permission_excuses_the_page_of_its_holder_without_its_reasons(world: World, web: Web) -> None:
    site = scene.account(world.osage, web.show("/police", saved("without-identification-line")), owner="media")
    scene.check_now(world.osage, site, "media")
    assert scene.states(world.osage, site)["identification-line"] == "missing"
    excuse(world.osage, justification="Narcotics")
    assert scene.states(world.osage, site)["identification-line"] == "missing"  # of a page that is not the holder's
    hold(world.osage, site, "officer")
    one = scene.stands(world.osage, site)["identification-line"]
    assert one.state == "excused"
    assert ("IV.B.5.NOTE" in one.says, "Fairweather" in one.says, "Narcotics" in one.says) == (True, False, False)


def test_a_permission_for_one_account_excuses_no_other(world: World, web: Web) -> None:
    sites = [scene.account(world.osage, web.show(f"/{n}", saved("bare")), owner="officer") for n in (1, 2)]
    excuse(world.osage, site=sites[1].url)
    for site in sites:
        scene.check_now(world.osage, site, "media")
    assert [scene.states(world.osage, site)["identification-line"] for site in sites] == ["missing", "excused"]


OWN = "Comments posted by visitors are their own and do not reflect the opinion of the Cedar Bluff Police Department."
NEWER = "Views of visitors are their own. They do not reflect the opinion of the Cedar Bluff Police Department."


def page(words: str) -> str:
    return f"<html><body><p>{words}</p><p>{'Road work on Mill Street goes on until Friday. ' * 12}</p></body></html>"


def test_the_departments_words_are_found_with_their_version(world: World, web: Web) -> None:
    site = scene.account(world.bluff, web.show("/police", page(OWN)))
    with world.bluff.within():
        acts.word(world.bluff.as_("pio"), "visitor-disclaimer", OWN)
    scene.check_now(world.bluff, site)
    one = scene.stands(world.bluff, site)["visitor-disclaimer"]
    assert (one.state, one.found["version"], one.says) == ("met", 1, "")
    with world.bluff.within():
        acts.word(world.bluff.as_("chief"), "visitor-disclaimer", NEWER)
    scene.check_now(world.bluff, site)
    one = scene.stands(world.bluff, site)["visitor-disclaimer"]
    assert (one.state, one.found["version"], "older version" in one.says) == ("met", 1, True)


def test_words_in_which_nobody_would_see_it_are_refused_with_a_hint(world: World) -> None:
    with world.bluff.within():
        with pytest.raises(Refused, match="Nobody would see") as refused:
            acts.word(world.bluff.as_("chief"), "visitor-disclaimer", "Be kind to one another.")
        assert "visitors are their own" in refused.value.problems[0].mend
        with pytest.raises(Refused, match="no such words"):
            acts.word(world.bluff.as_("chief"), "link-back", "Here we are")
        with pytest.raises(Refused, match="This is for"):
            acts.word(world.bluff.as_("officer"), "visitor-disclaimer", OWN)
