"""A Bluesky profile: from the network's public view, or the record itself from the server that keeps the account.

Source: the lexicons `app.bsky.actor.getProfile`, `app.bsky.actor.profile` and `com.atproto.repo.getRecord`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from postorders.errors import refuse
from postorders.platforms.profile import address, answer, bare, no_profile, origin, page, words
from postorders.posts.page import Link, Page, Trouble
from postorders.words import _

_NAME = "Bluesky"
_PUBLIC = "public.api.bsky.app"
_SITES = ("", "bsky.app", _PUBLIC)
_RECORD = "app.bsky.actor.profile"
_MEMBERS_ONLY = "!no-unauthenticated"


def source(handle: str, host: str = "", base: str = "") -> str:
    """The address that gives the profile to anyone.

    `handle` is a handle or a DID. `host` is "" or `bsky.app` for the network's view, else the server that keeps the
    account, which gives the record. `base` is asked in place of `https://host`. Raises `InputError`.
    """
    actor = handle.strip().removeprefix("@")
    if not actor:
        raise refuse(_("A Bluesky profile needs a handle."), _("Write it like policedept.bsky.social."))
    if host in _SITES:
        return _asked(origin(_PUBLIC, base), "app.bsky.actor.getProfile", actor=actor)
    return _asked(origin(host, base), "com.atproto.repo.getRecord", repo=actor, collection=_RECORD, rkey="self")


def _asked(server: str, method: str, **given: str) -> str:
    return f"{server}/xrpc/{method}?{urlencode(given, safe=':')}"


def read(body: bytes) -> Page:
    """The page that a profile makes: `name`, `bio`, and `text` for pronouns and website.

    A profile that asks not to be shown without a login is behind a login wall, though its words are given here.
    Raises `InputError` for what is no profile.
    """
    found = answer(body, _NAME)
    said, did, handle = found, words(found, "did"), words(found, "handle")
    if isinstance(value := found.get("value"), dict) and value.get("$type") == _RECORD:
        said, did, handle = value, words(found, "uri").removeprefix("at://").partition("/")[0], ""
    if not did.startswith("did:"):
        raise no_profile(_NAME, _("it names no account"))
    passages = (
        ("name", words(said, "displayName") or handle),
        ("bio", words(said, "description")),
        ("text", "\n".join(part for part in (words(said, "pronouns"), words(said, "website")) if part)),
    )
    shown_as = handle if handle and handle != "handle.invalid" else did
    return page(passages, _links(said), f"https://bsky.app/profile/{shown_as}", _wall(said))


def _links(said: Mapping[str, Any]) -> Iterator[Link]:
    if website := address(said, "website"):
        yield Link(website, website)
    yield from bare(words(said, "description"))


def _wall(said: Mapping[str, Any]) -> Trouble:
    labels = said.get("labels")
    given = labels.get("values") if isinstance(labels, dict) else labels
    values = [each.get("val") for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return "login-wall" if _MEMBERS_ONLY in values else ""
