"""The list for everybody: what stands there, what does not, and what a visit leaves behind."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.desk.cast import World, browser
from tests.desk.register.public.street import BLUFF, OSAGE, becomes, doing, site, text

from postorders.desk.register import directory, publish
from postorders.desk.register.models import Change, Issue, Listed

pytestmark = pytest.mark.both
PAGE = f"{BLUFF}/accounts/"
ALL = (
    "accounts/", "accounts/verify/?url=https://x.com/cedarbluffpd", "accounts/snippet/", "accounts/snippet.html",
    "accounts/issue.json", "accounts/changes.rss", "accounts/changes.atom", "accounts/changes.json", "accounts.json",
    "accounts/verify.json?url=https://x.com/cedarbluffpd", "accounts/1.json", "trust.txt",
)  # fmt: skip


@pytest.fixture
def stranger() -> Client:
    return Client()


@pytest.fixture
def main(world: World) -> Any:
    return site(world.bluff, "https://x.com/cedarbluffpd", "Cedar Bluff Police", unit=world.bluff.units["Patrol"])


def test_an_account_stands_there_with_its_platform_purpose_keeper_and_days(main: Any, stranger: Client) -> None:
    page = text(stranger.get(PAGE))
    assert '<a rel="me" href="https://x.com/cedarbluffpd">' in page
    assert "Cedar Bluff Police" in page and ">X<" in page.replace("\n", "")
    assert "News for residents." in page and "<dd>Patrol</dd>" in page
    assert "March 2, 2026" in page and "verified May 4, 2026" in page


def test_no_member_is_named(world: World, main: Any, stranger: Client) -> None:
    becomes(
        world.bluff, main, "listed", "changed", owner=world.bluff.members["pio"], kept_in="safe of the Records unit"
    )
    for path in ALL:
        page = text(stranger.get(f"{BLUFF}/{path}"))
        assert "Hatcher" not in page and "Records unit" not in page


def test_what_waits_to_be_verified_or_is_not_ours_is_nowhere(world: World, stranger: Client) -> None:
    site(world.bluff, "https://x.com/cedarbluffwatch", "Watchers", "to-verify", listed=None)
    site(world.bluff, "https://x.com/cedarbluff_cops", "Cops", "not-ours", listed=None)
    for path in ("accounts/", "accounts.json", "trust.txt", "accounts/changes.atom", "accounts/snippet.html"):
        page = text(stranger.get(f"{BLUFF}/{path}"))
        assert "cedarbluffwatch" not in page and "cedarbluff_cops" not in page


def test_a_suspended_account_is_set_apart_and_one_that_ended_is_shown_for_a_year(
    world: World, main: Any, stranger: Client
) -> None:
    becomes(world.bluff, main, "suspended")
    page = text(stranger.get(PAGE))
    assert "Suspended for now" in page and 'href="https://x.com/cedarbluffpd"' not in page
    becomes(world.bluff, main, "retired", ended=timezone.now() - timedelta(days=364))
    assert "No longer the department" in text(stranger.get(PAGE))
    becomes(world.bluff, main, "retired", "changed", ended=timezone.now() - timedelta(days=366))
    assert "No longer the department" not in text(stranger.get(PAGE))


def test_an_empty_list_says_so(world: World, stranger: Client) -> None:
    assert "No account is on the list today." in text(stranger.get(PAGE))
    assert stranger.get(f"{BLUFF}/accounts/issue.json").status_code == 404


def test_the_other_department_has_a_list_of_its_own(main: Any, stranger: Client) -> None:
    assert "cedarbluffpd" not in text(stranger.get(f"{OSAGE}/accounts/"))
    assert stranger.get(f"{OSAGE}/accounts/1.json").status_code == 404
    assert stranger.get("/d/nowhere/accounts/").status_code == 404


@pytest.mark.parametrize("path", ALL)
def test_a_visit_leaves_no_cookie_and_caches_keep_it_for_a_minute(main: Any, stranger: Client, path: str) -> None:
    first = stranger.get(f"{BLUFF}/{path}")
    assert first.status_code == 200 and not first.cookies
    assert first["Cache-Control"] == "public, max-age=60"
    again = stranger.get(f"{BLUFF}/{path}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert stranger.head(f"{BLUFF}/{path}").content == b""
    assert stranger.post(f"{BLUFF}/{path}").status_code == 405


def test_a_change_gives_another_etag(world: World, main: Any, stranger: Client) -> None:
    before = stranger.get(PAGE)["ETag"]
    becomes(world.bluff, main, "listed", "changed", name="Cedar Bluff PD")
    assert stranger.get(PAGE, headers={"if-none-match": before}).status_code == 200


def test_whoever_is_signed_in_gets_the_same_bytes(world: World, main: Any, stranger: Client) -> None:
    assert browser(world.osage, "officer").get(PAGE).content == stranger.get(PAGE).content


def idle(signed_in: Client, minutes: int) -> Client:
    """The browser after so many minutes without use."""
    session = signed_in.session
    session["seen"] = int(time.time()) - minutes * 60
    session.save()
    return signed_in


@pytest.mark.parametrize("path", [f"{BLUFF}/accounts/", "/verify/?url=x.com/a", f"{BLUFF}/policy/"])
def test_a_page_that_caches_keep_never_carries_a_cookie(world: World, main: Any, path: str) -> None:
    signed_in = idle(browser(world.bluff, "chief"), minutes=10)
    there = signed_in.get(path)
    assert there["Cache-Control"].startswith("public") and not there.cookies
    assert signed_in.get("/desk/").cookies  # which notes the use of the session


@pytest.mark.parametrize("path", [f"{BLUFF}/accounts/", "/verify/?url=x.com/a"])
def test_an_idle_session_neither_closes_the_public_list_nor_ends_there(world: World, main: Any, path: str) -> None:
    signed_in = idle(browser(world.bluff, "officer"), minutes=180)
    there = signed_in.get(path)
    assert there.status_code == 200 and not there.cookies
    assert signed_in.get("/desk/").status_code == 302


def test_it_speaks_spanish_when_asked(main: Any, stranger: Client) -> None:
    assert '<html lang="es">' in text(stranger.get(f"{PAGE}?lang=es"))


def test_many_accounts_take_few_queries(world: World, stranger: Client, django_assert_max_num_queries: Any) -> None:
    with doing(world.bluff), publish.together():
        for number in range(60):
            site(world.bluff, f"https://x.com/cedarbluffpd{number}")
    for path in ("accounts/", "accounts.json?page_size=100", "accounts/changes.atom"):
        stranger.get(f"{BLUFF}/{path}")
        with django_assert_max_num_queries(32):  # PostgreSQL is told the department twice
            assert stranger.get(f"{BLUFF}/{path}").status_code == 200


def test_data_for_machines_cannot_leave_its_element(world: World, stranger: Client) -> None:
    with doing(world.bluff):
        world.bluff.department.name = "Cedar </script><script>alert(1)"
        world.bluff.department.save()
    site(world.bluff, "https://x.com/cedarbluffpd", "</script><b>")
    page = text(stranger.get(PAGE))
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found and json.loads(found[1])["name"] == "Cedar </script><script>alert(1)"
    assert json.loads(found[1])["sameAs"] == ["https://x.com/cedarbluffpd"]
    assert "<script>alert" not in page and "</script><b>" not in page


def test_several_changes_together_are_issued_once(world: World) -> None:
    with doing(world.bluff), publish.together():
        for name in ("one", "two", "three"):
            site(world.bluff, f"https://x.com/cedarbluff{name}")
        assert not Issue.objects.exists()
    with world.bluff.within():
        assert [len(json.loads(one.body)["accounts"]) for one in Issue.objects.all()] == [3]
        assert Change.objects.count() == 3


def test_what_failed_is_not_issued(world: World) -> None:
    with pytest.raises(ZeroDivisionError), doing(world.bluff), publish.together():
        site(world.bluff, "https://x.com/cedarbluffone")
        raise ZeroDivisionError
    with world.bluff.within():
        assert not Issue.objects.exists()


def test_a_list_that_says_the_same_is_not_issued_again(world: World, main: Any) -> None:
    becomes(world.bluff, main, "listed", "changed", kept_in="the sergeant's safe")
    with world.bluff.within():
        assert [one.number for one in Issue.objects.all()] == [1]
        assert [one.what for one in Change.objects.order_by("at")] == ["listed"]  # nor told in the feeds


def test_the_new_name_of_an_element_or_of_the_department_is_told_and_issued(
    world: World, main: Any, stranger: Client
) -> None:
    site(world.bluff, "https://x.com/cedarbluffk9", "K-9")
    with doing(world.bluff):
        unit = world.bluff.units["Patrol"]
        unit.name = "Patrol Division"
        unit.save()
        publish.renamed()
        assert [one.number for one in Issue.objects.order_by("number")] == [1, 2, 3]
        assert list(Change.objects.filter(what="changed").values_list("name", flat=True)) == ["Cedar Bluff Police"]
        world.bluff.department.name = "Police of Cedar Bluff"
        world.bluff.department.save()
        publish.renamed()
        assert json.loads(Issue.objects.get(number=4).body)["department"]["name"] == "Police of Cedar Bluff"
        assert set(Listed.objects.values_list("town", flat=True)) == {"Police of Cedar Bluff"}
        publish.renamed()
        assert Issue.objects.count() == 4


def test_a_new_name_is_issued_even_where_no_account_shows_it(world: World, main: Any) -> None:
    with doing(world.bluff):
        world.bluff.department.name = "Police of Cedar Bluff"
        world.bluff.department.save()
        publish.renamed()
        assert Issue.objects.count() == 2


def test_another_word_for_a_change_is_a_mistake_of_the_program(world: World, main: Any) -> None:
    with doing(world.bluff), pytest.raises(ValueError, match="no change of the list"):
        publish.changed(main, "painted")


def test_the_directory_is_made_anew_from_the_registers(world: World, main: Any) -> None:
    site(world.osage, "https://x.com/osagecrossingpd", "Osage", "revoked", ended=datetime(2026, 6, 1, tzinfo=UTC))
    site(world.osage, "https://x.com/osagewatch", "Watch", "to-verify", listed=None)
    before = set(Listed.objects.values_list("slug", "key", "state", "name"))
    with doing(world.bluff):
        Listed.objects.all().delete()
    assert directory.rebuild() == 2
    assert set(Listed.objects.values_list("slug", "key", "state", "name")) == before
    assert len(before) == 2
