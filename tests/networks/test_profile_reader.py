"""Which platforms give a profile without a login, and what their readers do with anything at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postorders.errors import InputError
from postorders.platforms.address import address
from postorders.platforms.profile import reader
from postorders.posts.page import Page

PLATFORMS = ("bluesky", "mastodon")
FIELDS = ("name", "bio", "text")
HTML = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<a ",
            "<a>",
            "</a>",
            'href="',
            "href='https://x.example'",
            "rel=me",
            ">",
            "<br />",
            '"',
            "&#",
            "99",
        ]
    )
    | st.text(max_size=6)
).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | HTML,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FIELD = st.fixed_dictionaries({}, optional={"name": VALUES, "value": VALUES, "verified_at": VALUES})
PROFILES = st.fixed_dictionaries(
    {"did": st.just("did:plc:one") | VALUES, "username": st.just("police") | VALUES, "note": HTML | VALUES},
    optional={
        "handle": VALUES,
        "displayName": VALUES,
        "display_name": VALUES,
        "description": HTML | VALUES,
        "website": VALUES,
        "url": VALUES,
        "labels": st.lists(st.fixed_dictionaries({"val": VALUES})) | VALUES,
        "fields": st.lists(FIELD, max_size=3) | VALUES,
        "moved": st.fixed_dictionaries({"url": VALUES}) | VALUES,
        "suspended": VALUES,
        "uri": VALUES,
        "value": st.fixed_dictionaries({"$type": st.just("app.bsky.actor.profile"), "description": VALUES}) | VALUES,
    },
)


def given_back(platform: str, body: bytes) -> Page | None:
    """The page, the same at each reading; None when the body is refused, with what and how to mend."""
    found = reader(platform)
    assert found
    try:
        page = found.read(body)
    except InputError as error:
        assert all(problem.what and problem.mend for problem in error.problems)
        return None
    assert found.read(body) == page
    return page


def sound(page: Page) -> None:
    names = [name for name, _ in page.passages]
    assert names == [name for name in FIELDS if name in names]
    for _, said in page.passages:
        assert said
        said.encode()
        assert "\x00" not in said
    assert len({link.href for link in page.links}) == len(page.links)
    assert all(link.href.lower().startswith(("http://", "https://")) for link in page.links)
    assert page.passages or page.trouble


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_with_a_public_interface_has_a_reader(platform: str) -> None:
    found = reader(platform)
    assert found
    assert found.source("police", "social.example").startswith("https://social.example/")


@pytest.mark.parametrize(
    "platform", ["facebook", "", "..", "profile", "bluesky.profile", "a/b", "mastodon/../mastodon"]
)
def test_another_has_none(platform: str) -> None:
    assert reader(platform) is None


@pytest.mark.parametrize("platform", PLATFORMS)
@given(body=st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_page_or_refused(platform: str, body: bytes) -> None:
    if page := given_back(platform, body):
        sound(page)


@pytest.mark.parametrize("platform", PLATFORMS)
@given(said=PROFILES)
@settings(max_examples=200, deadline=None)
def test_any_profile_like_json_is_a_page_or_refused(platform: str, said: dict[str, Any]) -> None:
    if page := given_back(platform, json.dumps(said).encode()):
        sound(page)


@pytest.mark.parametrize("platform", PLATFORMS)
@given(bio=HTML)
@settings(max_examples=100, deadline=None)
def test_a_profile_with_any_bio_is_a_page(platform: str, bio: str) -> None:
    said = {"did": "did:plc:one", "username": "police", "handle": "one.test", "note": bio, "description": bio}
    page = given_back(platform, json.dumps(said).encode())
    assert page
    sound(page)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("piece", ["<a ", "<a>", "<a href='", "a.", "https://", "<!--", "&#9", "(", "x-", "http://x)"])
def test_a_long_bio_of_one_piece_is_read_to_its_end(platform: str, piece: str) -> None:
    bio = piece * (400_000 // len(piece))
    said = {"did": "did:plc:one", "username": "police", "handle": "one.test", "note": bio, "description": bio}
    assert given_back(platform, json.dumps(said).encode())


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        (
            "https://bsky.app/profile/FultonGrovePD.bsky.social/post/3kabc",
            "https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor=FultonGrovePD.bsky.social",
        ),
        ("@police@social.example", "https://social.example/api/v1/accounts/lookup?acct=police"),
        ("https://social.example/@police@other.example", "https://other.example/api/v1/accounts/lookup?acct=police"),
    ],
)
def test_what_an_address_names_is_what_is_asked_for(pasted: str, asked: str) -> None:
    named = address(pasted)
    found = reader(named.platform)
    assert found
    assert found.source(named.handle, named.host) == asked
