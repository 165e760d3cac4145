"""JSON: one post, or a list of posts, each in our own form or in one that another format claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from postorders.errors import Problem
from postorders.posts.fields import listed, shown
from postorders.posts.readers.guess import Format, read_item
from postorders.posts.readers.items import each_value
from postorders.posts.readers.results import Place, Read, attempt
from postorders.posts.readers.shapes import own, unread
from postorders.posts.readers.source import Source

_NAMED = 5
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")


def read(source: Source) -> Iterator[Read]:
    """Every post of the file."""
    return each_value(source, read_item)


def item(value: object, place: Place) -> Iterator[Read]:
    """The one post that a value in our own form is; fields that mean nothing here are noted and passed over."""
    found = attempt(lambda: own(value, place), place)
    names = unread(value) if found.post else []
    what = f"Not read: {listed([shown(name) for name in names[:_NAMED]])}." if names else ""
    note = Problem(what, "A post may have fields of its own.", place.file, place.line) if names else None
    yield replace(found, note=note)


def fits(data: bytes) -> int:
    """Sure if it begins as an object or a list of objects does: `[Update]` is how a post begins."""
    return 3 if _BEGINS.match(data) else 1


FORMAT = Format("json", read, endings=(".json",), fits=fits, item=item, claims=lambda _: 1)
