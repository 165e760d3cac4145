"""What the desk does once a day about releases: it asks for the word on emergencies that nobody has looked at."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from postorders.desk.base.act import Done, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.jobs.daily import every_day
from postorders.desk.jobs.models import Notice
from postorders.desk.release import tell
from postorders.desk.release.models import Release
from postorders.desk.release.record import done


@every_day
def ratifications_due(now: datetime) -> int:
    """Tells of emergencies that nobody has looked at in time, once a day; says of how many drafts.

    Called for the department at work; doing it twice does nothing more.
    """
    day = timezone.localdate(now).isoformat()
    rows = Release.objects.filter(ratified="", ratify_by__lte=now).exclude(emergency="").select_related("draft", "by")
    first = {row.draft_id: row for row in rows.order_by("-number")}
    wanted = [row for row in first.values() if not _told(row, day)]
    for row in wanted:
        remind(machine(), row, day)
    return len(wanted)


def _told(row: Release, day: str) -> bool:
    return bool(Notice.objects.filter(key=f"emergency-{row.draft.number}-late-{day}").exists())


@act("release.remind", "Nobody has looked yet at draft {draft}, released in an emergency; those who may were told.",
     may=[MACHINE])  # fmt: skip
def remind(person: Person, release: Release, day: str) -> Done:
    """Tells those who may stand for it."""
    tell.unratified(release, day)
    return done(release, day=day)
