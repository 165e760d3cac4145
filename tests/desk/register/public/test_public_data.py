"""The list as data: the shape of the U.S. Digital Registry, trust.txt, feeds, snippet; by validators of our own."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.desk.cast import World
from tests.desk.register.public.street import BLUFF, OSAGE, becomes, doing, site, text
from tests.desk.register.validators import digital, trusttxt

from postorders.desk.custody.models import Holding
from postorders.desk.pages.models import Attestation, Check, Standing, Website
from postorders.desk.people.acts import found as founded
from postorders.desk.policy.force import version_in_force
from postorders.desk.register.conforming import conformance_of
from postorders.desk.register.opened import data

pytestmark = pytest.mark.both
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def stranger() -> Client:
    return Client()


@pytest.fixture
def three(world: World) -> Any:
    return [
        site(world.bluff, "https://x.com/cedarbluffpd", "Cedar Bluff <Police> & friends", tags=["alerts"]),
        site(world.bluff, "https://www.facebook.com/CedarBluffPolice", "Cedar Bluff Police", short="News", long="More"),
        site(
            world.bluff, "https://bsky.app/profile/cedarbluff.example", "Cedar Bluff", unit=world.bluff.units["Patrol"]
        ),
    ]


def accounts(stranger: Client, query: str = "") -> Any:
    return stranger.get(f"{BLUFF}/accounts.json{query}").json()


def test_the_list_has_the_shape_of_the_registry(three: Any, stranger: Client) -> None:
    data = accounts(stranger)
    assert digital.listing(data) == []
    assert {row["service_key"] for row in data["results"]} == {"x", "facebook", "bluesky"}
    assert data["metadata"] == {"count": 3, "page": 1, "page_size": 25, "pages": 1}


def test_pages_cut_it_without_loss_whatever_is_asked(three: Any, stranger: Client) -> None:
    pages = [accounts(stranger, f"?page_size=2&page={page}") for page in (1, 2, 3)]
    assert all(digital.listing(page) == [] for page in pages)
    assert [len(page["results"]) for page in pages] == [2, 1, 0]
    assert len({row["id"] for page in pages for row in page["results"]}) == 3
    for query in ("?page=-1", "?page=0", "?page=x", "?page_size=0", "?page_size=99999999", "?page=٣"):
        assert digital.listing(accounts(stranger, query)) == []


def test_one_account_has_a_page_and_keeps_it_when_it_ends(world: World, three: Any, stranger: Client) -> None:
    becomes(world.bluff, three[0], "retired", ended=timezone.now())
    row = stranger.get(f"{BLUFF}/accounts/1.json").json()["results"][0]
    assert digital.account(row) == [] and row["status"] == "archived"
    assert {one["id"] for one in accounts(stranger)["results"]} == {2, 3}
    assert stranger.get(f"{BLUFF}/accounts/9.json").status_code == 404


def test_custodians_are_told_by_unit_and_the_owner_not_at_all(world: World, three: Any, stranger: Client) -> None:
    with doing(world.bluff):
        for name, first in (("lieutenant", True), ("pio", False)):
            Holding(
                site=three[0], member=world.bluff.members[name], first=first, since=date(2026, 1, 1),
                recorded=timezone.now(),
            ).save()  # fmt: skip
    row = stranger.get(f"{BLUFF}/accounts/1.json").json()["results"][0]
    assert row["custodians"] == [{"role": "first", "unit": "Patrol"}, {"role": "stand-in", "unit": "Command"}]


def test_verify_answers_with_metadata_verified_and_the_account(world: World, three: Any, stranger: Client) -> None:
    def ask(url: str) -> Any:
        return stranger.get(f"{BLUFF}/accounts/verify.json", {"url": url})

    yes = ask("http://twitter.com/CedarBluffPD?ref_src=x").json()
    assert yes["metadata"]["verified"] is True and digital.accounts(yes["results"]) == []
    no = ask("https://x.com/unheardof").json()
    assert (no["metadata"]["verified"], no["results"]) == (False, [])
    assert ask("javascript:alert(1)").status_code == 400
    becomes(world.bluff, three[0], "suspended")
    held = ask("https://x.com/cedarbluffpd").json()
    assert held["metadata"]["verified"] is False and held["results"][0]["status"] == "archive_requested"


def test_each_demand_has_its_state_and_no_excuse_shows(world: World, three: Any) -> None:
    with doing(world.bluff):
        now = timezone.now()
        findings = {
            "maintained-by": {"verdict": "found"},
            "contact-shown": {"verdict": "not-found"},
            "visitor-disclaimer": {"verdict": "unknown"},
        }
        check = Check(site=three[0], at=now, policy_version=version_in_force(), findings=findings)
        check.save()
        Standing(site=three[0], check_made=check, seen=now, next_look=now).save()
        Attestation(
            site=three[0], demand="visitor-disclaimer", verdict="found", by=world.bluff.members["pio"],
            review_by=timezone.localdate() + timedelta(days=30),
        ).save()  # fmt: skip
        stood = {one["demand"]: one["state"] for one in conformance_of(three[0])}
    assert stood["maintained-by"] == "met" and stood["contact-shown"] == "not-met"
    assert stood["visitor-disclaimer"] == "met" and stood["link-back"] == "unknown"
    assert set(stood.values()) <= {"met", "not-met", "unknown", "not-practical"}


def test_trust_txt_names_the_accounts_the_websites_and_the_contact(world: World, three: Any, stranger: Client) -> None:
    with doing(world.bluff):
        Website(url="https://www.cedarbluff.example/", name="City").save()
        Website(url="https://sites.example.com/view/cedarbluff", name="A page among others").save()
        world.bluff.department.contact = "Records, 816-555-0142"
        world.bluff.department.save()
    answer = stranger.get(f"{BLUFF}/trust.txt")
    assert trusttxt.problems(answer.content, answer["Content-Type"]) == []
    assert len(trusttxt.values(answer.content, "social")) == 3
    assert trusttxt.values(answer.content, "control") == ["https://www.cedarbluff.example/"]
    assert trusttxt.values(answer.content, "contact") == ["tel:8165550142"]
    assert trusttxt.values(answer.content, "datatrainingallowed") == []


@pytest.mark.parametrize(
    ("contact", "uri"),
    [
        ("press@cedarbluff.example", "mailto:press@cedarbluff.example"),
        ("https://cedarbluff.example/contact", "https://cedarbluff.example/contact"),
        ("(816) 555-0142", "tel:8165550142"),
        ("the front desk", "http://localhost:8471/d/cedar-bluff/accounts/"),
        ("", "http://localhost:8471/d/cedar-bluff/accounts/"),
        ("https://a.example/\rsocial=https://x.com/b", "http://localhost:8471/d/cedar-bluff/accounts/"),
        ("https://a.example/\x1b\u202esocial", "https://a.example/social"),
        ("javascript:alert(1)\n", "http://localhost:8471/d/cedar-bluff/accounts/"),
    ],
)
def test_a_contact_is_told_as_a_uri(world: World, stranger: Client, contact: str, uri: str) -> None:
    with doing(world.bluff):
        world.bluff.department.contact = contact
        world.bluff.department.settings["data_training"] = "no"
        world.bluff.department.save()
    answer = stranger.get(f"{BLUFF}/trust.txt")
    assert trusttxt.problems(answer.content, answer["Content-Type"]) == []
    assert trusttxt.values(answer.content, "contact") == [uri]
    assert trusttxt.values(answer.content, "datatrainingallowed") == ["no"]


@pytest.mark.parametrize("path", ["/trust.txt", "/.well-known/trust.txt"])
def test_a_host_of_several_departments_serves_the_one_whose_website_it_is(
    world: World, three: Any, stranger: Client, path: str
) -> None:
    none = stranger.get(path)
    assert none.status_code == 404 and "several departments" in text(none)
    with doing(world.bluff):
        Website(url="http://localhost/", name="City").save()
    assert stranger.get(path, headers={"host": "localhost"}).content == stranger.get(f"{BLUFF}/trust.txt").content


def test_a_page_on_a_host_of_others_makes_it_nobodys_file(world: World, three: Any, stranger: Client) -> None:
    with doing(world.bluff):
        Website(url="http://localhost/police", name="Ours").save()
    assert stranger.get("/trust.txt", headers={"host": "localhost"}).status_code == 404
    for place in (world.bluff, world.osage):
        with doing(place):
            Website(url="http://localhost/", name="Both").save()
    assert stranger.get("/trust.txt", headers={"host": "localhost"}).status_code == 404


def test_a_host_of_one_department_serves_its_file(nobody: None, stranger: Client) -> None:
    founded("cedar-bluff", "Cedar Bluff Police Department")
    answer = stranger.get("/trust.txt")
    assert answer.status_code == 200 and not answer.cookies
    assert answer.content == stranger.get(f"{BLUFF}/trust.txt").content


def test_the_validators_see_what_is_wrong(three: Any, stranger: Client) -> None:
    assert trusttxt.problems(b"social=x.com/a\nfriend=https://a.example/\nnothing\n", "text/html") == [
        "It is served as text/html.",
        "Line 1: 'x.com/a' is no URI.",
        "Line 2: there is no attribute 'friend'.",
        "Line 3 is no attribute=value.",
    ]
    data = accounts(stranger)
    data["results"][0] |= {"status": "fine", "service_url": data["results"][1]["service_url"].upper(), "agencies": []}
    found = digital.listing(data)
    assert len(found) == 3 and "stands twice" in found[2]


def test_feeds_hold_each_change_once_with_an_id_that_stays(world: World, three: Any, stranger: Client) -> None:
    becomes(world.bluff, three[0], "suspended", "suspended")
    rss = ET.fromstring(stranger.get(f"{BLUFF}/accounts/changes.rss").content)
    atom = ET.fromstring(stranger.get(f"{BLUFF}/accounts/changes.atom").content)
    said = stranger.get(f"{BLUFF}/accounts/changes.json")
    ids = [one["id"] for one in said.json()["items"]]
    assert len(set(ids)) == 4 and "suspended" in said.json()["items"][0]["title"]
    assert [one.text for one in rss.iter("guid")] == [one.text for one in atom.iter(f"{ATOM}id")][1:] == ids
    becomes(world.bluff, three[1], "retired", ended=timezone.now())
    assert [one["id"] for one in stranger.get(f"{BLUFF}/accounts/changes.json").json()["items"]][1:] == ids


def test_feeds_are_what_they_say(three: Any, stranger: Client) -> None:
    answers = {form: stranger.get(f"{BLUFF}/accounts/changes.{form}") for form in ("rss", "atom", "json")}
    kinds = {form: answer["Content-Type"].split(";")[0] for form, answer in answers.items()}
    assert kinds == {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
    rss = ET.fromstring(answers["rss"].content)
    assert rss.tag == "rss" and rss.get("version") == "2.0"
    channel = rss.find("channel")
    assert channel is not None and all(channel.findtext(name) for name in ("title", "link", "description"))
    assert all(parsedate_to_datetime(one.text or "") for one in rss.iter("pubDate"))
    atom = ET.fromstring(answers["atom"].content)
    for node in (atom, *atom.findall(f"{ATOM}entry")):
        assert all(node.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert atom.find(f"{ATOM}author") is not None
    feed = answers["json"].json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert all({"id", "url", "content_text", "date_published"} <= set(item) for item in feed["items"])
    assert all(datetime.fromisoformat(item["date_published"]).tzinfo == UTC for item in feed["items"])


def test_feeds_are_bounded_and_take_any_name(world: World, stranger: Client) -> None:
    one = site(world.bluff, "https://x.com/cedarbluffpd", "Cedar \x1b<Bluff> & \ud7ff")
    for number in range(55):
        becomes(world.bluff, one, "listed", "verified", verified=timezone.now(), short=str(number))
    assert len(stranger.get(f"{BLUFF}/accounts/changes.json").json()["items"]) == 50
    for form in ("rss", "atom"):
        root = ET.fromstring(stranger.get(f"{BLUFF}/accounts/changes.{form}").content)
        assert len(list(root.iter("item"))) + len(list(root.iter(f"{ATOM}entry"))) == 50


def test_a_department_without_changes_has_empty_feeds(world: World, stranger: Client) -> None:
    assert stranger.get(f"{OSAGE}/accounts/changes.json").json()["items"] == []
    assert ET.fromstring(stranger.get(f"{OSAGE}/accounts/changes.atom").content).findtext(f"{ATOM}id")


def test_the_snippet_links_to_each_listed_account_without_a_script(three: Any, stranger: Client) -> None:
    piece = text(stranger.get(f"{BLUFF}/accounts/snippet.html"))
    assert piece.count('<a rel="me" href="https://') == 3 and "script" not in piece
    assert "&lt;Police&gt; &amp; friends" in piece
    shown = text(stranger.get(f"{BLUFF}/accounts/snippet/"))
    assert "&lt;a rel=&quot;me&quot;" in shown and "trust.txt" in shown


def test_a_profile_is_told_to_name_the_departments_own_website_alone(
    world: World, three: Any, stranger: Client
) -> None:
    assert "trust://your-domain!" in text(stranger.get(f"{BLUFF}/accounts/snippet/"))
    with doing(world.bluff):
        Website(url="https://www.cedarbluff.example/", name="City").save()
    assert "trust://www.cedarbluff.example!" in text(stranger.get(f"{BLUFF}/accounts/snippet/"))


def test_signs_that_turn_the_direction_of_the_text_reach_no_feed(world: World, stranger: Client) -> None:
    site(world.bluff, "https://x.com/cedarbluffpd", "Cedar \u202eBluff\u2066 Police")
    for form in ("rss", "atom", "json"):
        assert "Cedar Bluff Police" in text(stranger.get(f"{BLUFF}/accounts/changes.{form}"))


def test_half_of_a_character_is_told_as_a_question_mark() -> None:
    assert text(data({"tag": "a\ud800"})) == '{\n "tag": "a?"\n}'
