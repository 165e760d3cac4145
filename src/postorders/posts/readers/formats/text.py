"""Plain text: the whole file is one post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from postorders.posts.post import Post
from postorders.posts.readers.guess import Format
from postorders.posts.readers.results import Place, Read, attempt
from postorders.posts.readers.shapes import PLAIN, finish
from postorders.posts.readers.source import Source


def read(source: Source) -> Iterator[Read]:
    """One post of all the words; only the end of the last line is left off."""
    place = Place(source.name, source.account)
    text = source.text().removesuffix("\n").removesuffix("\r")

    def make() -> tuple[Post, dict[str, Any]]:
        values = dict.fromkeys(PLAIN, "") | {"id": source.id, "text": text, "account": "", "media": ()}
        return finish(values, (), place), {}

    yield attempt(make, place)


FORMAT = Format("text", read, endings=(".txt", ".text", ".md"), fits=lambda _: 2)
