"""The queue as it stands for one department, and the tasks that failed so often that they were parked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from postorders.desk.jobs.models import Lease

READY, RUNNING, FAILED, SUCCESSFUL = "READY", "RUNNING", "FAILED", "SUCCESSFUL"


@dataclass(frozen=True, slots=True)
class Parked:
    """A task that was given up: what it was, when, after how many tries, and what went wrong."""

    id: uuid.UUID
    name: str
    at: datetime | None
    tries: int
    why: str


def tasks_of(department: uuid.UUID) -> QuerySet:
    """The tasks of a department: each names it first."""
    found: QuerySet = DBTaskResult.objects.filter(args_kwargs__args__0=str(department))
    return found


def parked(department: uuid.UUID | None = None, most: int = 50) -> list[Parked]:
    """The parked tasks of a department, newest first, or of the whole desk when none is named."""
    found = DBTaskResult.objects.all() if department is None else tasks_of(department)
    rows = list(found.filter(status=FAILED).order_by("-finished_at")[:most])
    return [Parked(row.id, row.task_name, row.finished_at, len(row.worker_ids), _why(row)) for row in rows]


def counts(department: uuid.UUID | None = None) -> dict[str, int]:
    """How many tasks wait, are being done, and are parked."""
    found = DBTaskResult.objects.all() if department is None else tasks_of(department)
    names = {"waiting": READY, "running": RUNNING, "parked": FAILED}
    result: dict[str, int] = found.aggregate(**{name: Count("pk", filter=Q(status=is_)) for name, is_ in names.items()})
    return result


def revive(department: uuid.UUID, task: uuid.UUID) -> str | None:
    """Puts a parked task of that department back into the queue and returns its name; None when it is not parked."""
    with transaction.atomic():
        row = tasks_of(department).select_for_update().filter(id=task, status=FAILED).first()
        if row is None:
            return None
        Lease.objects.filter(task=row.id).delete()
        requeue(row, timezone.now())
        return str(row.task_name)


def requeue(row: Any, after: datetime) -> None:
    """Makes a task ready again, from a moment on."""
    row.status, row.run_after, row.started_at, row.finished_at = READY, after, None, None
    row.save(update_fields=["status", "run_after", "started_at", "finished_at"])


def _why(row: Any) -> str:
    """The last line of what went wrong; the whole stays in the database for whoever runs the desk."""
    lines = [line for line in row.traceback.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""
