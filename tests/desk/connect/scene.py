"""What the tests of connecting through the pages share: every platform with its contract server, and a person who goes
through the platform's own page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from tests.desk.cast import Place, browser
from tests.desk.drafts import scene as drafts
from tests.platforms.contract.graph import GraphContract
from tests.platforms.contract.graphkeys import APP, APP_SECRET, DAY
from tests.platforms.contract.graphline import came_back
from tests.platforms.contract.server import Contract, serving
from tests.platforms.contract.x import CLIENT as X_CLIENT
from tests.platforms.contract.x import SECRET as X_SECRET
from tests.platforms.contract.x import XContract
from tests.platforms.contract.youtube import CLIENT, SECRET, YouTubeContract

from postorders.desk.connect.models import Connection
from postorders.desk.connect.seal import secrets_in
from postorders.desk.register.models import Site
from postorders.desk.register.opened import address_of
from postorders.platforms.publisher import Line, publishers

ANSWER, APPLICATIONS = "/desk/connect/answer", "/desk/posts/applications/"
OPEN = ("id", "uploads", "page", "ig", "handle", "did")  # what is sealed beside the keys and no secret


class Directed:
    """A publisher that ships, asked at a server on loopback: whatever names a server names that one."""

    def __init__(self, publisher: Any, base: str) -> None:
        self.publisher, self.base = publisher, base

    def __getattr__(self, name: str) -> Any:
        held = getattr(self.publisher, name)
        return (lambda *given: held(*map(self._directed, given))) if callable(held) else held

    def _directed(self, one: Any) -> Any:
        if isinstance(one, Line):
            return replace(one, server=self.base)
        return {**one, "server": self.base} if isinstance(one, Mapping) and "client_id" in one else one


@dataclass(frozen=True)
class Kind:
    """One platform that is connected by OAuth: its account's address, another one's, the department's application there,
    and what a person or the platform does."""

    url: str
    other: str
    known_as: str
    server: Callable[[], Any]
    application: tuple[str, str]
    allow: Callable[[Any, str], dict[str, str]]
    refuse: Callable[[Any, str], dict[str, str]]
    withdraw: Callable[[Any], None]


def _graph() -> GraphContract:
    server = GraphContract()
    server.back = address_of(ANSWER)
    return server


def _said_no(server: Any, url: str) -> dict[str, str]:
    return {"error": "access_denied", "state": parse_qs(urlsplit(url).query)["state"][0]}


def _dialog_no(server: GraphContract, url: str) -> dict[str, str]:
    server.allow = []
    return came_back(url)


def _later(server: GraphContract) -> None:
    server.shift = 61 * DAY


KINDS = {
    "x": Kind(
        "https://x.com/FultonGrovePD", "https://x.com/FultonGroveFD", "4711", XContract, (X_CLIENT, X_SECRET),
        lambda server, url: server.allow(url), _said_no, lambda server: server.refresh.clear(),
    ),
    "facebook": Kind(
        "https://www.facebook.com/FultonGrovePD", "https://www.facebook.com/FultonGroveFire", "100064000000001", _graph,
        (APP, APP_SECRET), lambda server, url: came_back(url), _dialog_no, _later,
    ),
    "instagram": Kind(
        "https://www.instagram.com/fultongrovepd/", "https://www.instagram.com/fultongrove.pd/", "17841400000000001",
        _graph, (APP, APP_SECRET), lambda server, url: came_back(url), _dialog_no, _later,
    ),
    "youtube": Kind(
        "https://www.youtube.com/@fultongrovepd", "https://www.youtube.com/channel/UCfultonGroveFire0000-01",
        "UCfultonGrovePolice_-001", YouTubeContract, (CLIENT, SECRET), lambda server, url: server.allow(url), _said_no,
        lambda server: server.refresh.clear(),
    ),
}  # fmt: skip


@contextmanager
def platform(name: str, server: Contract | None = None) -> Iterator[Any]:
    """The platform's server, and the publisher that ships, asked there."""
    known, before = publishers(), publishers()[name]
    with serving(server or KINDS[name].server()) as one:
        known[name] = Directed(before, one.base)
        try:
            yield one
        finally:
            known[name] = before


def entered(place: Place, name: str, who: str = "chief", **given: str) -> str:
    """The department's application, entered by its page; what the page says."""
    client, secret = KINDS[name].application
    sent = {"platform": name, "client_id": client, "client_secret": secret, **given}
    return said(browser(place, who).post(APPLICATIONS, sent, follow=True))


def listed(place: Place, url: str) -> Site:
    """An account of the register."""
    return drafts.site(place, url)


def keys(one: Site) -> str:
    """The address of an account's connection."""
    return f"/desk/sites/{one.id}/connection/"


def said(answer: Any) -> str:
    """The page's words, with white space folded and quotes as they are read."""
    words = " ".join(answer.content.decode().split())
    return words.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")


def gone(person: Client, one: Site, **given: str) -> tuple[str, str]:
    """The person goes on to the platform: its address, and the words of the page that leads there."""
    words = said(person.post(keys(one), {"do": "connect", **given}, follow=True))
    found = re.search(r'role="button" href="([^"]+)"', words)
    assert found, words
    return found[1], words


def connected(place: Place, name: str, server: Any, one: Site, person: Client | None = None, **given: str) -> str:
    """The account, connected by the two steps that a browser takes; what the last page says."""
    devon = person or browser(place, "pio")
    url, _words = gone(devon, one, **given)
    return said(devon.get(ANSWER, KINDS[name].allow(server, url), follow=True))


def row_of(place: Place, one: Site) -> Connection:
    """The connection as the database has it now."""
    with place.within():
        return Connection.objects.select_related("site").get(site=one)


def sealed(place: Place, one: Site) -> dict[str, str]:
    """The keys of an account, opened."""
    row = row_of(place, one)
    return {name: value for name, value in secrets_in(bytes(row.sealed), row.id).items() if name not in OPEN}
