"""What of a text becomes a link on Bluesky: addresses, mentions and hashtags, by their places in UTF-8 bytes.

Source: https://docs.bsky.app/docs/advanced-guides/post-richtext
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from postorders.platforms.length import graphemes
from postorders.platforms.links import ending, places

_ENDING = r"(?:gov|mil|edu|org|com|net|[a-z]{2}\.us)"  # others would make links of missing blanks, "stop.call"
_BARE = re.compile(
    rf"(?<![\w@./-])(?:www\.(?:[a-z0-9-]{{1,63}}\.){{1,6}}[a-z]{{2,24}}|(?:[a-z0-9-]{{1,63}}\.){{1,6}}{_ENDING})"
    r"(?![\w@-])(?::[0-9]{1,5})?(?:/[^\s<>\"\\]*)?",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"[\w@./-]")  # before an address: it is a part of something else
_MENTION = re.compile(
    r"(?<![^\s(\"'“‘])@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z][a-z0-9-]{0,61}[a-z0-9])(?![\w@-])",
    re.IGNORECASE,
)
_TAG = re.compile(r"(?<!\S)[#＃]([^\s#＃]+)")
_TAG_GRAPHEMES, _TAG_BYTES = 64, 640


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, `start` to `end` in characters: a `link` to `value`, a `mention` of the handle, a `tag`."""

    start: int
    end: int
    kind: str
    value: str


def spans(text: str) -> tuple[Span, ...]:
    """The parts that become links, in order; none touches another."""
    found: list[Span] = []
    taken = bytearray(len(text))
    for span in (*_links(text), *_mentions(text), *_tags(text)):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            found.append(span)
    return tuple(sorted(found, key=lambda span: span.start))


def facets(text: str, who: Callable[[str], str]) -> list[dict[str, Any]]:
    """The facets of a post's record. `who` gives the identifier of a handle, "" where there is no such account: that
    mention stays plain text."""
    made = []
    for span in spans(text):
        value = who(span.value) if span.kind == "mention" else span.value
        if value:
            start = len(text[: span.start].encode())
            index = {"byteStart": start, "byteEnd": start + len(text[span.start : span.end].encode())}
            made.append({"index": index, "features": [_feature(span.kind, value)]})
    return made


def _feature(kind: str, value: str) -> dict[str, str]:
    name = {"link": "uri", "mention": "did", "tag": "tag"}[kind]
    return {"$type": f"app.bsky.richtext.facet#{kind}", name: value}


def _links(text: str) -> Iterator[Span]:
    """The whole addresses, which every platform finds alike (`postorders.platforms.links`), and beside them those
    without `https://`: Bluesky makes links only of what the record names, others make them by themselves."""
    for start, end in places(text):
        if not _INSIDE.match(text[start - 1 : start]):
            yield Span(start, end, "link", text[start:end])
    for found in _BARE.finditer(text):
        end = ending(text, found.start(), found.end())
        yield Span(found.start(), end, "link", f"https://{text[found.start() : end]}")


def _mentions(text: str) -> Iterator[Span]:
    for found in _MENTION.finditer(text):
        yield Span(found.start(), found.end(), "mention", found[1].lower())


def _tags(text: str) -> Iterator[Span]:
    for found in _TAG.finditer(text):
        tag = found[1]
        while tag and unicodedata.category(tag[-1]).startswith("P"):
            tag = tag[:-1]
        if any(not c.isdigit() for c in tag) and len(tag.encode()) <= _TAG_BYTES and _few(tag):
            yield Span(found.start(), found.start() + 1 + len(tag), "tag", tag)


def _few(tag: str) -> bool:
    return sum(1 for _ in graphemes(tag)) <= _TAG_GRAPHEMES
