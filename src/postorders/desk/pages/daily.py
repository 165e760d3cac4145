"""What is done once a day: each department's pages get their turn, spread over the day."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from postorders.desk.base import scope
from postorders.desk.jobs.daily import every_day
from postorders.desk.pages import plan, rounds
from postorders.desk.policy.force import versions_in_force


@every_day
def looks_due(now: datetime) -> int:
    """Puts the department's round into the queue, at its own time of the day; how many rounds that are.

    A round that is put there twice finds nothing due the second time.
    """
    from postorders.desk.jobs.tasks import look_at_pages

    place = scope.current()
    later = now + plan.spread(place)
    if not settings.CONFIG.fetch or not versions_in_force() or not rounds.waiting(later):
        return 0
    look_at_pages.using(run_after=later).enqueue(str(place))
    return 1
