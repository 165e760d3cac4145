"""What every template may use, and what each part of the desk adds to the navigation and to the first page."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from postorders import __version__
from postorders.desk.base.person import Person

HERE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the navigation: its label (lazily translated), the name of its address, for whom, in which place,
    what to count beside it, and the names of the pages it leads to (none: all whose address begins with its own).
    """

    label: Any
    name: str
    roles: tuple[str, ...] = ("anyone",)
    place: int = 50
    count: Callable[[Person], int] | None = None
    pages: frozenset[str] = frozenset()


@cache
def links() -> tuple[Link, ...]:
    """The `LINKS` of each part's `urls.py`, in their places."""
    found: list[Link] = []
    for file in HERE.glob("*/urls.py"):
        found += getattr(importlib.import_module(f"postorders.desk.{file.parent.name}.urls"), "LINKS", ())
    return tuple(sorted(found, key=lambda link: link.place))


def desk(request: HttpRequest) -> dict[str, Any]:
    """The person, the department, the navigation and the release."""
    person = getattr(request, "person", None)
    department = request.user.department if person is not None else getattr(request, "department", None)
    shown = _navigation(request, person) if person is not None else ()
    return {
        "person": person,
        "department": department,
        "navigation": shown,
        "release": __version__,
        "open_door": not settings.CONFIG.mfa_above_member,
    }


def _here(request: HttpRequest, link: Link, url: str) -> bool:
    """Whether the page at hand is one that the link leads to."""
    if not link.pages:
        return request.path.startswith(url)
    at = request.resolver_match
    return at is not None and at.url_name in {link.name, *link.pages}


def _navigation(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    return [
        {
            "label": link.label,
            "url": (url := reverse(link.name)),
            "here": _here(request, link, url),
            "count": link.count(person) if link.count else 0,
        }
        for link in links()
        if person.has(link.roles)
    ]
