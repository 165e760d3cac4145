"""A profile on the real Bluesky network, run on loopback: what its own server says is what we read."""

from __future__ import annotations

import json
import time

import pytest
from tests.networks.bluesky import Network
from tests.networks.web import get

from postorders.errors import InputError
from postorders.platforms.bluesky.profile import read, source
from postorders.posts.fields import shown
from postorders.posts.page import Link, Page

pytestmark = pytest.mark.network

BIO = """Official account of the Fulton Grove Police Department. Maintained by its Media Unit.

Comments are removed under our posted rules: www.fultongrove.example/rules"""
MEMBERS_ONLY = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "!no-unauthenticated"}]}
WAIT = 60.0
SITE = "https://www.fultongrove.example/police"
MEND = "Open the profile in a browser: if it is there, save the page and upload it; if not, correct the handle."


def fetched(network: Network, handle: str) -> Page:
    return read(get(source(handle, "localhost", network.pds))[1])


def refused(network: Network, handle: str) -> tuple[int, str]:
    status, body, _ = get(source(handle, "localhost", network.pds))
    with pytest.raises(InputError) as caught:
        read(body)
    return status, str(caught.value)


def test_a_profile_that_was_written_is_read_without_a_login(network: Network) -> None:
    police = network.join("fg-police")
    network.profile(police, displayName="Fulton Grove Police", description=BIO, website=SITE)
    for name in (police.handle, police.did):
        page = fetched(network, name)
        assert dict(page.passages) == {"name": "Fulton Grove Police", "bio": BIO, "text": SITE}
        assert page.links == (
            Link(SITE, SITE),
            Link("https://www.fultongrove.example/rules", "www.fultongrove.example/rules"),
        )
        assert (page.canonical, page.trouble) == (f"https://bsky.app/profile/{police.did}", "")


def test_a_profile_that_changed_reads_otherwise_at_once(network: Network) -> None:
    member = network.join("fg-records")
    network.profile(member, displayName="Records", description=BIO)
    before = dict(fetched(network, member.handle).passages)["bio"]
    network.profile(member, displayName="Records", description="Ask us.")
    after = dict(fetched(network, member.handle).passages)["bio"]
    assert (before, after) == (BIO, "Ask us.")


def test_right_to_left_text_and_emoji_come_through_whole(network: Network) -> None:
    member = network.join("fg-community")
    network.profile(member, displayName="שיטור קהילתי", description="الشرطة 👮🏽‍♀️\n911")
    assert fetched(network, member.handle).passages == (("name", "שיטור קהילתי"), ("bio", "الشرطة 👮🏽‍♀️\n911"))


def test_a_profile_for_members_only_is_behind_a_login_wall(network: Network) -> None:
    member = network.join("fg-inside")
    network.profile(member, displayName="Inside", labels=MEMBERS_ONLY)
    assert fetched(network, member.handle).trouble == "login-wall"


def test_an_account_without_a_profile_is_refused(network: Network) -> None:
    member = network.join("fg-nothing")
    said = shown(f"Could not locate record: at://{member.did}/app.bsky.actor.profile/self")
    assert refused(network, member.did) == (400, f"What Bluesky answered is not a profile: it says {said}. {MEND}")


def test_an_account_that_is_not_there_is_refused(network: Network) -> None:
    assert refused(network, "nobody.test") == (
        400,
        f'What Bluesky answered is not a profile: it says "Could not locate record". {MEND}',
    )


def test_an_account_that_was_deactivated_is_refused(network: Network) -> None:
    member = network.join("fg-closing")
    network.profile(member, displayName="Closing")
    network.leave(member)
    status, message = refused(network, member.handle)
    assert status == 400
    assert message.startswith("What Bluesky answered is not a profile: it says ")


def test_the_server_alone_has_no_view_of_the_network(network: Network) -> None:
    status, body, _ = get(source("nobody.test", base=network.pds))
    assert status != 200
    with pytest.raises(InputError, match="No service configured"):
        read(body)


def seen(network: Network, name: str, said: str) -> Page:
    """The profile in the public view, once the view has heard what was said: it follows the server."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        status, body, _ = get(source(name, base=network.view))
        if status == 200 and said in dict((page := read(body)).passages).values():
            return page
        time.sleep(0.1)
    pytest.fail(f"The view never said {said}: {body.decode()}")


def test_the_public_view_shows_what_the_server_keeps(network: Network) -> None:
    member = network.join("fg-view")
    network.profile(member, displayName="Fulton Grove Police", description=BIO, website=SITE)
    kept, shown_by_handle = fetched(network, member.handle), seen(network, member.handle, BIO)
    assert (shown_by_handle.passages, shown_by_handle.links) == (kept.passages, kept.links)
    assert shown_by_handle.canonical == f"https://bsky.app/profile/{member.handle}"
    assert seen(network, member.did, BIO) == shown_by_handle


def test_the_public_view_follows_a_change(network: Network) -> None:
    member = network.join("fg-drift")
    network.profile(member, displayName="Drift", description=BIO)
    seen(network, member.handle, BIO)
    network.profile(member, displayName="Drift", description="Ask us.")
    assert dict(seen(network, member.handle, "Ask us.").passages) == {"name": "Drift", "bio": "Ask us."}


def test_the_public_view_marks_a_profile_for_members_only(network: Network) -> None:
    member = network.join("fg-members")
    network.profile(member, displayName="Members", labels=MEMBERS_ONLY)
    assert seen(network, member.handle, "Members").trouble == "login-wall"


def test_the_public_view_has_no_profile_of_nobody(network: Network) -> None:
    status, body, _ = get(source("nobody.test", base=network.view))
    assert status == 400
    with pytest.raises(InputError, match='it says "Profile not found"'):
        read(body)


def test_the_directory_knows_the_account(network: Network) -> None:
    member = network.join("fg-directory")
    status, body, _ = get(f"{network.plc}/{member.did}")
    assert status == 200
    assert f"at://{member.handle}" in json.loads(body)["alsoKnownAs"]
