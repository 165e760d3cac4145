"""What the tests of releasing have in common: a server on loopback, a connected account, a clock that goes by hand."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.desk.cast import Place
from tests.desk.drafts import scene as drafts
from tests.platforms.contract.mastodon import MastodonServer
from tests.platforms.contract.server import serving

from postorders.desk.base import guard, scope
from postorders.desk.connect import flow
from postorders.desk.connect.models import Connection
from postorders.desk.ledger.models import Payload
from postorders.desk.register.models import Site
from postorders.desk.release import acts, sending
from postorders.desk.release.models import Release
from postorders.platforms.mastodon.publish import Mastodon
from postorders.platforms.publisher import publishers

TEXT = "Pine Street is closed until 6 pm because of a gas leak. Please go around."
ANSWER = "http://localhost:8471/desk/connect/answer"
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


class Keyless(Mastodon):
    """The same server, of which the desk knows no keys: only looking keeps it from publishing twice."""

    can = replace(Mastodon.can, keys=False)


class Forgetful(MastodonServer):
    """A server that makes a post of each request, whatever its key."""

    def _post(self, asked: Any) -> Any:
        self.keys.clear()
        return super()._post(asked)


class Clock:
    """A clock that stands from the first look at it, and goes on when it is told to."""

    def __init__(self) -> None:
        self.stands: datetime | None = None

    def __call__(self) -> datetime:
        self.stands = self.stands or timezone.now()
        return self.stands

    @property
    def now(self) -> datetime:
        return self()

    def on(self, by: timedelta) -> None:
        self.stands = self() + by


@contextmanager
def mastodon(server: MastodonServer | None = None, publisher: Any = None) -> Iterator[MastodonServer]:
    """A server, and the publisher that speaks with it; without one of its own the one that ships."""
    known, before = publishers(), publishers()["mastodon"]
    known["mastodon"] = publisher or Mastodon(pause=0.01)
    try:
        with serving(server or MastodonServer()) as one:
            yield one  # type: ignore[misc]
    finally:
        known["mastodon"] = before


def site(place: Place, server: MastodonServer, name: str = "police") -> Site:
    """A listed account on the server."""
    row = drafts.site(place, f"https://social{server.base.rpartition(':')[2]}.example/@{name}")
    with place.within(), guard.lifted("a server on loopback"):
        row.url = f"{server.base}/@{name}"
        row.save()
    return row


def connect(place: Place, where: Site, server: MastodonServer, who: str = "") -> Connection:
    """The account is connected, by the two steps that a browser takes."""
    session: dict[str, Any] = {}
    person = place.as_(who or ("pio" if "pio" in place.members else "media"))
    with place.within():
        url = flow.start(person, where, server.base, ANSWER, session)
        return flow.finish(person, where, server.approve(url), session)


def connected(place: Place, server: MastodonServer, name: str = "police") -> Site:
    """A connected account."""
    where = site(place, server, name)
    connect(place, where, server)
    return where


def released(place: Place, *where: Site, text: str = TEXT, **given: Any) -> list[Release]:
    """A draft that goes to these accounts, released."""
    draft = drafts.begun(place, text, *where, **given)
    rows: list[Release] = acts.intend(place.as_(drafts.pio(place)), draft, "department", "on")
    return rows


def go(place: Place, row: Release, clock: Clock | None = None, worker: str = "") -> Release:
    """What a worker does for a release now; the release afterwards."""
    with place.within():
        sending.go(row.id, worker, clock or Clock())
    return fresh(row)


def until(place: Place, row: Release, clock: Clock, *states: str) -> Release:
    """Lets the time go on until the release is in one of the states."""
    for _round in range(40):
        row = go(place, row, clock)
        if row.state in states:
            return row
        waits = [one for one in (row.next_try, row.held_until) if one is not None]
        clock.stands = max([clock.now + SECOND, *waits])
    raise AssertionError(f"It is {row.state}: {row.why}")


def fresh(row: Release) -> Release:
    """The release as the database has it now."""
    with scope.within(row.department_id):
        return Release.objects.select_related("site", "draft").get(id=row.id)


def queue() -> list[uuid.UUID]:
    """The releases that wait in the queue."""
    rows = DBTaskResult.objects.filter(task_path__endswith=".send_release").order_by("enqueued_at")
    return [uuid.UUID(one["args"][1]) for one in rows.values_list("args_kwargs", flat=True)]


def acts_of(place: Place, about: str) -> list[str]:
    """The acts on record about something, in order."""
    with place.within():
        rows = Payload.objects.filter(department=place.department, about=about).order_by("index")
        return list(rows.values_list("act", flat=True))


def entries_text(place: Place) -> str:
    """Everything that the department's ledger says."""
    with place.within():
        return "\n".join(Payload.objects.filter(department=place.department).values_list("body", flat=True))
