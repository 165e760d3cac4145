"""What is due, of one department and of all in turn."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from postorders.desk.base import scope
from postorders.desk.jobs.parked import READY, RUNNING
from postorders.desk.release.models import Release
from postorders.desk.release.record import SEND, turn
from postorders.desk.release.tries import HOLD

MOST = 100  # of one department in one round


def due(now: datetime, most: int = MOST) -> list[uuid.UUID]:
    """The releases of the department at work for which something is to be done now, those that wait longest first.

    A post is due at its time and not before; one whose worker fell silent is due again.
    """
    ready = Q(state="intended", due__lte=now) & (Q(next_try=None) | Q(next_try__lte=now))
    fallen = Q(state="sending") & (Q(held_until=None) | Q(held_until__lte=now) | Q(held_until__gt=now + 2 * HOLD))
    waits = Q(state__in=("unsure", "sent", "read-back", "differs", "gone"), next_try__lte=now)
    rows = Release.objects.filter(ready | fallen | waits).order_by("due", "number")
    return list(rows.values_list("id", flat=True)[:most])


def queued() -> set[tuple[str, str]]:
    """Department and release of what the queue holds already, to be done now or being done."""
    rows = DBTaskResult.objects.filter(task_path=SEND, status__in=(READY, RUNNING))
    return {tuple(one["args"][:2]) for one in rows.values_list("args_kwargs", flat=True)}


def turns(places: Mapping[uuid.UUID, Sequence[uuid.UUID]]) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Department and release, the departments in turn: the first of each, then the second of each, and so on."""
    for row in zip_longest(*([(place, one) for one in ones] for place, ones in places.items())):
        yield from (pair for pair in row if pair is not None)


def enqueue(departments: Sequence[uuid.UUID], now: datetime) -> int:
    """Puts what is due of these departments into the queue, in turn; returns how many releases."""
    from postorders.desk.jobs.tasks import send_release

    found, held = {}, queued()
    for place in departments:
        with scope.within(place):
            found[place] = [one for one in due(now) if (str(place), str(one)) not in held]
    next_of = {place: turn(place) for place, ones in found.items() if ones}
    pairs = list(turns(found))
    for place, one in pairs:
        send_release.using(priority=next_of[place]).enqueue(str(place), str(one))
        next_of[place] = max(next_of[place] - 1, 1)
    return len(pairs)
