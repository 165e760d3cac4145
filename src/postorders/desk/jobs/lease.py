"""Leases: a task whose worker died goes back into the queue; one that keeps failing is parked."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from postorders.desk.jobs.models import Lease
from postorders.desk.jobs.parked import FAILED, RUNNING, requeue

SECONDS = 60  # how long a worker may be silent
MOST_TRIES = 5
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25), timedelta(hours=2))


@contextmanager
def held(task: uuid.UUID, worker: str) -> Iterator[None]:
    """Holds the lease of a task while it is being done, renewed three times in its length by a thread."""
    until = timezone.now() + timedelta(seconds=SECONDS)
    Lease.objects.update_or_create(task=task, defaults={"worker": worker, "until": until})
    over = threading.Event()
    beat = threading.Thread(target=_renew, args=(task, worker, over), daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()


def _renew(task: uuid.UUID, worker: str, over: threading.Event) -> None:
    try:
        while not over.wait(SECONDS / 3):
            until = timezone.now() + timedelta(seconds=SECONDS)
            try:
                Lease.objects.filter(task=task, worker=worker).update(until=until)
            except DatabaseError:
                continue  # the database is busy; there are two more beats before the lease ends
    finally:
        connection.close()


def settle(task: uuid.UUID) -> None:
    """After an attempt: a success gives its lease up; a failure waits for its next try, or is parked after the last."""
    row = DBTaskResult.objects.get(id=task)
    with transaction.atomic():
        if row.status == FAILED and (tries := _tried(task)) < MOST_TRIES:
            requeue(row, timezone.now() + WAITS[min(tries, len(WAITS)) - 1])
        elif row.status != FAILED:
            Lease.objects.filter(task=task).delete()


def sweep() -> int:
    """Takes tasks from workers that fell silent, back into the queue or to the parked ones; returns how many."""
    now, count = timezone.now(), 0
    grace = now - timedelta(seconds=SECONDS)  # a worker that died before it could write its lease
    running = DBTaskResult.objects.filter(status=RUNNING, started_at__lt=grace).values_list("id", flat=True)
    ended = DBTaskResult.objects.filter(
        status=RUNNING, id__in=Lease.objects.filter(until__lt=now).values("task")
    ).values_list("id", flat=True)
    for task in {*running, *ended}:
        count += _take(task)
    return count


def _take(task: uuid.UUID) -> int:
    with transaction.atomic():
        row = DBTaskResult.objects.select_for_update().filter(id=task, status=RUNNING).first()
        if row is None or Lease.objects.filter(task=task, until__gte=timezone.now()).exists():
            return 0
        if _tried(task) < MOST_TRIES:
            requeue(row, timezone.now())
            return 1
        row.status, row.finished_at = FAILED, timezone.now()
        row.traceback = f"The worker died {MOST_TRIES} times while it did this."
        row.save(update_fields=["status", "finished_at", "traceback"])
        return 1


def _tried(task: uuid.UUID) -> int:
    """Counts one more try, and ends the lease."""
    lease, _made = Lease.objects.select_for_update().get_or_create(
        task=task, defaults={"worker": "", "until": timezone.now()}
    )
    lease.tries += 1
    lease.until = timezone.now()
    lease.save(update_fields=["tries", "until"])
    return int(lease.tries)
