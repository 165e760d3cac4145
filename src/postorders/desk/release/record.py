"""What every act on a release has in common: the row held, its words in the ledger, the next look at it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from postorders.desk.base import scope
from postorders.desk.base.act import Done, Refused
from postorders.desk.jobs.parked import READY
from postorders.desk.people.models import Department
from postorders.desk.release.models import Attempt, Release

AT_ONCE = timedelta(minutes=10)  # what waits longer is found by the round of each minute
MOST_WHY = 500
FIRST = 100  # the highest priority that a task can have
SEND = "postorders.desk.jobs.tasks.send_release"


def lock(release: Release) -> Release:
    """The release as it is now, held until the act ends. Raises Refused when this department has none such."""
    rows = Release.objects.select_for_update(of=("self",)).select_related("site", "by", "draft")
    found: Release | None = rows.filter(id=release.id).first()
    if found is None:
        raise Refused(_("There is no such release."), _("Look it up in the list."))
    return found


def next_number(model: Any) -> int:
    """The next number of a kind of rows: the department's row is held, so that no two get the same."""
    Department.objects.select_for_update().get(id=scope.current())
    return int(model.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def done(row: Release, **more: Any) -> Done:
    """The end of an act on a release."""
    said = {"release": row.number, "draft": row.draft.number, "site": row.site.number, "name": row.site.name}
    return Done(row, row.about, {**said, **more})


def ended(row: Release, what: str, came_to: str, told: str, now: datetime) -> None:
    """Closes the attempts that are open."""
    rows = Attempt.objects.filter(release=row, what=what, ended=None)
    rows.update(ended=now, came_to=came_to, told=told[:MOST_WHY])


def noted(row: Release, what: str, came_to: str, told: str, now: datetime) -> None:
    """Notes an attempt that began and ended at once, as far as the desk is concerned."""
    Attempt(
        release=row, number=row.tries, what=what, began=now, ended=now, came_to=came_to, told=told[:MOST_WHY]
    ).save()


def again(row: Release, now: datetime) -> None:
    """Puts the release into the queue for its next moment, where that is near."""
    from postorders.desk.jobs.tasks import send_release

    if row.next_try is not None and row.next_try <= now + AT_ONCE:
        later = {"run_after": row.next_try} if row.next_try > now else {}
        place = 0 if later and row.out_at else turn(row.department_id)
        send_release.using(priority=place, **later).enqueue(str(row.department_id), str(row.id))


def turn(department: uuid.UUID) -> int:
    """The priority of a department's next task of releasing, from FIRST down to 1: the more of its own wait, the lower,
    so that the first of every department goes before the second of any. Other tasks, with 0, come after."""
    mine = DBTaskResult.objects.filter(status=READY, task_path=SEND, args_kwargs__args__0=str(department))
    last = mine.filter(priority__gt=0).aggregate(last=Min("priority"))["last"]
    return FIRST if last is None else max(int(last) - 1, 1)
