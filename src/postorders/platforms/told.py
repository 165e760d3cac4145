"""Answers of interfaces, whose shape nobody may rely on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from postorders.platforms.wire import Unavailable, Unknown


def dig(told: Any, *names: str) -> dict[str, Any]:
    """The object inside an object; {} where there is none, or something else."""
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told if isinstance(told, dict) else {}


def rows(told: Any, name: str) -> list[dict[str, Any]]:
    """The objects of a list inside an object; [] where there is none."""
    found = told.get(name) if isinstance(told, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


@contextmanager
def harmless() -> Iterator[None]:
    """What happens inside publishes nothing: an unknown outcome of it may be tried again."""
    try:
        yield
    except Unknown as trouble:
        raise Unavailable(trouble.told, trouble.wait) from None
