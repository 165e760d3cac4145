"""A Mastodon profile, from the public interface of the server that keeps it, or of any that speaks the same.

Source: the `Account` and `Field` entities, and `GET /api/v1/accounts/lookup`, of the Mastodon documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from postorders.errors import refuse
from postorders.platforms.profile import address, anchors, answer, line, no_profile, origin, page, words
from postorders.posts.page import Link, Page, Trouble
from postorders.posts.readers.markup import read_html
from postorders.words import _

_NAME = "Mastodon"


def source(handle: str, host: str = "", base: str = "") -> str:
    """The address that gives the profile to anyone.

    `handle` is `police` with a host, or `police@social.example`. `base` is asked in place of `https://host`.
    Raises `InputError` where the server is not known.
    """
    user, _at, home = handle.strip().removeprefix("@").partition("@")
    if not user or not (host or home):
        raise refuse(_("A Mastodon profile needs a handle and a server."), _("Write it like police@social.example."))
    name = user if home in ("", host) or not host else f"{user}@{home}"
    return f"{origin(host or home, base)}/api/v1/accounts/lookup?{urlencode({'acct': name}, safe='@')}"


def read(body: bytes) -> Page:
    """The page that a profile makes: `name`, `bio`, and `text` with a line `name: value` for each field.

    A link says `me` when its `rel` does or the server verified it. Where the account moved, the new profile is the last
    link. A suspended account is empty. Raises `InputError` for what is no profile.
    """
    found = answer(body, _NAME)
    if not words(found, "username") or not isinstance(found.get("note"), str):
        raise no_profile(_NAME, _("it names no account"))
    fields = _fields(found)
    passages = (
        ("name", words(found, "display_name") or words(found, "username")),
        ("bio", read_html(words(found, "note"))[0]),
        ("text", "\n".join(f"{words(each, 'name')}: {line(words(each, 'value'))}" for each in fields)),
    )
    trouble: Trouble = "empty" if found.get("suspended") is True else ""
    return page(passages, _links(found, fields), address(found, "url"), trouble)


def _fields(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    given = found.get("fields")
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []


def _links(found: Mapping[str, Any], fields: list[Mapping[str, Any]]) -> Iterator[Link]:
    yield from anchors(words(found, "note"))
    for each in fields:
        verified = isinstance(each.get("verified_at"), str)
        yield from (replace(link, me=link.me or verified) for link in anchors(words(each, "value")))
    moved = found.get("moved")
    if isinstance(moved, dict) and (href := address(moved, "url")):
        yield Link(href, f"@{words(moved, 'acct')}")
