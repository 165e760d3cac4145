"""Once a day: what a disposal could not reach is tried again."""

from __future__ import annotations

from datetime import datetime

from postorders.desk.jobs.daily import every_day
from postorders.desk.ledger.disposal import finish
from postorders.desk.ledger.models import Disposal


@every_day
def reach_backups(now: datetime) -> None:
    """Finishes disposals that a backup out of reach, or a power cut, left unfinished."""
    for row in Disposal.objects.filter(state="done"):
        if row.unreached:
            finish(row)
