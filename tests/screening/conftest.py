"""A run over a few posts of Fulton Grove, and posts enough for a run to be stopped in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CLEAR = "Road closed at Elm and Third."
GUILTY = "This is the guy who robbed the bakery on Third, and he is in jail."
NUMBER = "Her number is 512-00-1234."
SPANISH = "Gracias a la policía por todo lo que hizo con los niños."


@pytest.fixture
def screen(postorders: Callable[..., Any], order: Path, concepts: Path, tmp_path: Path) -> Callable[..., Any]:
    """Screens files of `tmp_path` against Order 12 on a fixed day, in this process."""

    def run(*args: object, out: str = "flags.jsonl", account: str = "official") -> Any:
        given = ("--account", account) if account else ()
        options = ("--policy", order, *given, "--as-of", "2026-03-02", "--jobs", 1, "-o", tmp_path / out)
        return postorders("screen", *options, *args)

    return run


@pytest.fixture
def lines(tmp_path: Path) -> Callable[..., Path]:
    """Writes posts, or lines as they stand, as JSON Lines."""

    def write(*posts: str | bytes | dict[str, Any], name: str = "posts.jsonl") -> Path:
        parts = [post if isinstance(post, bytes) else json.dumps(_whole(post)).encode() for post in posts]
        (tmp_path / name).write_bytes(b"".join(part + b"\n" for part in parts))
        return tmp_path / name

    return write


@pytest.fixture
def records(tmp_path: Path) -> Callable[..., list[Any]]:
    """The records of a file of JSON Lines in `tmp_path`."""

    def read(name: str = "flags.jsonl") -> list[Any]:
        return [json.loads(line) for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()]

    return read


def _whole(post: str | dict[str, Any]) -> dict[str, Any]:
    return {"text": post} if isinstance(post, str) else post
