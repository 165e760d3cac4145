"""A status as words: the plain text that is sent, and what the server's HTML says of it to a reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any

from postorders.posts.readers.markup import read_html

_MENTION = re.compile(r"<a ([^<>]*+)>@<span>([^<]*+)</span></a>")
_HREF = re.compile(r"href=[\"']([^\"'<>]*)[\"']")
_FULL = re.compile(r"(?<![\w/@])@(\w+(?:[.-]\w+)*)@[\w-]+(?:\.[\w-]+)+")
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def tidied(text: str) -> str:
    """The text as the server keeps it: without blank space around it or around a line, and one blank line at most."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip(" \t\f\v") for line in lines)).strip("\n")


def told(status: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """What a reader sees of a status, its warning first, and the addresses that it links to.

    A mention is given in full: the server writes `@dispatch` for `@dispatch@county.example` and keeps the rest in its
    link.
    """
    html = _whole(words(status, "content"), status.get("mentions"))
    said, links = read_html(f"<pre>{html.replace(chr(10), ' ')}</pre>")
    warning = tidied(words(status, "spoiler_text"))
    return "\n\n".join(part for part in (warning, tidied(said)) if part), links


def _whole(html: str, mentions: object) -> str:
    accounts = {words(one, "url"): words(one, "acct") for one in objects(mentions)}

    def full(found: re.Match[str]) -> str:
        href = _HREF.search(found[1])
        account = accounts.get(unescape(href[1]), "") if href else ""
        return f"<a {found[1]}>@<span>{escape(account)}</span></a>" if "@" in account else found[0]

    return _MENTION.sub(full, html)


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same to a server that keeps the words and not each blank, nor a mention's host."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", _FULL.sub(r"@\1", text)).split())


def has_mention(text: str) -> bool:
    """Whether the text names an account of another server, which readers see by its name alone."""
    return _FULL.search(text) is not None


def words(found: object, name: str) -> str:
    """The text in a field of an answer, "" for none; what no page can hold is replaced."""
    value = found.get(name) if isinstance(found, Mapping) else None
    return _UNFIT.sub("\ufffd", value) if isinstance(value, str) else ""


def objects(found: object) -> Iterable[Mapping[str, Any]]:
    """The objects in a list of an answer; nothing for what is no list."""
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
