"""One moment of the database, read while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from postorders.desk.people.models import Department


@contextmanager
def frozen() -> Iterator[list[Department]]:
    """Everything read inside is of one moment; nothing waits for it. Yields the departments of that moment."""
    if connection.in_atomic_block:
        yield list(Department.objects.order_by("slug"))
        return
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield list(Department.objects.order_by("slug"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
