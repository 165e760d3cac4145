"""What comes again and again: when it is next due stands in a row, so two workers never do it twice."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from postorders.desk.base import scope
from postorders.desk.jobs.daily import found
from postorders.desk.jobs.models import Lease
from postorders.desk.jobs.parked import SUCCESSFUL
from postorders.desk.jobs.tasks import daily, look_at_feeds, publish_ledger
from postorders.desk.ledger.publish import pending
from postorders.desk.people.models import Department

OWNER = "(schedule)"
PUBLISH, DAILY, TIDY, SEND, FEEDS = "publish", "daily", "tidy", "send", "feeds"
OF_EACH = (PUBLISH, DAILY, FEEDS)  # rows of each department
ROUND, LOOK = timedelta(minutes=1), timedelta(minutes=15)
HOUR = 5  # of the department's day: what ends today is known before the day watch begins
KEPT = timedelta(days=7)


def enqueue_due(now: datetime | None = None) -> int:
    """Puts into the queue what is due, of every department; returns how many things were due."""
    moment = now or timezone.now()
    _plan(moment)
    count = int(_send(moment))
    due = list(Lease.objects.filter(worker=OWNER, until__lte=moment).values_list("task", flat=True))
    if not due:
        return count
    places = {_row(kind, place.id): (kind, place) for place in Department.objects.all() for kind in OF_EACH}
    count += sum(_claim(row, moment, *places[row]) for row in due if row in places)
    if (tidy := _row(TIDY)) in due and _moved(tidy, moment, moment + timedelta(days=1)):
        DBTaskResult.objects.filter(status=SUCCESSFUL, finished_at__lt=moment - KEPT).delete()
    return count


def _send(moment: datetime) -> bool:
    """Moves the row of the releases and enqueues what is due of all departments, each in its turn; whether there was
    anything. A row that lies further ahead than a round was written before the clock was set back."""
    from postorders.desk.release.due import enqueue

    over = Q(until__lte=moment) | Q(until__gt=moment + 2 * ROUND)
    with transaction.atomic():
        if not Lease.objects.filter(over, task=_row(SEND), worker=OWNER).update(until=moment + ROUND):
            return False
        return bool(enqueue(list(Department.objects.order_by("slug").values_list("id", flat=True)), moment))


def _claim(row: uuid.UUID, moment: datetime, kind: str, place: Department) -> bool:
    """Moves the row to the next time and enqueues, both or neither; whoever moves it first does it."""
    with transaction.atomic():
        if not _moved(row, moment, _next(kind, place, moment)):
            return False
        if kind == PUBLISH:
            if pending(place.id):
                publish_ledger.enqueue(str(place.id))
        elif kind == FEEDS:
            if _connected(place):
                look_at_feeds.enqueue(str(place.id))
        else:
            for name in found():
                daily.enqueue(str(place.id), name)
    return True


def _connected(place: Department) -> bool:
    from postorders.desk.connect.models import Connection

    with scope.within(place.id):
        return bool(Connection.objects.filter(void="").exists())


def _moved(row: uuid.UUID, moment: datetime, until: datetime) -> bool:
    return bool(Lease.objects.filter(task=row, worker=OWNER, until__lte=moment).update(until=until))


def _next(kind: str, place: Department, moment: datetime) -> datetime:
    if kind == PUBLISH:
        return moment + timedelta(minutes=settings.CONFIG.publish_minutes)
    if kind == FEEDS:
        return moment + LOOK
    local = moment.astimezone(ZoneInfo(place.timezone))
    today = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def _plan(moment: datetime) -> None:
    """A row for each department that has none yet, due at once."""
    wanted = {_row(kind, id) for id in Department.objects.values_list("id", flat=True) for kind in OF_EACH}
    wanted |= {_row(TIDY), _row(SEND)}
    missing = wanted - set(Lease.objects.filter(worker=OWNER).values_list("task", flat=True))
    Lease.objects.bulk_create(
        [Lease(task=row, worker=OWNER, until=moment) for row in sorted(missing)], ignore_conflicts=True
    )


def _row(kind: str, department: uuid.UUID | None = None) -> uuid.UUID:
    return uuid.uuid5(department or uuid.NAMESPACE_DNS, f"postorders:{kind}")
