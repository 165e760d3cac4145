"""Short ways to say what a file holds and what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from postorders.posts.post import Post
from postorders.posts.readers import read


@pytest.fixture
def posts() -> Callable[..., list[Post]]:
    """The posts of a file that has no problem."""

    def reader(data: Any, name: str, **options: str) -> list[Post]:
        items = list(read(_bytes(data), name, **options))
        assert [item.problem for item in items if item.problem] == []
        return [item.post for item in items if item.post]

    return reader


@pytest.fixture
def problem() -> Callable[..., str]:
    """The message of a file that is one problem and nothing else."""

    def reader(data: Any, name: str, **options: str) -> str:
        (item,) = read(_bytes(data), name, **options)
        assert item.post is None
        return str(item.problem)

    return reader


@pytest.fixture
def told() -> Callable[..., list[str]]:
    """What came of each item in order: the id of a post, or the message of a problem."""

    def reader(data: Any, name: str, **options: str) -> list[str]:
        return [item.post.id if item.post else str(item.problem) for item in read(_bytes(data), name, **options)]

    return reader


def _bytes(data: Any) -> bytes:
    if isinstance(data, bytes):
        return data
    return (data if isinstance(data, str) else json.dumps(data)).encode()
