"""A website on loopback, whose pages a test sets, and accounts that live there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.desk.cast import Place

from postorders.desk.base import guard
from postorders.desk.ledger.models import Payload
from postorders.desk.pages import acts, demanded, look, rounds
from postorders.desk.pages.ground import ground
from postorders.desk.pages.models import Check, Kept, Standing, Website
from postorders.desk.pages.standings import Stand
from postorders.desk.people.who import today
from postorders.desk.register.models import Site
from postorders.ledger.entry import read_payload
from postorders.platforms.address import address

SAVED = Path(__file__).parent.parent.parent / "archive" / "saved"


def saved(name: str) -> bytes:
    """A saved page that belongs to the tests."""
    return (SAVED / f"{name}.html").read_bytes()


@dataclass
class Web:
    """What the server answers with, by path: the status, the type and the bytes; `asked` is what it was asked for."""

    port: int = 0
    pages: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def show(self, path: str, body: bytes | str, status: int = 200, kind: str = "text/html") -> str:
        """Sets a page, and returns its address."""
        self.pages[path] = status, kind, body.encode() if isinstance(body, str) else body
        return self.url(path)


@contextmanager
def serving() -> Iterator[Web]:
    web = Web()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append(self.path)
            status, kind, body = web.pages.get(self.path, (404, "text/plain", b"nothing here"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def account(place: Place, url: str, owner: str = "pio", **given: Any) -> Site:
    """An account on the list of a department."""
    where = address(url)
    with place.within(), guard.lifted("a test"):
        number = Site.objects.count() + 1
        said = {"name": f"Page {number}", "state": "listed", "owner": place.members[owner], **given}
        site = Site(number=number, platform=where.platform, handle=where.handle, url=where.url, key=where.key, **said)
        site.save()
    return site


def check_now(place: Place, site: Site, who: str = "pio") -> Any:
    """A person checks a page, as the view does it."""
    with place.within():
        examiner = demanded.examiner(demanded.ordered(), demanded.watched(), demanded.own())
        return acts.look(place.as_(who), site, look.look(site, examiner))


def stands(place: Place, site: Site) -> dict[str, Stand]:
    """How each demand of an account stands."""
    with place.within():
        standing = Standing.objects.select_related("check_made").filter(site=site).first()
        return {one.demand.demand: one for one in ground([site]).stands(site, standing)}


def states(place: Place, site: Site) -> dict[str, str]:
    return {name: one.state for name, one in stands(place, site).items()}


def website(place: Place, url: str, who: str = "pio") -> Website:
    """A watched page of the official website, looked at."""
    with place.within():
        row = acts.add_website(place.as_(who), url, "Social media of the city")
        looked: Website = acts.look_website(place.as_(who), row, look.look_website(url))
        return looked


def round_at(place: Place, now: Any) -> int:
    """The desk's own round at a moment."""
    with place.within():
        return rounds.go(now)


def counts(place: Place) -> tuple[int, int, int]:
    """Captures, checks and ledger entries of a department."""
    with place.within():
        entries = Payload.objects.filter(department=place.department).count()
        return Kept.objects.count(), Check.objects.count(), entries


def entry(place: Place, act: str) -> dict[str, Any]:
    """The fields of the newest entry of an act."""
    with place.within():
        row = Payload.objects.filter(department=place.department, act=act).order_by("-index").first()
        return dict(read_payload(row.body.encode()).shown)


def days_from_today(days: int) -> date:
    """A day of the department at work."""
    return today() + timedelta(days=days)
