"""Is this account really yours? Each answer claims what is known, and no more."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from tests.desk.cast import World
from tests.desk.register.public.street import BLUFF, OSAGE, becomes, doing, site, text

from postorders.desk.pages.models import Website
from postorders.desk.register import directory
from postorders.desk.register.likes import INDEX, Index, Purse
from postorders.desk.register.models import Listed
from postorders.desk.register.verify import answer
from postorders.platforms.address import address

pytestmark = pytest.mark.both
ACCUSING = ("fake", "impostor account", "fraud", "scam")


@pytest.fixture(autouse=True)
def anew() -> None:
    """Each test asks a directory of its own, with time to search it."""
    INDEX.forget()
    INDEX.purse = Purse()


@pytest.fixture
def stranger() -> Client:
    return Client()


@pytest.fixture
def main(world: World) -> Any:
    return site(world.bluff, "https://x.com/cedarbluffpd", "Cedar Bluff Police")


def ask(stranger: Client, url: str, where: str = f"{BLUFF}/accounts/verify/") -> str:
    response = stranger.get(where, {"url": url})
    assert response.status_code == 200 and not response.cookies
    return text(response)


@pytest.mark.parametrize(
    "pasted",
    [
        "https://x.com/cedarbluffpd",
        "http://www.twitter.com/CedarBluffPD?ref_src=twsrc",
        "  mobile.twitter.com/cedarbluffpd/status/1790000000000000000 ",
        "https://www.google.com/url?q=https://x.com/cedarbluffpd",
    ],
)
def test_every_form_of_its_address_is_ours(main: Any, stranger: Client, pasted: str) -> None:
    page = ask(stranger, pasted)
    assert "Yes, it is ours." in page and "Cedar Bluff Police Department" in page
    assert "on the list since March 2, 2026" in page and "verified it on May 4, 2026" in page


def test_without_a_question_there_is_a_form_and_no_answer(main: Any, stranger: Client) -> None:
    page = ask(stranger, "")
    assert '<input id="url" name="url"' in page and 'class="message' not in page


def test_one_that_ended_was_ours_until_a_day(world: World, main: Any, stranger: Client) -> None:
    becomes(world.bluff, main, "revoked", ended=datetime(2026, 7, 8, 15, tzinfo=UTC))
    page = ask(stranger, main.url)
    assert "No longer." in page and "until July 8, 2026" in page and "Yes" not in page


def test_a_suspended_one_is_not_to_be_relied_on(world: World, main: Any, stranger: Client) -> None:
    becomes(world.bluff, main, "suspended")
    assert "It is ours, and suspended." in ask(stranger, main.url)


def test_one_that_waits_to_be_verified_is_not_on_the_list(world: World, stranger: Client) -> None:
    one = site(world.bluff, "https://x.com/cedarbluffpd", state="to-verify", listed=None)
    page = ask(stranger, one.url)
    assert "not on this department" in page and "to verify" not in page.lower()


def test_what_the_department_knows_as_anothers_is_told_to_who_names_it(world: World, stranger: Client) -> None:
    one = site(world.bluff, "https://x.com/cedarblufffans", "Fans", state="not-ours", listed=None)
    assert "says that it is not its own" in ask(stranger, one.url)
    answered = stranger.get("/verify.json", {"url": one.url}).json()
    assert answered["metadata"]["verified"] is False and answered["results"] == []


def test_an_address_that_was_pasted_within_anothers_is_told_as_leading_on(main: Any, stranger: Client) -> None:
    page = ask(stranger, "https://www.google.com/url?q=https://x.com/cedarbluffpd")
    assert "an address of www.google.com that leads on to the account" in page
    assert "leads on" not in ask(stranger, main.url) and "leads on" not in ask(stranger, "@cedarbluffpd@x.example")


def test_nothing_that_other_departments_say_hides_a_listed_account(world: World, main: Any, stranger: Client) -> None:
    row = {"key": main.key, "platform": "x", "handle": "a", "name": "a", "url": main.url, "since": main.entered}
    with doing(world.osage):
        for number in range(7):
            told = {"site": uuid.uuid4(), "place": world.osage.department.id, "slug": f"a-town-{number}", "town": "A"}
            Listed(**row, **told, state="not-ours").save()
    site(world.osage, main.url, "Osage", "not-ours", listed=None)
    for where in (f"{BLUFF}/accounts/verify/", "/verify/"):
        page = ask(stranger, main.url, where)
        assert "Yes, it is ours." in page and "not its own" not in page
    page = ask(stranger, main.url, f"{OSAGE}/accounts/verify/")
    assert "another department" in page and "poses" not in page


def test_a_former_address_was_ours_until_the_day_it_changed(world: World, main: Any, stranger: Client) -> None:
    old = main.url
    at = address("https://x.com/cedarbluff_mo")
    becomes(world.bluff, main, "listed", "changed", handle=at.handle, url=at.url, key=at.key)
    assert "Yes, it is ours." in ask(stranger, at.url)
    for where in (f"{BLUFF}/accounts/verify/", "/verify/"):
        page = ask(stranger, old, where)
        assert "No longer." in page and "has another address now" in page and f'href="{at.url}"' in page
    for where in (f"{BLUFF}/accounts/verify.json", "/verify.json"):
        said = stranger.get(where, {"url": old}).json()
        assert said["metadata"]["answer"] == "was" and said["metadata"]["now"] == [at.url]
        assert not [row for row in said["results"] if row["status"] == "published"]
    before = set(Listed.objects.values_list("site", "key", "state", "url"))
    assert directory.rebuild() == 2 and set(Listed.objects.values_list("site", "key", "state", "url")) == before
    was = address(old)
    becomes(world.bluff, main, "listed", "changed", handle=was.handle, url=was.url, key=was.key)
    assert "Yes, it is ours." in ask(stranger, old) and "No longer." in ask(stranger, at.url)


def test_one_that_was_listed_and_is_held_to_be_anothers_now_was_ours_until_then(
    world: World, main: Any, stranger: Client
) -> None:
    becomes(world.bluff, main, "retired", ended=datetime(2026, 7, 8, 15, tzinfo=UTC))
    becomes(world.bluff, main, "to-verify", "changed", ended=None)
    becomes(world.bluff, main, "not-ours", "changed", ended=datetime(2026, 9, 1, 15, tzinfo=UTC))
    page = ask(stranger, main.url)
    assert "No longer." in page and "not its own" in page and "September 1" not in page
    assert stranger.get("/verify.json", {"url": main.url}).json()["metadata"]["answer"] == "was"


def test_an_account_of_another_department_is_told_with_its_list(world: World, stranger: Client) -> None:
    site(world.osage, "https://www.youtube.com/@osagecrossing", "Osage Crossing Police")
    page = ask(stranger, "https://youtube.com/@OsageCrossing/videos")
    assert "another department" in page and f'href="{OSAGE}/accounts/"' in page


def test_a_look_alike_is_shown_beside_what_it_looks_like_and_why(main: Any, stranger: Client) -> None:
    for pasted, why in (
        ("https://x.com/cedarb1uffpd", "looks the same"),
        ("https://x.com/cedarbluffpd_mo", "something added"),
        ("https://www.instagram.com/cedarbluffpd/", "on another platform"),
    ):
        page = ask(stranger, pasted)
        assert "Careful" in page and "https://x.com/cedarbluffpd<" in page and why in page
        assert "it may have nothing to do with the department" in page


def test_its_own_accounts_come_first_among_those_it_looks_like(world: World, stranger: Client) -> None:
    site(world.osage, "https://www.instagram.com/cedarbluffpolice", "Neighbor")
    site(world.bluff, "https://www.facebook.com/cedarbluffpolice", "Own")
    said = answer("https://www.instagram.com/cedarbluffpolicee", world.bluff.department)
    assert [one.found.slug for one in said.alike] == ["cedar-bluff", "osage-crossing"]


def test_an_unknown_account_is_called_nothing_worse_than_not_on_the_list(main: Any, stranger: Client) -> None:
    for where in (f"{BLUFF}/accounts/verify/", "/verify/"):
        page = ask(stranger, "https://www.instagram.com/quilting.by.the.lake", where)
        assert "No: it is" in page and not [word for word in ACCUSING if word in page.lower()]
        assert "accounts of their own is not listed here" in page


@pytest.mark.parametrize(
    "pasted", ["javascript:alert(1)", "Cedar Bluff Police", "https://www.facebook.com/login", "x" * 2001, "%%%", "@"]
)
def test_what_is_no_address_says_how_to_mend_it(main: Any, stranger: Client, pasted: str) -> None:
    page = ask(stranger, pasted)
    assert "not the address of an account" in page and "address bar" in page
    assert stranger.get("/verify.json", {"url": pasted}).status_code == 400


def test_the_official_website_is_told_as_such(world: World, stranger: Client) -> None:
    with doing(world.bluff):
        Website(url="https://www.cedarbluff.example/police", name="City").save()
    assert "official website" in ask(stranger, "cedarbluff.example/police/contact")


def test_others_pages_on_the_same_host_are_not_the_official_website(world: World, stranger: Client) -> None:
    with doing(world.bluff):
        Website(url="https://sites.example.com/view/cedarbluff", name="City").save()
    for url, ours in (("view/cedarbluff", True), ("view/cedarbluff/news?x=1", True), ("view/cedarbluffs", False)):
        assert ("official website" in ask(stranger, f"https://sites.example.com/{url}")) is ours
    assert "official website" not in ask(stranger, "https://sites.example.com/")
    with doing(world.bluff):
        Website(url="https://www.cedarbluff.example/", name="City").save()
    assert "official website" in ask(stranger, "https://cedarbluff.example/parks")


def test_the_host_answers_for_every_department(world: World, main: Any, stranger: Client) -> None:
    site(world.osage, "https://bsky.app/profile/osagecrossing.example", "Osage")
    for url, name in ((main.url, "Cedar Bluff"), ("https://bsky.app/profile/osagecrossing.example", "Osage Crossing")):
        page = ask(stranger, url, "/verify/")
        assert "Yes, it is ours." in page and f"{name} Police Department" in page
        assert stranger.get("/verify.json", {"url": url}).json()["metadata"]["verified"] is True


def test_pasted_words_cannot_leave_their_field(main: Any, stranger: Client) -> None:
    page = ask(stranger, '"><script>alert(1)</script>')
    assert "<script>alert" not in page


def test_the_index_follows_the_directory(world: World, main: Any) -> None:
    now = [0.0]
    index = Index(clock=lambda: now[0])

    def keys() -> set[str]:
        now[0] += 10
        return {one.key for one in index.near(address("https://x.com/cedarbluffpds")) or ()}

    assert keys() == {"x:cedarbluffpd"}
    facebook = site(world.osage, "https://www.facebook.com/cedarbluffpd")
    assert keys() == {"x:cedarbluffpd", facebook.key}
    becomes(world.osage, facebook, "retired", ended=datetime(2026, 7, 8, tzinfo=UTC))
    assert keys() == {"x:cedarbluffpd"}
    becomes(world.bluff, main, "listed", "changed", handle="millcreekpd", key="x:millcreekpd")
    assert keys() == set()
    with doing(world.bluff):
        Listed.objects.all().delete()
    assert keys() == set() and index._keys == {}


def test_when_too_many_ask_the_list_still_answers_and_says_what_it_left_out(main: Any, stranger: Client) -> None:
    INDEX.purse = Purse(share=0, saved=0)
    assert "Yes, it is ours." in ask(stranger, main.url)
    busy = stranger.get(f"{BLUFF}/accounts/verify/", {"url": "https://x.com/cedarb1uffpd"})
    assert busy.status_code == 503 and busy["Retry-After"] and busy["Cache-Control"] == "no-cache"
    assert "was not compared" in text(busy)
    assert stranger.get("/verify.json", {"url": "https://x.com/cedarb1uffpd"}).json()["metadata"]["compared"] is False


def test_searches_may_take_their_share_of_the_time_and_no_more() -> None:
    now = [0.0]
    purse = Purse(share=0.25, most=2.0, clock=lambda: now[0], saved=2.0)
    for _ in range(4):
        assert purse.open()
        purse.spend(0.5)
    assert not purse.open()
    now[0] = 1.0
    assert purse.open()
    now[0] = 1000.0
    assert purse.open() and purse.saved == 2.0


PIECES = (
    "https://", "http:", "//", "x.com", "twitter.com", "facebook.com", "www.", "/", "cedarbluffpd", "?", "url=", "%",
    "%zz", "%00", "\0", "@", "::", "[", "]", "[::1]", "user:pass@", "javascript:", "data:", "\u202e", "\u200b", "ⓧ.com",
    "xn--", "é", "🚓", "\ud7ff", "#", "&", "=", "..", "\\", "<", ">", '"', "'", " ", "\n", "\t", "localhost", "127.1",
    "0x7f", "l.facebook.com/l.php?u=", "bsky.app/profile/", "did:plc:", "youtube.com/channel/UC", "a" * 300, ":99999",
)  # fmt: skip


def fuzzed(count: int, seed: int) -> list[str]:
    """Texts that people do not paste and others do."""
    dice = random.Random(seed)
    return [dice.choice((_heap, _hurt, _noise))(dice) for _ in range(count)]


def _heap(dice: random.Random) -> str:
    return "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 9)))


def _hurt(dice: random.Random) -> str:
    """An address of an account with something put in, taken out or swapped."""
    signs = list(dice.choice(("https://x.com/cedarbluffpd", "https://www.facebook.com/CedarBluffPolice?ref=page")))
    for _ in range(dice.randint(0, 3)):
        at = dice.randrange(len(signs))
        signs[at : at + dice.randint(0, 1)] = dice.choice((dice.choice(PIECES), chr(dice.randint(33, 0x2FFF)), ""))
    return "".join(signs)


def _noise(dice: random.Random) -> str:
    return "".join(chr(dice.randint(1, 0xD7FF)) for _ in range(dice.randint(1, 60)))


def test_ten_thousand_fuzzed_addresses_get_an_answer_each(world: World, main: Any) -> None:
    INDEX.purse = Purse(share=1000)
    kinds: dict[str, int] = {}
    for number, pasted in enumerate(fuzzed(10_000, 41)):
        kind = answer(pasted, (world.bluff.department, None)[number % 2]).kind
        kinds[kind] = kinds.get(kind, 0) + 1
    assert kinds["no-address"] > 1000 and kinds["ours"] > 100 and kinds["unlisted"] + kinds["alike"] > 500
    assert "suspended" not in kinds and "was" not in kinds


def test_the_pages_survive_them_too(world: World, main: Any, stranger: Client) -> None:
    INDEX.purse = Purse(share=1000)
    for pasted in fuzzed(150, 43):
        for where in (f"{BLUFF}/accounts/verify/", f"{BLUFF}/accounts/verify.json", "/verify/"):
            response = stranger.get(where, {"url": pasted})
            assert response.status_code in (200, 400) and not response.cookies, repr(pasted)
