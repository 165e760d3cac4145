"""Publishing on the real Bluesky network, run on loopback: what we send is what its server keeps and its view shows."""

from __future__ import annotations

import json
import struct
import time
import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.networks.bluesky import Member, Network
from tests.networks.web import get, post

from postorders.platforms.bluesky.publish import PUBLISHER
from postorders.platforms.bluesky.record import POSTS, record_key
from postorders.platforms.publisher import Line
from postorders.platforms.saying import Medium, Placed, Rendering, Saying
from postorders.platforms.wire import Expired, Gone, Refused, Trouble, Unknown, good, send

pytestmark = pytest.mark.network

SINCE = "2026-11-22T12:00:00+00:00"
WAIT = 60.0
SENTENCE = "The road stays closed until the wires are off the ground and the crew has gone. "


def connected(network: Network, name: str) -> tuple[Member, Line]:
    """A new account, opened with an app password as a department's account is."""
    member = network.join(name)
    made = post(f"{network.pds}/xrpc/com.atproto.server.createAppPassword", {"name": "desk"}, member.token)
    settings = {"server": network.pds}
    keep = PUBLISHER.connect(settings, "https://desk.example/back").keep
    given = PUBLISHER.finish(settings, keep, {"handle": member.handle, "password": made["password"]})
    return member, Line(given.handle, network.pds, given.secrets)


def sent(line: Line, rendering: Rendering, key: str) -> tuple[Placed, ...]:
    assert rendering.lacks == ()
    before: tuple[Placed, ...] = ()
    for index in range(len(rendering.pieces)):
        before += (PUBLISHER.publish(line, rendering, key, index, before),)
    return before


def refused(kind: type[Trouble], function: Callable[..., Any], *given: Any) -> str:
    with pytest.raises(kind) as caught:
        function(*given)
    return caught.value.told


def asked(network: Network, member: Member, method: str, said: dict[str, Any]) -> Any:
    """What another program with the account's own login does."""
    return send(
        "POST",
        f"{network.pds}/xrpc/com.atproto.repo.{method}",
        headers={"Authorization": f"Bearer {member.token}"},
        json_body={"repo": member.did, "collection": POSTS, **said},
    )


def listed(network: Network, member: Member) -> list[dict[str, Any]]:
    query = urlencode({"repo": member.did, "collection": POSTS, "limit": 100})
    found: list[dict[str, Any]] = json.loads(get(f"{network.pds}/xrpc/com.atproto.repo.listRecords?{query}")[1])[
        "records"
    ]
    return found


def viewed(network: Network, place: Placed, *, there: bool = True) -> dict[str, Any]:
    """The post in the public view, once the view has heard of it (or that it is gone): it follows the server."""
    query, end = urlencode({"uris": place.id}), time.monotonic() + WAIT
    while time.monotonic() < end:
        status, body, _headers = get(f"{network.view}/xrpc/app.bsky.feed.getPosts?{query}")
        posts = json.loads(body).get("posts", []) if status == 200 else []
        if status == 200 and bool(posts) == there:
            return posts[0] if posts else {}
        time.sleep(0.2)
    pytest.fail(f"The view never followed: {body.decode()}")


def picture() -> Medium:
    """A PNG of 4 by 2 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" + b"\xff\0\0" * 4 + b"\0" + b"\0\0\xff" * 4)
    header = struct.pack(">IIBBBBB", 4, 2, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    digest = sha256(data).hexdigest()
    return Medium("photo", "road.png", "image/png", len(data), digest, "Red over blue.", 4, 2, read=lambda: data)


def test_an_app_password_opens_the_account(network: Network) -> None:
    member, line = connected(network, "fg-opens")
    assert set(line.secrets) == {"handle", "did", "access", "refresh"}
    network.profile(member, displayName="Fulton Grove Police")
    found = PUBLISHER.profile(line)
    assert (found.handle, found.id, found.name) == (member.handle, member.did, "Fulton Grove Police")
    assert found.expires > "2026"
    wrong = {"handle": member.handle, "password": "abcd-efgh-ijkl-mnop"}
    told = refused(Refused, PUBLISHER.finish, {"server": network.pds}, {}, wrong)
    assert told == f"Bluesky does not open {member.handle} with this password: Invalid identifier or password"


def test_a_session_is_renewed_again_and_again_from_the_same_secrets(network: Network) -> None:
    _member, line = connected(network, "fg-renews")
    for _time in range(2):
        again = Line(line.handle, network.pds, PUBLISHER.renew({}, line).secrets)
        assert PUBLISHER.profile(again).id == line.secrets["did"]
    forged = Line(line.handle, network.pds, {**line.secrets, "access": "e30.e30.e30"})
    refused(Expired, PUBLISHER.profile, forged)


def test_a_post_is_kept_and_shown_as_it_was_rendered(network: Network) -> None:
    fire, _line = connected(network, "fg-fire")
    member, line = connected(network, "fg-posts")
    text = f"👮🏽‍♀️ Straße gesperrt: @{fire.handle} @nobody-is-here.test #Raymore www.fultongrove.example/58"
    (place,) = sent(line, PUBLISHER.render(Saying(text, language="de")), "release-1")
    found = PUBLISHER.read(line, place)
    assert (found.text, found.place) == (text, place)
    assert found.links == ("https://www.fultongrove.example/58",)
    record = viewed(network, place)["record"]
    data = text.encode()
    marked = [data[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode() for one in record["facets"]]
    assert marked == [f"@{fire.handle}", "#Raymore", "www.fultongrove.example/58"]
    assert record["facets"][0]["features"][0]["did"] == fire.did
    assert (record["text"], record["langs"], record["createdAt"]) == (text, ["de"], found.at)
    assert [one["uri"] for one in listed(network, member)] == [place.id]


def test_pictures_and_their_words_reach_the_public(network: Network) -> None:
    _member, line = connected(network, "fg-pictures")
    (place,) = sent(line, PUBLISHER.render(Saying("", media=(picture(), picture()))), "release-1")
    assert PUBLISHER.read(line, place).alts == ("Red over blue.", "Red over blue.")
    (one, _two) = viewed(network, place)["embed"]["images"]
    assert (one["alt"], one["aspectRatio"]) == ("Red over blue.", {"width": 4, "height": 2})


def test_a_link_is_shown_as_a_card(network: Network) -> None:
    _member, line = connected(network, "fg-cards")
    link = "https://www.fultongrove.example/58"
    (place,) = sent(line, PUBLISHER.render(Saying("Closed.", title="Highway 58", link=link)), "release-1")
    card = viewed(network, place)["embed"]["external"]
    assert (card["uri"], card["title"]) == (link, "Highway 58")


def test_a_thread_is_corrected_by_an_answer(network: Network) -> None:
    _member, line = connected(network, "fg-threads")
    places = sent(line, PUBLISHER.render(Saying(SENTENCE * 9)), "release-1")
    (word,) = sent(line, PUBLISHER.render(Saying("Correction: it is open.", replies=places[2].id)), "correction-1")
    reply = viewed(network, word)["record"]["reply"]
    assert (reply["root"]["uri"], reply["parent"]["uri"]) == (places[0].id, places[2].id)
    assert reply["parent"]["cid"] == places[2].version
    query = urlencode({"uri": places[0].id, "depth": 10})
    thread = json.loads(get(f"{network.view}/xrpc/app.bsky.feed.getPostThread?{query}")[1])["thread"]
    shown = [thread["post"]["record"]["text"]]
    while thread.get("replies"):
        (thread,) = thread["replies"]
        shown.append(thread["post"]["record"]["text"])
    assert [text[-5:] for text in shown] == ["(1/3)", "(2/3)", "(3/3)", "open."]


def test_the_longest_posts_are_taken(network: Network) -> None:
    member, line = connected(network, "fg-longest")
    sent(line, PUBLISHER.render(Saying("é" * 300)), "accents")
    sent(line, PUBLISHER.render(Saying("👩‍👩‍👧‍👦" * 140)), "families")
    assert sorted(len(one["value"]["text"].encode()) for one in listed(network, member))[-1] > 1_000


def test_the_same_key_is_posted_once(network: Network) -> None:
    member, line = connected(network, "fg-once")
    rendering = PUBLISHER.render(Saying("Highway 58 is closed.", media=(picture(),)))
    assert PUBLISHER.find(line, rendering, "release-1", 0, SINCE) is None
    places = sent(line, rendering, "release-1")
    assert sent(line, rendering, "release-1") == places
    assert PUBLISHER.find(line, rendering, "release-1", 0, SINCE) == places[0]
    assert len(listed(network, member)) == 1


def test_a_key_that_is_taken_is_an_internal_error_to_the_server(network: Network) -> None:
    """So a creation that fails is looked up before anyone is told that its outcome is unknown."""
    member, line = connected(network, "fg-taken")
    sent(line, PUBLISHER.render(Saying("Closed.")), "release-1")
    record = {"$type": POSTS, "text": "Closed.", "createdAt": "2026-11-22T12:00:00Z"}
    answer = asked(network, member, "createRecord", {"rkey": record_key("release-1", 0), "record": record})
    assert (answer.status, answer.data()["error"]) == (500, "InternalServerError")
    refused(Unknown, good, answer)
    assert len(listed(network, member)) == 1


def test_a_post_that_somebody_made_with_the_app_is_among_the_latest(network: Network) -> None:
    member, line = connected(network, "fg-latest")
    record = {"$type": POSTS, "text": "Written with the app.", "createdAt": "2026-11-22T12:00:00Z"}
    assert asked(network, member, "createRecord", {"record": record}).status == 200
    sent(line, PUBLISHER.render(Saying("One.")), "release-1")
    sent(line, PUBLISHER.render(Saying("Two.")), "release-2")
    found = [one.text for one in PUBLISHER.latest(line, 3)]
    assert sorted(found) == ["One.", "Two.", "Written with the app."]
    assert found.index("Two.") < found.index("One.")


def test_what_is_taken_down_is_gone_for_everybody(network: Network) -> None:
    _member, line = connected(network, "fg-deletes")
    rendering = PUBLISHER.render(Saying("Closed."))
    (place,) = sent(line, rendering, "release-1")
    viewed(network, place)
    PUBLISHER.delete(line, place)
    PUBLISHER.delete(line, place)
    refused(Gone, PUBLISHER.read, line, place)
    assert PUBLISHER.find(line, rendering, "release-1", 0, SINCE) is None
    viewed(network, place, there=False)


def test_a_closed_account_has_to_be_connected_anew(network: Network) -> None:
    member, line = connected(network, "fg-closes")
    (place,) = sent(line, PUBLISHER.render(Saying("Closed.")), "release-1")
    network.leave(member)
    refused(Expired, PUBLISHER.publish, line, PUBLISHER.render(Saying("Open.")), "release-2", 0, ())
    refused(Expired, PUBLISHER.profile, line)
    refused(Gone, PUBLISHER.read, line, place)
