"""A post as the record that Bluesky keeps: under which key, of what it is made, and what can be read of it.

Source: the lexicons `app.bsky.feed.post`, `app.bsky.embed.images`, `app.bsky.embed.external`.
"""

from __future__ import annotations

import json
from base64 import b32encode
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from postorders.platforms.bluesky.facets import facets
from postorders.platforms.bluesky.render import PLACE
from postorders.platforms.bluesky.talk import Talk, text
from postorders.platforms.saying import Medium, Placed, Rendering, Served
from postorders.platforms.wire import Gone, Refused, Unavailable
from postorders.words import _

POSTS = "app.bsky.feed.post"
_LETTERS = str.maketrans("0123456789abcdef", "bcdfhjlmpqrsvwxz")


def record_key(key: str, index: int) -> str:
    """The key of a piece's record: always the same, so that the server keeps it once.

    It has the form of a time (a TID) before 2005, which no server gives to a post: the first digit is 2. The rest are
    48 bits of the hash, in consonants: a server refuses a key in which it reads a slur, and this one cannot change.
    """
    return "2" + sha256(f"{key}\n{index}".encode()).hexdigest()[:12].translate(_LETTERS)


def is_ours(record_name: str) -> bool:
    """Whether a record's key is one of those that `record_key` gives."""
    return record_name.startswith("2")


def place(did: str, record_name: str, cid: str = "") -> Placed:
    """Where a post of an account stands."""
    return Placed(f"at://{did}/{POSTS}/{record_name}", f"https://bsky.app/profile/{did}/post/{record_name}", cid)


def parts(where: str) -> tuple[str, str]:
    """The account and the record's key of a post's id. Raises Refused for what is no id of a post."""
    if found := PLACE.fullmatch(where):
        return found["did"], found["key"]
    raise Refused(_("This is not the id of a post on Bluesky."))


def fetch(talk: Talk, did: str, record_name: str) -> Served:
    """The record as the server gives it to anyone. Raises Gone, Unavailable."""
    answer, found = talk.get("com.atproto.repo.getRecord", repo=did, collection=POSTS, rkey=record_name)
    if not isinstance(found.get("value"), dict) or not text(found, "cid"):
        raise Unavailable(_("The server's answer cannot be read."))
    return served(found, answer.url, answer.body, place(did, record_name, text(found, "cid")))


def served(found: Mapping[str, Any], url: str, body: bytes, at: Placed) -> Served:
    """What is read of a record, given as `uri`, `cid` and `value`."""
    value = found["value"]
    alts = tuple(text(one, "alt") for one in _dicts(_dict(value, "embed").get("images")))
    features = [one for facet in _dicts(value.get("facets")) for one in _dicts(facet.get("features"))]
    links = [text(one, "uri") for one in (*features, _dict(_dict(value, "embed"), "external"))]
    return Served(
        url, "application/json", body, text(value, "text"), alts, tuple(dict.fromkeys(filter(None, links))),
        text(value, "createdAt"), at,
    )  # fmt: skip


def raw(found: Mapping[str, Any]) -> bytes:
    """One record of a list, as JSON by itself."""
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")


def make(talk: Talk, rendering: Rendering, index: int, before: tuple[Placed, ...]) -> dict[str, Any]:
    """The record of a piece. Uploads its pictures, asks who is mentioned and what is answered; shows nothing yet."""
    piece = rendering.pieces[index]
    when = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    made: dict[str, Any] = {"$type": POSTS, "text": piece.text, "createdAt": when}
    if rendering.language:
        made["langs"] = [rendering.language]
    if found := facets(piece.text, lambda handle: _who(talk, handle)):
        made["facets"] = found
    if index or rendering.replies:
        made["reply"] = _reply(talk, rendering.replies, before)
    if piece.media:
        images = [_image(talk, rendering.media[number]) for number in piece.media]
        made["embed"] = {"$type": "app.bsky.embed.images", "images": images}
    elif piece.card:
        title = rendering.title or urlsplit(piece.card).hostname or piece.card
        external = {"uri": piece.card, "title": title, "description": ""}
        made["embed"] = {"$type": "app.bsky.embed.external", "external": external}
    return made


def _who(talk: Talk, handle: str) -> str:
    try:
        did = text(talk.get("com.atproto.identity.resolveHandle", handle=handle)[1], "did")
    except (Gone, Refused):
        return ""
    return did if did.startswith("did:") else ""


def _reply(talk: Talk, replies: str, before: tuple[Placed, ...]) -> dict[str, Any]:
    """The post answered, and the first of its thread, each by id and version."""
    parent = before[-1].id if before else replies
    try:
        answer = _record(talk, parent)
    except Gone:
        raise Refused(_("The post to answer is not on Bluesky any more.")) from None
    reference = {"uri": parent, "cid": text(answer, "cid")}
    root = _dict(_dict(_dict(answer, "value"), "reply"), "root")
    return {"root": {"uri": root["uri"], "cid": root["cid"]} if _whole(root) else reference, "parent": reference}


def _record(talk: Talk, where: str) -> Mapping[str, Any]:
    did, name = parts(where)
    found = talk.get("com.atproto.repo.getRecord", repo=did, collection=POSTS, rkey=name)[1]
    if not isinstance(found.get("value"), dict) or not text(found, "cid"):
        raise Unavailable(_("The server's answer cannot be read."))
    return found


def _whole(reference: Mapping[str, Any]) -> bool:
    return bool(text(reference, "uri") and text(reference, "cid"))


def _image(talk: Talk, medium: Medium) -> dict[str, Any]:
    data = medium.read()
    digest = sha256(data)
    if digest.hexdigest() != medium.sha256.lower():
        raise Refused(_("{name} is not the file that was approved.").format(name=medium.name))
    blob = talk.upload(data, medium.type)
    if text(_dict(blob, "ref"), "$link") != _cid(digest.digest()):
        raise Refused(_("The server keeps other bytes of {name} than were sent.").format(name=medium.name))
    made: dict[str, Any] = {"alt": medium.alt, "image": blob}
    if medium.width > 0 and medium.height > 0:
        made["aspectRatio"] = {"width": medium.width, "height": medium.height}
    return made


def _cid(digest: bytes) -> str:
    """The name of raw bytes on the network: version 1, raw, SHA-256, in base 32."""
    return "b" + b32encode(b"\x01\x55\x12\x20" + digest).decode().rstrip("=").lower()


def _dict(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = found.get(name)
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
