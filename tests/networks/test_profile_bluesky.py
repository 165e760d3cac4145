"""A Bluesky profile, as the network's public view gives it, and as the server that keeps the account does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from postorders.errors import InputError
from postorders.platforms.bluesky.profile import read, source
from postorders.posts.page import Link

DID = "did:plc:fultongrovepdinvented234"
BIO = """Official account of the Fulton Grove Police Department. Maintained by its Media Unit.
Not monitored around the clock: in an emergency call 911.

More: www.fultongrove.example/police (records: https://records.fultongrove.example/ask?from=bsky)."""
VIEW: dict[str, Any] = {
    "did": DID,
    "handle": "police.fultongrove.example",
    "displayName": "Fulton Grove Police",
    "description": BIO,
    "avatar": "https://cdn.bsky.example/img/avatar/plain/did/one@jpeg",
    "associated": {"lists": 0, "feedgens": 0, "starterPacks": 0, "labeler": False},
    "createdAt": "2024-11-14T16:02:11.000Z",
    "indexedAt": "2026-10-02T09:00:00.000Z",
    "labels": [],
    "website": "https://www.fultongrove.example/police",
    "followersCount": 1204,
    "followsCount": 31,
    "postsCount": 560,
}
RECORD: dict[str, Any] = {
    "uri": f"at://{DID}/app.bsky.actor.profile/self",
    "cid": "bafyreiinventedinventedinvented",
    "value": {"$type": "app.bsky.actor.profile", "displayName": "Fulton Grove Police", "description": BIO},
}


def said(**more: Any) -> bytes:
    return json.dumps({**VIEW, **more}).encode()


def recorded(**more: Any) -> bytes:
    return json.dumps({**RECORD, "value": {**RECORD["value"], **more}}).encode()


def refused(body: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(body)
    return str(caught.value)


@pytest.mark.parametrize("host", ["", "bsky.app", "public.api.bsky.app"])
def test_a_profile_is_asked_of_the_networks_public_view(host: str) -> None:
    assert source("@police.fultongrove.example", host) == (
        "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=police.fultongrove.example"
    )


def test_a_profile_is_asked_for_by_identifier_too() -> None:
    assert source(DID) == f"https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor={DID}"


def test_a_server_of_the_departments_own_is_asked_for_the_record() -> None:
    assert source("police.fultongrove.example", "pds.fultongrove.example") == (
        "https://pds.fultongrove.example/xrpc/com.atproto.repo.getRecord"
        "?repo=police.fultongrove.example&collection=app.bsky.actor.profile&rkey=self"
    )


def test_another_base_is_asked_the_same() -> None:
    assert source("one.test", base="http://127.0.0.1:2583/") == (
        "http://127.0.0.1:2583/xrpc/app.bsky.actor.getProfile?actor=one.test"
    )


def test_a_handle_cannot_add_to_the_question() -> None:
    assert source("one.test&actor=two.test#x").endswith("?actor=one.test%26actor%3Dtwo.test%23x")


@pytest.mark.parametrize("handle", ["", "  ", "@"])
def test_without_a_handle_there_is_nothing_to_ask(handle: str) -> None:
    with pytest.raises(InputError) as caught:
        source(handle)
    assert str(caught.value) == "A Bluesky profile needs a handle. Write it like policedept.bsky.social."


@pytest.mark.parametrize("host", ["pds.example/admin", "a@b.example", "pds.example?x=", "two words", "a\\b"])
def test_a_host_is_the_name_of_a_server_and_no_more(host: str) -> None:
    with pytest.raises(
        InputError, match=r"is not the name of a server\. Write the name alone, such as social\.example"
    ):
        source("one.test", host)


def test_the_page_has_name_and_bio_with_its_lines_and_the_website() -> None:
    assert dict(read(said()).passages) == {
        "name": "Fulton Grove Police",
        "bio": BIO,
        "text": "https://www.fultongrove.example/police",
    }


def test_the_record_says_the_same_as_the_view() -> None:
    view, record = read(said(website=None)), read(recorded())
    assert record.passages == view.passages
    assert record.links == view.links


def test_links_are_the_website_and_the_addresses_in_the_bio() -> None:
    assert read(said(website="https://www.fultongrove.example/")).links == (
        Link("https://www.fultongrove.example/", "https://www.fultongrove.example/"),
        Link("https://www.fultongrove.example/police", "www.fultongrove.example/police"),
        Link("https://records.fultongrove.example/ask?from=bsky", "https://records.fultongrove.example/ask?from=bsky"),
    )


@pytest.mark.parametrize(
    ("bio", "hrefs"),
    [
        ("Write to desk@fultongrove.example", []),
        ("Chief: @chief.fultongrove.example", []),
        ("first.last@mail.fultongrove.example", []),
        ("Est. 1887. St.Louis County, 9 a.m.-5 p.m.", []),
        ("fultongrove.example.", ["https://fultongrove.example"]),
        ("FULTONGROVE.EXAMPLE/911", ["https://FULTONGROVE.EXAMPLE/911"]),
        ("(https://fultongrove.example/a_(b))", ["https://fultongrove.example/a_(b)"]),
        ("HTTP://fultongrove.example", ["HTTP://fultongrove.example"]),
        ("ftp://fultongrove.example javascript:alert(1) https:// http:///x", []),
        ("“https://fultongrove.example/police”", ["https://fultongrove.example/police"]),
        ("https://fultongrove.example https://fultongrove.example", ["https://fultongrove.example"]),
    ],
)
def test_an_address_in_plain_text_is_a_link(bio: str, hrefs: list[str]) -> None:
    assert [link.href for link in read(said(description=bio, website=None)).links] == hrefs


def test_the_page_calls_itself_by_handle_where_it_has_one() -> None:
    assert read(said()).canonical == "https://bsky.app/profile/police.fultongrove.example"
    assert read(said(handle="handle.invalid")).canonical == f"https://bsky.app/profile/{DID}"
    assert read(recorded()).canonical == f"https://bsky.app/profile/{DID}"


def test_a_profile_without_a_name_goes_by_its_handle() -> None:
    assert dict(read(said(displayName=" ")).passages)["name"] == "police.fultongrove.example"


def test_a_record_that_says_nothing_is_empty() -> None:
    page = read(recorded(displayName="", description=""))
    assert (page.passages, page.trouble) == ((), "empty")


def test_a_profile_for_members_only_is_behind_a_login_wall() -> None:
    label = {"src": DID, "uri": f"at://{DID}/app.bsky.actor.profile/self", "val": "!no-unauthenticated"}
    own = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "!no-unauthenticated"}]}
    assert read(said(labels=[label])).trouble == "login-wall"
    assert read(recorded(labels=own)).trouble == "login-wall"
    assert dict(read(recorded(labels=own)).passages)["bio"] == BIO


def test_another_label_is_no_wall() -> None:
    assert read(said(labels=[{"val": "bot"}])).trouble == ""


MEND = "Open the profile in a browser: if it is there, save the page and upload it; if not, correct the handle."


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'{"error":"InvalidRequest","message":"Profile not found"}', 'it says "Profile not found"'),
        (b'{"error":"AccountTakedown","message":"Account has been suspended"}', 'it says "Account has been suspended"'),
        (b'{"error":"RateLimitExceeded"}', 'it says "RateLimitExceeded"'),
        (b"<!DOCTYPE html><title>502</title>", "it is not JSON"),
        (b"", "it is not JSON"),
        (b"\xff\xfe\xfa", "it is not JSON"),
        (b"[" * 5000, "it is not JSON"),
        (b"9" * 5000, "it is not JSON"),
        (b"[]", "it is not a JSON object"),
        (b"{}", "it names no account"),
        (b'{"did":7,"handle":"one.test"}', "it names no account"),
        (b'{"uri":"https://one.test","value":{"$type":"app.bsky.actor.profile"}}', "it names no account"),
        (b" " * 1_000_001, "it is longer than 1,000,000 bytes"),
    ],
)
def test_what_is_no_profile_is_refused_with_what_it_says(body: bytes, why: str) -> None:
    assert refused(body) == f"What Bluesky answered is not a profile: {why}. {MEND}"


def test_a_post_is_no_profile() -> None:
    post = {
        "uri": f"at://{DID}/app.bsky.feed.post/3k",
        "value": {"$type": "app.bsky.feed.post", "text": "Road closed."},
    }
    assert refused(json.dumps(post).encode()).startswith("What Bluesky answered is not a profile: it names no account.")


def test_half_characters_and_nuls_are_replaced() -> None:
    assert dict(read(said(description="One\ud800 two\x00")).passages)["bio"] == "One� two�"
