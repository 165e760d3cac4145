"""Building the check page, as work that the desk does by itself."""

from __future__ import annotations

from django_tasks import task

from postorders.desk.check.building import bring_up_to_date
from postorders.desk.people.models import Department


@task()
def rebuild(department: str) -> bool:
    """Brings the check page of a department up to date; doing it twice changes nothing. Whether it was built."""
    found = Department.objects.filter(id=department).first()
    return found is not None and bring_up_to_date(found)
