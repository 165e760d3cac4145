"""A Mastodon profile, asked of a server on loopback that keeps to Mastodon's documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.networks.mastodon import Account, Server, website
from tests.networks.web import get

from postorders.errors import InputError
from postorders.platforms.mastodon.profile import read, source
from postorders.posts.page import Link, Page

SITE = "https://www.fultongrove.example/police"
POLICE = Account(
    "FultonGrovePD",
    "Fulton Grove Police Department",
    "<p>Official account of the Fulton Grove Police Department.<br />Maintained by the Media Unit &amp; its editors.</p>"
    "<p>Comments are removed under our posted rules: "
    '<a href="https://www.fultongrove.example/rules" rel="nofollow noopener" target="_blank">'
    '<span class="invisible">https://www.</span><span class="">fultongrove.example/rules</span></a></p>',
    (
        ("Website", website(SITE), "2026-02-01T15:00:00.000+00:00"),
        ("Phone", "816-555-0100", ""),
        ("City", website("https://www.fultongrove.example/").replace(" me", ""), ""),
    ),
)
QUIET = Account("records")
GONE = Account("oldpd", "Fulton Grove PD", "<p>Our words.</p>", (("Website", website(SITE), ""),), suspended=True)
MOVED = Account("fgpd", "Fulton Grove Police", "<p>Find us at our new account.</p>", moved=POLICE)
LIMITED = Account("parody", "Fulton Grove Pollice", "<p>Satire.</p>", limited=True)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server((POLICE, QUIET, GONE, MOVED, LIMITED)) as running:
        yield running


def fetched(server: Server, handle: str) -> Page:
    return read(get(source(handle, server.host, server.base))[1])


def refused(server: Server, handle: str) -> tuple[int, str]:
    status, body, _ = get(source(handle, server.host, server.base))
    with pytest.raises(InputError) as caught:
        read(body)
    return status, str(caught.value)


def test_a_profile_is_asked_of_the_server_that_keeps_it() -> None:
    url = "https://social.example/api/v1/accounts/lookup?acct=police"
    assert source("police", "social.example") == url
    assert source("@police@social.example") == url
    assert source("police@social.example", "social.example") == url


def test_another_servers_account_is_asked_for_by_its_whole_name() -> None:
    assert source("police@other.example", "social.example").endswith("?acct=police@other.example")


@pytest.mark.parametrize(("handle", "host"), [("", "social.example"), ("@", ""), ("police", ""), ("police@", "")])
def test_handle_and_server_must_be_known(handle: str, host: str) -> None:
    with pytest.raises(InputError) as caught:
        source(handle, host)
    assert str(caught.value) == ("A Mastodon profile needs a handle and a server. Write it like police@social.example.")


def test_the_page_has_the_name_the_bio_with_its_lines_and_the_fields(server: Server) -> None:
    assert dict(fetched(server, "FultonGrovePD").passages) == {
        "name": "Fulton Grove Police Department",
        "bio": "Official account of the Fulton Grove Police Department.\n"
        "Maintained by the Media Unit & its editors.\n\n"
        "Comments are removed under our posted rules: https://www.fultongrove.example/rules",
        "text": f"Website: {SITE}\nPhone: 816-555-0100\nCity: https://www.fultongrove.example/",
    }


def test_links_carry_their_words_and_whether_they_say_me(server: Server) -> None:
    assert fetched(server, "fultongrovepd").links == (
        Link("https://www.fultongrove.example/rules", "https://www.fultongrove.example/rules"),
        Link(SITE, SITE, me=True),
        Link("https://www.fultongrove.example/", "https://www.fultongrove.example/"),
    )


def test_a_link_that_the_server_verified_is_a_me_link(server: Server) -> None:
    plain = website(SITE).replace(" me", "")
    server.accounts = (Account("police", fields=(("Website", plain, "2026-02-01T15:00:00.000+00:00"),)),)
    assert fetched(server, "police").links == (Link(SITE, SITE, me=True),)


def test_a_link_in_bio_and_field_is_one_and_keeps_its_me(server: Server) -> None:
    bio = f'<p><a href="{SITE}">our page</a></p>'
    server.accounts = (Account("police", note=bio, fields=(("Website", website(SITE), ""),)),)
    assert fetched(server, "police").links == (Link(SITE, SITE, me=True),)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "/about", "mailto:a@b.example", "https://", f"https://{'x' * 2000}"]
)
def test_what_is_no_address_of_the_web_is_no_link(server: Server, href: str) -> None:
    server.accounts = (Account("police", note=f'<p><a href="{href}">our page</a></p>'),)
    page = fetched(server, "police")
    assert page.links == ()
    assert dict(page.passages)["bio"] == "our page"


def test_the_page_calls_itself_as_the_server_does(server: Server) -> None:
    assert fetched(server, "fultongrovepd").canonical == f"https://{server.host}/@FultonGrovePD"


def test_an_account_that_says_nothing_has_its_user_name(server: Server) -> None:
    page = fetched(server, "records")
    assert (page.passages, page.links, page.trouble) == ((("name", "records"),), (), "")


def test_a_suspended_account_is_empty(server: Server) -> None:
    page = fetched(server, "oldpd")
    assert (page.passages, page.links, page.trouble) == ((("name", "oldpd"),), (), "empty")


def test_an_account_that_moved_links_to_the_new_one(server: Server) -> None:
    page = fetched(server, "fgpd")
    assert dict(page.passages)["bio"] == "Find us at our new account."
    assert page.links == (Link(f"https://{server.host}/@FultonGrovePD", "@FultonGrovePD"),)


def test_an_account_behind_a_warning_can_still_be_read(server: Server) -> None:
    page = fetched(server, "parody")
    assert (dict(page.passages)["bio"], page.trouble) == ("Satire.", "")


MEND = "Open the profile in a browser: if it is there, save the page and upload it; if not, correct the handle."


def test_an_account_that_is_not_there_is_refused(server: Server) -> None:
    assert refused(server, "nobody") == (
        404,
        f'What Mastodon answered is not a profile: it says "Record not found". {MEND}',
    )


def test_a_server_that_is_asked_too_often_says_when_to_come_again(server: Server) -> None:
    server.allowed = 1
    url = source("records", server.host, server.base)
    status, _, headers = get(url)
    assert (status, headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == (200, "1", "0")
    status, body, headers = get(url)
    assert (status, headers["X-RateLimit-Remaining"]) == (429, "0")
    assert headers["X-RateLimit-Reset"].endswith("Z")
    with pytest.raises(InputError, match='it says "Too many requests"'):
        read(body)


def test_a_server_that_is_down_shows_no_profile(server: Server) -> None:
    server.down = True
    assert refused(server, "records") == (
        503,
        f'What Mastodon answered is not a profile: it says "Remote data could not be fetched". {MEND}',
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<!DOCTYPE html>", "it is not JSON"),
        (b"null", "it is not a JSON object"),
        (b"{}", "it names no account"),
        (b'{"username":"police"}', "it names no account"),
        (b'{"username":" ","note":""}', "it names no account"),
        (b'{"error":null}', 'it says ""'),
    ],
)
def test_what_is_no_profile_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(InputError) as caught:
        read(body)
    assert str(caught.value) == f"What Mastodon answered is not a profile: {why}. {MEND}"


def test_fields_of_another_shape_are_passed_over() -> None:
    said: dict[str, Any] = {
        "username": "police",
        "note": "",
        "fields": [7, None, {"name": 1, "value": ["x"]}],
        "moved": "x",
    }
    assert read(json.dumps(said).encode()).links == ()


def test_no_login_is_ever_sent(server: Server) -> None:
    fetched(server, "fultongrovepd")
    assert server.asked == [("/api/v1/accounts/lookup?acct=fultongrovepd", "")]


def test_the_server_of_the_tests_has_finger_and_page(server: Server) -> None:
    status, body, _ = get(f"{server.base}/.well-known/webfinger?resource=acct:fultongrovepd@{server.host}")
    assert (status, json.loads(body)["subject"]) == (200, f"acct:FultonGrovePD@{server.host}")
    assert get(f"{server.base}/.well-known/webfinger?resource=acct:nobody@{server.host}")[0] == 404
    status, body, _ = get(f"{server.base}/@FultonGrovePD")
    assert status == 200
    assert b'rel="nofollow noopener noreferrer me"' in body
    assert get(f"{server.base}/@oldpd")[0] == 410
    assert get(f"{server.base}/@nobody")[0] == 404
