"""Once a day the check page is looked at, should a rebuild have been missed."""

from __future__ import annotations

from datetime import datetime

from postorders.desk.base import scope
from postorders.desk.check.building import bring_up_to_date
from postorders.desk.jobs.daily import every_day
from postorders.desk.people.models import Department


@every_day
def rebuild_check_page(moment: datetime) -> bool:
    """Brings the department's check page up to date; whether it was built."""
    return bring_up_to_date(Department.objects.get(id=scope.current()))
