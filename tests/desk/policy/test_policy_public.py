"""Everybody reads the policy in force: no sign-in, no cookie, kept by caches, in few queries."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from tests.desk.cast import World
from tests.desk.policy.desk import client_of, next_version

from postorders.desk.people.who import today
from postorders.desk.policy import acts
from postorders.desk.policy.force import in_force, version_in_force
from postorders.desk.policy.models import Version

BLUFF = "/d/cedar-bluff/policy/"
OSAGE = "/d/osage-crossing/policy/"
pytestmark = pytest.mark.both


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def stranger() -> Client:
    return Client()


def test_every_clause_stands_there_in_the_sources_order(world: World, stranger: Client) -> None:
    page = text(stranger.get(OSAGE))
    with world.osage.within():
        policy = in_force()
    assert re.findall(r'<article class="clause" id="([^"]+)"', page) == list(policy.by_id)
    assert all(escape(section.title) in page for section in policy.manifest.sections)


def test_a_visit_leaves_no_cookie_and_caches_keep_the_page(world: World, stranger: Client) -> None:
    first = stranger.get(BLUFF)
    assert not first.cookies and "no-store" not in first["Cache-Control"]
    assert first["Cache-Control"].startswith("public")
    again = stranger.get(BLUFF, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_whoever_is_signed_in_gets_the_same_bytes(world: World, stranger: Client) -> None:
    member = client_of(world.osage, "officer")
    assert member.get(BLUFF).content == stranger.get(BLUFF).content
    assert (
        member.get("/d/cedar-bluff/policy/clause/8.04.H/").content
        == stranger.get("/d/cedar-bluff/policy/clause/8.04.H/").content
    )


def test_sixty_clauses_take_few_queries_the_second_time_no_more(
    world: World, stranger: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(2):
        with django_assert_max_num_queries(12):  # PostgreSQL is told the department twice
            assert stranger.get(BLUFF).status_code == 200


def test_a_signed_reading_changes_the_page_that_was_kept(world: World, stranger: Client) -> None:
    before = stranger.get(BLUFF)
    with world.bluff.within():
        acts.sign_reading(
            world.bluff.as_("attorney", signed_in_anew=True), version_in_force(), "sharing-is-posting",
            "A repost with a remark is a post.", "Agreed with the Chief.",
        )  # fmt: skip
    after = stranger.get(BLUFF, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "A repost with a remark is a post." in text(after)
    assert "signed by Ottilie Brandvold" in text(after)


def test_proposed_readings_oddities_and_legal_notes_say_what_they_are(world: World, stranger: Client) -> None:
    page = text(stranger.get(f"{BLUFF}clause/8.03.C.3/"))
    assert "Reading proposed, not signed: it has no force" in page
    assert "Legal note; needs counsel" in page
    odd = text(stranger.get(f"{BLUFF}clause/8.04.D/"))
    assert "As printed; not repaired" in odd and "lack the words that forbid" in odd


def test_the_clause_says_whom_it_binds_what_lifts_it_and_what_helps(world: World, stranger: Client) -> None:
    page = text(stranger.get(f"{BLUFF}clause/8.04.H/"))
    with world.bluff.within():
        clause = in_force().by_id["8.04.H"]
    assert "every employee (officer, civilian or reserve)" in page
    assert "the Chief of Police or the Chief&#x27;s designee, in no stated form" in page
    assert escape(clause.remedy) in page


def test_an_unproved_adoption_has_a_banner_and_a_proof_takes_it_away(
    world: World, stranger: Client, tmp_path: Any
) -> None:
    assert "Adoption is not proved" not in text(stranger.get(OSAGE))
    folder = next_version(tmp_path, "2026-01-05", "kcpd-261")
    with world.osage.within():
        acts.adopt(world.osage.as_("manager"), folder)
    assert "Adoption is not proved" in text(stranger.get(OSAGE))


def test_a_number_leads_to_its_clause(world: World, stranger: Client) -> None:
    assert stranger.get(f"{BLUFF}?find=8.03.c.3")["Location"] == f"{BLUFF}#8.03.C.3"
    assert stranger.get(f"{BLUFF}?find=8.04.B")["Location"] == f"{BLUFF}#8.04.B%231"
    assert "There is no clause 9.99" in text(stranger.get(f"{BLUFF}?find=9.99"))


def test_a_word_that_is_defined_has_its_meaning_where_hover_and_focus_open_it(world: World, stranger: Client) -> None:
    page = text(stranger.get(BLUFF))
    found = re.search(
        r'<span class="term" tabindex="0" aria-describedby="(t\d+-\d+)">.*?id="\1"><b>social media</b> \(8\.02\.G\)',
        page,
    )
    assert found
    ids = re.findall(r'role="tooltip" id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 10


@pytest.mark.parametrize(
    ("day", "words"),
    [("2019-05-01", "No policy of this department was in force"), ("yesterday", "This is not a date")],
)
def test_a_day_without_a_policy_is_said_so(world: World, stranger: Client, day: str, words: str) -> None:
    page = stranger.get(f"{BLUFF}?on={day}")
    assert page.status_code == 404 and words in text(page) and not page.cookies


def test_versions_are_listed_and_each_is_read_by_its_day(world: World, stranger: Client, tmp_path: Any) -> None:
    folder = next_version(tmp_path, "2026-06-01")
    with world.bluff.within():
        acts.adopt(world.bluff.as_("manager"), folder)
    listed = text(stranger.get(f"{BLUFF}versions/"))
    assert "?on=2020-07-01" in listed and "?on=2026-06-01" in listed
    assert "This version is no longer in force" in text(stranger.get(f"{BLUFF}?on=2021-05-01"))
    assert "This version is no longer in force" not in text(stranger.get(BLUFF))


def test_a_version_to_come_is_announced(world: World, stranger: Client, tmp_path: Any) -> None:
    with world.bluff.within():
        acts.adopt(world.bluff.as_("manager"), next_version(tmp_path, "2090-01-01"))
        assert version_in_force().effective == date(2020, 7, 1)
    assert "A later version takes effect on" in text(stranger.get(BLUFF))


def test_the_pack_is_there_as_data(world: World, stranger: Client) -> None:
    data = stranger.get("/d/cedar-bluff/policy.json").json()
    with world.bluff.within():
        version = Version.objects.get()
    assert (data["hash"], data["version"]) == (version.hash, "2020-07-01")
    assert len(data["pack"]["clauses"]) == 58


def test_no_other_department_is_shown(world: World, stranger: Client) -> None:
    assert stranger.get("/d/cedar-bluff/policy/clause/IV.B.2/").status_code == 404
    assert stranger.get("/d/nowhere/policy/").status_code == 404
    assert stranger.post(BLUFF).status_code == 405


def test_the_page_speaks_spanish_when_asked(world: World, stranger: Client) -> None:
    page = stranger.get(f"{BLUFF}?lang=es")
    assert page["Content-Language"] == "es" and '<html lang="es">' in text(page)
    assert "Ir al contenido" in text(page)
    assert "Obliga a" in text(page)
    assert text(stranger.get(BLUFF, headers={"accept-language": "es-MX,es"})).count("Obliga a")


CASES = [
    ("cedar-bluff", "raymore-8", "8.01#4", "City of Raymore policies on conduct"),
    ("osage-crossing", "kcpd-261", "HDR", "Code of Ethics and Rules of Conduct (PPBM)"),
    ("osage-crossing", "kcpd-261", "IV.A.5.a", "All other written directives of the department"),
    ("osage-crossing", "kcpd-261", "IV.A.6.c", "Vision Statement and Mission"),
    ("osage-crossing", "kcpd-261", "IV.B.8.e", "Written process for pre-employment investigations"),
    ("osage-crossing", "kcpd-261", "IV.C.3", "Code of Ethics and Rules of Conduct (PPBM)"),
]


@pytest.mark.parametrize(
    ("slug", "policy", "clause", "name"),
    [
        pytest.param(
            *case,
            id=f"{case[1]}-{case[2]}",
            marks=pytest.mark.proves(case[1], case[2], capability="referenced-policies"),
        )
        for case in CASES
    ],
)
def test_a_clause_shows_which_version_of_a_document_it_means(
    world: World, stranger: Client, slug: str, policy: str, clause: str, name: str
) -> None:
    place = world.bluff if slug == "cedar-bluff" else world.osage
    address = f"/d/{slug}/policy/clause/{clause.replace('#', '%23')}/"
    assert "version not said yet" in text(stranger.get(address))
    with place.within():
        acts.name_document(
            place.as_("manager"), version_in_force(), name, "Revision 7", today(), "https://orders.example/7"
        )
    page = text(stranger.get(address))
    assert "Revision 7" in page and "https://orders.example/7" in page
