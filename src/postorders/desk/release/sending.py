"""Sends releases: the intent is on record before a request leaves, and no request is repeated before a look.

A worker may be killed at any point. What it had begun is then of unknown outcome, like a request without an answer: the
desk looks for the post among our own until the platform would show it, and only then tries again.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base import guard, scope
from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.connect import lines
from postorders.desk.release import door, reading, righting, shelf, tries
from postorders.desk.release.asking import asked
from postorders.desk.release.models import Attempt, Release, Stands
from postorders.desk.release.plain import places, rendering_of, unsent
from postorders.platforms import wire
from postorders.platforms.publisher import Line, Publisher, publishers
from postorders.platforms.saying import Placed, Rendering

MOST_TRIES = 6
MOST_LOOKS = 40  # looks that settled nothing because the platform did not answer
STEPS = 12  # of one go
WAITS = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
SLACK = timedelta(minutes=10)  # how far our clock and the platform's may be apart
KEYS_LAST = timedelta(minutes=50)  # platforms that drop repeated requests remember them for an hour
Clock = Callable[[], datetime]
log = logging.getLogger("postorders.release")


def go(release: uuid.UUID, worker: str = "", clock: Clock = timezone.now) -> int:
    """Does what is due for one release, step by step, in the department at work; returns how many steps that were.

    Done twice, or by two workers at once, it does nothing twice.
    """
    name = worker or uuid.uuid4().hex
    for count in range(STEPS):
        row = Release.objects.select_related("site", "by", "draft").filter(id=release).first()
        if row is None or not _step(row, name, clock):
            return count
    return STEPS


def _step(row: Release, worker: str, clock: Clock) -> bool:
    now = clock()
    with suppress(Refused):
        if row.state == "intended" and row.due <= now:
            return _send(row, worker, clock)
        if row.state == "sending" and tries.fallen(row, now):
            tries.unsure(machine(), row, "", _("The worker that sent it fell silent."), now)
            return True
        if row.next_try is not None and row.next_try <= now:
            return _follow(row, clock)
    return False


def _follow(row: Release, clock: Clock) -> bool:
    """What comes after a request left: the look, the correction's order, the reading back."""
    if row.state == "unsure":
        return _look(row, clock)
    if righting.deletes(row):
        return righting.delete(row, clock())
    return reading.read(row, clock())


def _send(row: Release, worker: str, clock: Clock) -> bool:
    if bars := door.since(row, clock()):
        tries.held(machine(), row, bars, clock())
        return True
    row = tries.begin(machine(), row, worker, clock())
    with _held(row, worker, clock):
        try:
            _tried(row, worker, clock)
            tries.sent(machine(), row, clock())
        except wire.Limited as trouble:
            tries.put_off(machine(), row, worker, trouble.told, _after(clock(), trouble, 60), clock())
        except wire.Unavailable as trouble:
            _later(row, worker, trouble, clock())
        except wire.Expired as trouble:
            tries.failed(machine(), row, worker, _anew(row, trouble), clock(), trouble.told)
            lines.give_up(row.site, trouble)
        except (wire.Refused, wire.Gone) as trouble:
            tries.failed(machine(), row, worker, trouble.told, clock())
        except wire.Unknown as trouble:
            tries.unsure(machine(), row, worker, trouble.told, clock())
        except (Refused, DatabaseError):
            raise
        except Exception as error:  # a publisher's own mistake says nothing of what the platform did
            log.exception("Release %s could not be sent.", row.number)
            told = _("The desk failed while it published ({kind}).").format(kind=type(error).__name__)
            tries.unsure(machine(), row, worker, told, clock())
    return True


def _tried(row: Release, worker: str, clock: Clock) -> None:
    """Sends the pieces that have no place yet; a try that follows another looks for the first of them."""
    if why := _barred(row):
        raise wire.Refused(why)
    publisher, line = publishers()[row.site.platform], lines.line_of(row.site, clock())
    try:
        _pieces(row, worker, publisher, shelf.lent(row, line), clock)
    except wire.Expired:
        _pieces(row, worker, publisher, shelf.lent(row, lines.renewed(row.site, clock())), clock)


def _pieces(row: Release, worker: str, publisher: Publisher, line: Line, clock: Clock) -> None:
    rendering, there = rendering_of(row), places(row)
    edited = righting.edits(row)
    looks = row.tries > 1 and publisher.can.finds and edited is None
    for index in range(len(rendering.pieces)):
        if index in there:
            continue
        if not Release.objects.filter(id=row.id, state="sending", worker=worker).exists():
            raise Refused(_("Another worker has it."))
        at = publisher.find(line, rendering, row.key, index, _since(row, clock())) if looks else None
        at, looks = (None if at and _known(row, at) else at), False
        if edited is not None:
            at = publisher.edit(line, edited[index], rendering, index)
        before = tuple(there[one] for one in range(index))
        at = at or _published(row, publisher, line, rendering, index, before)
        tries.placed(machine(), row, index, at, clock())
        there[index] = at


def _published(
    row: Release, publisher: Publisher, line: Line, rendering: Rendering, index: int, before: tuple[Placed, ...]
) -> Placed:
    """Where the piece stands now. A platform that refuses the same words twice may name the earlier post for an answer:
    that one belongs to another release, and nothing was published."""
    at = publisher.publish(line, rendering, row.key, index, before)
    if _known(row, at):
        told = _("The same words stand there already: {url}. Change them, or leave that post as it is.")
        raise wire.Refused(told.format(url=at.url))
    return at


def _barred(row: Release) -> str:
    """Why nothing goes out now that was let through before."""
    if row.site.state != "listed":
        return _("The account is not listed any more.")
    return ""


def _look(row: Release, clock: Clock) -> bool:
    """Looks for a post whose outcome is unknown, and settles what follows."""
    now, index, publisher = clock(), unsent(row), publishers()[row.site.platform]
    if index is None:
        tries.sent(machine(), row, now)
        return True
    if righting.edits(row) is not None or (publisher.can.keys and now - (row.first_tried or now) < KEYS_LAST):
        return _once_more(row, _("It is safe to ask again."), now)
    if not publisher.can.finds:
        told = _("Nobody can say whether it is out. Look at the account: attest it if it is there, else try again.")
        tries.failed(machine(), row, "", told, now)
        return True
    try:
        at = _found(row, index, publisher, now)
    except wire.Expired as trouble:
        tries.failed(machine(), row, "", _anew(row, trouble), now, trouble.told)
        lines.give_up(row.site, trouble)
    except (wire.Refused, wire.Gone) as trouble:
        tries.failed(machine(), row, "", trouble.told, now)
    except wire.Trouble as trouble:
        _not_seen(row, trouble, now)
    else:
        if at is None:
            return _not_there(row, now)
        tries.placed(machine(), row, index, at, now)
        if unsent(row) is not None:
            return _once_more(row, _("A part of it is out."), now)
        tries.sent(machine(), row, now)
    return True


def _found(row: Release, index: int, publisher: Publisher, now: datetime) -> Placed | None:
    at = asked(row.site, now, lambda line: publisher.find(line, rendering_of(row), row.key, index, _since(row, now)))
    return None if at is None or _known(row, at) else at


def _known(row: Release, at: Placed) -> bool:
    """Whether a post of the same words is another release's."""
    return bool(Stands.objects.filter(place=at.id, release__site=row.site_id).exclude(release=row).exists())


def _not_there(row: Release, now: datetime) -> bool:
    looks = Attempt.objects.filter(release=row, number=row.tries, what="find", came_to="not-there").count() + 1
    told = _("It is not there.")
    if looks >= len(tries.LOOKS):
        return _once_more(row, told, now)
    tries.looked(machine(), row, "not-there", told, now + tries.LOOKS[looks], now)
    return True


def _not_seen(row: Release, trouble: wire.Trouble, now: datetime) -> None:
    looks = Attempt.objects.filter(release=row, number=row.tries, what="find", came_to="trouble").count()
    if looks >= MOST_LOOKS:
        tries.failed(machine(), row, "", _("Nobody can say whether it is out: {why}").format(why=trouble.told), now)
        return
    tries.looked(machine(), row, "trouble", trouble.told, _after(now, trouble, _wait(looks).total_seconds()), now)


def _once_more(row: Release, told: str, now: datetime) -> bool:
    if row.tries % MOST_TRIES == 0:
        why = " ".join(dict.fromkeys(one for one in (told, _last(row)) if one))
        tries.failed(machine(), row, "", _("It was tried {count} times. {why}").format(count=row.tries, why=why), now)
    else:
        tries.put_off(machine(), row, "", told, now, now)
    return True


def _last(row: Release) -> str:
    """What the platform said to the last request."""
    rows = Attempt.objects.filter(release=row, what="send").exclude(told="").order_by("-number", "-began")
    return rows.values_list("told", flat=True).first() or ""


def _later(row: Release, worker: str, trouble: wire.Trouble, now: datetime) -> None:
    if row.tries % MOST_TRIES == 0:
        told = _("It was tried {count} times. {why}").format(count=row.tries, why=trouble.told)
        tries.failed(machine(), row, worker, told, now)
    else:
        until = _after(now, trouble, _wait(row.tries - 1).total_seconds())
        tries.put_off(machine(), row, worker, trouble.told, until, now)


def _wait(count: int) -> timedelta:
    return WAITS[min(count, len(WAITS) - 1)]


def _after(now: datetime, trouble: wire.Trouble, least: float) -> datetime:
    return now + timedelta(seconds=min(max(trouble.wait, least), 86_400))


def _since(row: Release, now: datetime) -> str:
    """When the first attempt began, with some slack; a clock that was set back since makes it no later than now."""
    return (min(row.first_tried or now, now) - SLACK).isoformat()


def _anew(row: Release, trouble: wire.Expired) -> str:
    why = lines.why_void(row.site, trouble)
    return _("{why} Connect the account anew, then try again.").format(why=why)


@contextmanager
def _held(row: Release, worker: str, clock: Clock) -> Iterator[None]:
    """Keeps the hold on a release while it is being sent, renewed several times in its length by a thread."""
    over, department = threading.Event(), row.department_id
    given = (row.id, worker, department, over, clock)
    beat = threading.Thread(target=_beat, args=given, daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def _beat(release: uuid.UUID, worker: str, department: uuid.UUID, over: threading.Event, clock: Clock) -> None:
    try:
        while not over.wait(tries.HOLD.total_seconds() / 6):
            with suppress(DatabaseError), scope.within(department), guard.lifted("holding what is being sent"):
                held = Release.objects.filter(id=release, worker=worker, state="sending")
                held.update(held_until=clock() + tries.HOLD)
    finally:
        connection.close()
