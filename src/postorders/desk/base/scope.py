"""Which department the code is working in; without one, no department's rows can be read or written."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models

_current: ContextVar[uuid.UUID | None] = ContextVar("department", default=None)
SETTING = "postorders.department"


class NoDepartment(RuntimeError):
    """Rows of a department were asked for outside of any: a mistake of the program, never of a person."""


def current() -> uuid.UUID:
    """The department at work. Raises NoDepartment when there is none."""
    if (department := _current.get()) is None:
        raise NoDepartment("Enter a department first: with scope.within(department_id): ...")
    return department


def anywhere() -> uuid.UUID | None:
    """The department at work, None when there is none."""
    return _current.get()


@contextmanager
def within(department: uuid.UUID | None) -> Iterator[None]:
    """Works in one department; PostgreSQL is told too, so that its row-level security agrees."""
    before = _current.get()
    token = _current.set(department)
    _tell(department)
    try:
        yield
    finally:
        _current.reset(token)
        _tell(before)


def _tell(department: uuid.UUID | None) -> None:
    if connection.vendor == "postgresql" and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, str(department or "")])


class ScopedManager(models.Manager):
    """Finds rows of the department at work, and of no other."""

    def get_queryset(self) -> models.QuerySet:
        """The rows of the department at work. Raises NoDepartment when there is none."""
        return super().get_queryset().filter(department_id=current())
