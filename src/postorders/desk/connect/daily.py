"""What the desk does once a day about connections: renews them before they end, and foresees the end of others."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.connect import acts
from postorders.desk.connect.lines import renew_due
from postorders.desk.connect.models import Connection
from postorders.desk.jobs.daily import every_day
from postorders.platforms.publisher import publishers

BEFORE = (14, 3, 1)  # days before the end on which its keepers are told


@every_day
def connections_ending(now: datetime) -> int:
    """Renews what ends soon; tells 14, 3 and 1 days before the end of what cannot be renewed; says how many were.

    Called for the department at work; doing it twice does nothing more.
    """
    count = 0
    for row in Connection.objects.exclude(expires=None).filter(void="").select_related("site"):
        if row.site.platform not in publishers() or renew_due(row, now):
            continue
        row.refresh_from_db()
        days = 0 if row.void or row.expires is None else (row.expires - now) / timedelta(days=1)
        life = publishers()[row.site.platform].can.token_days
        before = [one for one in BEFORE if not life or one < life]  # keys of a few hours always end soon
        stage = sum(days <= one for one in before) if days else 0
        if stage > row.told:
            with suppress(Refused):
                acts.ending(machine(), row, before[stage - 1], stage)
                count += 1
    return count
