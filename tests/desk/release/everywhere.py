"""Every platform that the desk publishes to by itself, each with its contract server: what is the same for the tests,
and in what they differ."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.db import connections
from django.test import Client
from PIL import Image
from tests.desk.cast import Place
from tests.desk.drafts import scene as drafts
from tests.platforms.contract.bluesky import Bluesky as BlueskyServer
from tests.platforms.contract.graph import GraphContract
from tests.platforms.contract.graphkeys import APP, APP_SECRET, BACK, IG, PAGE, Refuse, V, fault
from tests.platforms.contract.mastodon import MastodonServer
from tests.platforms.contract.server import Asked, Contract, serving
from tests.platforms.contract.x import CLIENT as X_CLIENT
from tests.platforms.contract.x import SECRET as X_SECRET
from tests.platforms.contract.x import XContract
from tests.platforms.contract.youtube import CLIENT, SECRET, YouTubeContract
from tests.posts.test_media_film import film

from postorders.desk.base import guard
from postorders.desk.connect import acts as connecting
from postorders.desk.connect import flow
from postorders.desk.connect.models import Connection
from postorders.desk.drafts.models import Draft
from postorders.desk.register.models import Site
from postorders.desk.release import acts
from postorders.desk.release.models import Release
from postorders.platforms.bluesky.publish import Bluesky
from postorders.platforms.facebook.publish import Facebook
from postorders.platforms.instagram.publish import Instagram
from postorders.platforms.mastodon.publish import Mastodon
from postorders.platforms.publisher import publishers
from postorders.platforms.wire import send
from postorders.platforms.x.publish import X
from postorders.platforms.youtube.publish import YouTube

TEXT = "Pine Street is closed until 6 pm because of a gas leak. Please go around."
PASSWORD = "abcd-efgh-ijkl-mnop"


class Fetching(GraphContract):
    """Meta, which fetches each picture from the desk's own pages: the request goes through all of the desk, over the
    connection to the database of the test that waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[tuple[str, int]] = []
        self.lent = connections["default"]

    def _fetch(self, address: str) -> bytes:
        connections["default"] = self.lent
        self.lent.inc_thread_sharing()
        try:
            answer = Client().get(urlsplit(address).path)
        finally:
            self.lent.dec_thread_sharing()
        self.fetched.append((address, answer.status_code))
        if answer.status_code != 200 or not answer.content.startswith(b"\xff\xd8\xff"):
            raise Refuse(fault(9004, "The media could not be fetched from this URI", 2207052))
        return bytes(answer.content)


@dataclass(frozen=True)
class Kind:
    """One platform: its server and publisher, the account's address, the request that publishes, and what stands there.

    `approve` is the person's consent at the platform, `ends` makes every key run out as the platform lets keys run out,
    `media` what no post goes without, `hows` how a wrong post is corrected and retracted.
    """

    name: str
    server: Callable[[], Any]
    publisher: Callable[[], Any]
    url: str
    sends: str
    texts: Callable[[Any], list[str]]
    approve: Callable[[Any, str], dict[str, str]]
    ends: Callable[[Any], None]
    hows: tuple[str, str]
    media: str = ""
    application: tuple[str, str] = ()  # type: ignore[assignment]


def _consent(_server: Any, url: str) -> dict[str, str]:
    location = send("GET", url).headers["location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def _no_access(server: Any) -> None:
    server.access.clear()


def _pages_end(server: GraphContract) -> None:
    for held in server.tokens.values():
        if held["kind"] == "page":
            held["expires"] = server.now() - 1


def _mastodon_ends(server: MastodonServer) -> None:
    for token in server.tokens.values():
        token.runs_out = datetime.now(UTC) - timedelta(minutes=1)


def _joined() -> BlueskyServer:
    server = BlueskyServer()
    server.join("police.example")
    return server


def _renewing() -> MastodonServer:
    server = MastodonServer()
    server.seconds_given = 7200
    return server


def _records(server: BlueskyServer) -> list[str]:
    return [one["text"] for account in server.accounts.values() for one in account.records.values()]


def _posts(server: Any) -> list[str]:
    return [one.text for one in server.posts.values()]


def _graph_posts(server: GraphContract) -> list[str]:
    return [one["text"] for one in server.posts.values()]


KINDS = {
    one.name: one
    for one in (
        Kind(
            "bluesky", _joined, Bluesky, "https://bsky.app/profile/police.example",
            "POST /xrpc/com.atproto.repo.createRecord", _records,
            lambda server, url: {"handle": "police.example", "password": PASSWORD},
            lambda server: server.expire(), ("reply", "delete"),
        ),
        Kind(
            "mastodon", _renewing, lambda: Mastodon(pause=0.01), "", "POST /api/v1/statuses", _posts,
            lambda server, url: server.approve(url), _mastodon_ends, ("edit", "delete"),
        ),
        Kind(
            "facebook", GraphContract, Facebook, "https://www.facebook.com/FultonGrovePD", rf"POST {V}/{PAGE}/feed",
            _graph_posts, _consent, _pages_end, ("post", "delete"), application=(APP, APP_SECRET),
        ),
        Kind(
            "instagram", Fetching, lambda: Instagram(waits=(0, 0, 0)), "https://www.instagram.com/fultongrovepd/",
            rf"POST {V}/{IG}/media_publish", _graph_posts, _consent, _pages_end, ("post", "post"), "photo",
            (APP, APP_SECRET),
        ),
        Kind(
            "youtube", YouTubeContract, lambda: YouTube(pause=0), "https://www.youtube.com/@fultongrovepd",
            "PUT /upload/youtube/v3/videos",
            lambda server: [one.snippet["description"] for one in server.videos.values()],
            lambda server, url: server.allow(url), _no_access, ("post", "delete"), "video", (CLIENT, SECRET),
        ),
        Kind(
            "x", XContract, lambda: X(pause=0), "https://x.com/FultonGrovePD", "POST /2/tweets", _posts,
            lambda server, url: server.allow(url), _no_access, ("reply", "delete"), application=(X_CLIENT, X_SECRET),
        ),
    )
}  # fmt: skip
THREADED = ("bluesky", "mastodon", "x")


@dataclass
class Stage:
    """A connected account on one platform."""

    place: Place
    kind: Kind
    server: Any
    site: Site

    @property
    def texts(self) -> list[str]:
        """What stands there."""
        return self.kind.texts(self.server)

    def draft(self, text: str = TEXT, site: Site | None = None, media: str | None = None) -> Draft:
        """A draft for the account, with the file that it needs."""
        draft = drafts.begun(self.place, text, site or self.site, title="Gas leak on Pine Street")
        if wanted := self.kind.media if media is None else media:
            attach(self.place, draft, wanted)
        return drafts.fresh(draft)

    def released(self, text: str = TEXT, media: str | None = None) -> Release:
        """The same, released."""
        (row,) = acts.intend(self.place.as_("pio"), self.draft(text, media=media), "department", "on")
        return row  # type: ignore[no-any-return]

    def connection(self) -> Connection:
        """The connection as it is now."""
        with self.place.within():
            return Connection.objects.get(site=self.site)

    def when(self, where: str, do: Callable[[], None]) -> None:
        """Does something once, when the next request that fits has been answered."""
        answer = self.server.answer

        def answered(asked: Asked) -> Any:
            reply = answer(asked)
            if f"{asked.method} {asked.path}" == where:
                self.server.answer = answer
                do()
            return reply

        self.server.answer = answered


def picture(color: str = "navy", kind: str = "JPEG") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (320, 320), color).save(out, kind)
    return out.getvalue()


def attach(place: Place, draft: Draft, what: str, data: bytes = b"") -> Any:
    """A file with its description, and for a film somebody's word for it."""
    person = place.as_("pio")
    name, type_ = ("road.jpg", "image/jpeg") if what == "photo" else ("road.mp4", "video/mp4")
    row = drafts.acts.attach(person, draft, data or (picture() if what == "photo" else film()), name, type_, "A road")
    drafts.acts.answer(person, draft, {"words-in-picture": "no"})
    if what == "video":
        drafts.acts.vouch(person, draft, "I have seen all of it.", row)
    return row


@contextmanager
def stage(place: Place, name: str, server: Contract | None = None) -> Iterator[Stage]:
    """The platform's server, the publisher that speaks with it, and an account that is listed and connected."""
    kind, known = KINDS[name], publishers()
    before = known[name]
    known[name] = kind.publisher()
    try:
        with serving(server or kind.server()) as one:
            site = _site(place, kind, one.base)
            made = Stage(place, kind, one, site)
            connect(made)
            yield made
    finally:
        known[name] = before


def _site(place: Place, kind: Kind, base: str) -> Site:
    if kind.url:
        return drafts.site(place, kind.url)
    row = drafts.site(place, f"https://social{base.rpartition(':')[2]}.example/@police")
    with place.within(), guard.lifted("a server on loopback"):
        row.url = f"{base}/@police"
        row.save()
    return row


def connect(one: Stage) -> None:
    """The application where one is needed, and the two steps of connecting."""
    session: dict[str, Any] = {}
    with one.place.within():
        if one.kind.application:
            client, secret = one.kind.application
            given = {"client_id": client, "client_secret": secret}
            connecting.application(one.place.as_("chief"), one.kind.name, "", given)
        person = one.place.as_("pio")
        url = flow.start(person, one.site, one.server.base, BACK, session)
        flow.finish(person, one.site, one.kind.approve(one.server, url), session)
