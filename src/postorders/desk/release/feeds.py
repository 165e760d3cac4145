"""Looks at what stands on the connected accounts that nobody approved: each such post is an incident, once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from postorders.archive.capture import Capture
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.connect import lines
from postorders.desk.connect.models import Connection
from postorders.desk.custody.acts import locked
from postorders.desk.pages.store import keep
from postorders.desk.register.models import Site
from postorders.desk.release import tell
from postorders.desk.release.asking import asked
from postorders.desk.release.models import Incident, Release, Stands
from postorders.desk.release.reading import alike
from postorders.desk.release.record import next_number
from postorders.platforms import wire
from postorders.platforms.publisher import publishers
from postorders.platforms.saying import Served

COUNT = 30  # posts of one look
AT_WORK = ("intended", "sending", "unsure", "failed")  # a post may stand there before the desk knows


def go(now: datetime | None = None) -> int:
    """Looks at every connected account of the department at work; returns how many incidents were raised."""
    moment, count = now or timezone.now(), 0
    rows = Connection.objects.filter(void="").exclude(sealed=b"").select_related("site")
    for row in rows:
        publisher = publishers().get(row.site.platform)
        if publisher is None or not publisher.can.finds:
            continue
        try:
            found = _latest(row.site, moment)
        except wire.Expired as trouble:
            lines.give_up(row.site, trouble)
            continue
        except wire.Trouble:
            continue
        count += _raised(row, found, moment)
    return count


def _latest(site: Site, now: datetime) -> tuple[Served, ...]:
    return asked(site, now, lambda line: publishers()[site.platform].latest(line, COUNT))


def _raised(row: Connection, found: Sequence[Served], now: datetime) -> int:
    count = 0
    for one in found:
        if _ours(row.site, one) or not _since(row, one):
            continue
        with suppress(Refused):
            raised(machine(), row.site, one, now)
            count += 1
    return count


@act("incident.raise", "On {name} stands a post that nobody approved: {url}", may=[MACHINE])
def raised(person: Person, site: Site, served: Served, now: datetime) -> Done:
    """Keeps a post without a release behind it, and tells who answers for the account. Raises Refused when it is known,
    or when a release of these words is under way."""
    found = locked(site)
    place, url = _named(served)
    if _ours(found, served) or Incident.objects.filter(site=found, place=place).exists():
        raise Refused(_("This post is known."))
    one = Incident(number=next_number(Incident), site=found, place=place, url=url[:1000], text=served.text)
    one.served_at = served.at[:40]
    capture = Capture(served.body, served.type, now.isoformat(), served.url, served.url, status=200)
    one.capture = keep(capture, "api", found)
    one.save()
    tell.incident(one)
    said = {"incident": one.number, "site": found.number, "name": found.name, "url": one.url, "at": served.at}
    return Done(one, f"incident {one.number}", {**said, "sha256": one.capture.sha256})


def _named(one: Served) -> tuple[str, str]:
    return (one.place.id[:500], one.place.url or one.url) if one.place else (one.url[:500], one.url)


def _ours(site: Site, one: Served) -> bool:
    """Whether a release stands behind it, or may: one of these words whose outcome the desk does not know yet."""
    place, url = _named(one)
    if Stands.objects.filter(Q(place=place) | Q(url=url), release__site=site).exists():
        return True
    if Incident.objects.filter(site=site, place=place).exists():
        return True
    rows = Release.objects.filter(site=site, state__in=AT_WORK).exclude(first_tried=None)
    texts = (piece["text"] for rendering in rows.values_list("rendering", flat=True) for piece in rendering["pieces"])
    return any(alike(one, text) for text in texts)


def _since(row: Connection, one: Served) -> bool:
    """Whether it was posted after the desk had the keys; what does not say when, counts as new."""
    at = parse_datetime(one.at) if one.at else None
    if at is None:
        return True
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) >= row.at
