"""What neither policy says and the department sets for itself; pages label each as a local setting."""

from __future__ import annotations

from typing import Any

from postorders.desk.base import scope
from postorders.desk.people import local
from postorders.desk.people.models import Department


def setting(name: str) -> Any:
    """A local setting of the department at work. Raises LookupError for an unknown name."""
    return local.local(Department.objects.get(id=scope.current()), name)
