"""Accounts of both departments as the public meets them, made without the acts that put them there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from tests.desk.cast import Place

from postorders.desk.base import guard
from postorders.desk.register import publish
from postorders.desk.register.likes import INDEX
from postorders.desk.register.models import Site
from postorders.platforms.address import address

BLUFF, OSAGE = "/d/cedar-bluff", "/d/osage-crossing"
LISTED = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
VERIFIED = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)


@contextmanager
def doing(place: Place) -> Iterator[None]:
    """As an act of the department does it."""
    with place.within(), guard.lifted("test"):
        yield


def site(place: Place, url: str, name: str = "", state: str = "listed", **given: Any) -> Site:
    """An account in a state, made public as an act makes it."""
    at = address(url)
    with doing(place):
        shown = {"listed": LISTED, "verified": VERIFIED, "purpose": "News for residents.", "unit": None} | given
        made = Site(
            number=Site.objects.count() + 1, name=name or at.handle, platform=at.platform, handle=at.handle,
            url=at.url, key=at.key, state=state, **shown,
        )  # fmt: skip
        made.save()
        publish.changed(made, "listed")
    INDEX.forget()
    return made


def becomes(place: Place, one: Site, state: str, what: str = "", **given: Any) -> Site:
    """The account in another state, as an act puts it there."""
    with doing(place):
        one.state = state
        for name, value in given.items():
            setattr(one, name, value)
        one.save()
        publish.changed(one, what or state)
    INDEX.forget()
    return one


def text(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())
