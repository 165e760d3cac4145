"""Rows as lines of JSON and back, the same for every database."""

from __future__ import annotations

import base64
import datetime
import json
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import connection, models

from postorders.desk.base import rls, scope
from postorders.errors import refuse
from postorders.words import _

# Made anew by migrations, or worth nothing on another day.
LEFT_OUT = ("django_session", "django_content_type", "auth_", "usersessions_", "jobs_lease")
BATCH = 500
HEAVY = 4  # rows at a time where one may hold a file of some megabytes


def kept() -> list[type[models.Model]]:
    """Every table that a copy keeps, in an order that names each before those that point at it, as far as can be."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted(
        (model for model in found if not model._meta.db_table.startswith(LEFT_OUT)), key=lambda one: one._meta.db_table
    )


def walled(model: type[models.Model]) -> bool:
    """Whether each row belongs to one department and is seen from inside it alone."""
    return model._meta.db_table in rls.tables()


def columns(model: type[models.Model]) -> list[models.Field]:
    """The columns of a table."""
    return list(model._meta.local_concrete_fields)


def batch(model: type[models.Model]) -> int:
    """How many rows of a table are held in memory at once."""
    return HEAVY if any(isinstance(one, models.BinaryField) for one in columns(model)) else BATCH


def lines(model: type[models.Model], department: uuid.UUID | None = None) -> Iterator[bytes]:
    """Each row as a line of JSON, by key; `department` must be given, and entered, for a walled table."""
    rows = model._base_manager.all()
    if department is not None:
        rows = rows.filter(department_id=department)
    names = [one.attname for one in columns(model)]
    for row in rows.order_by("pk").values_list(*names).iterator(chunk_size=batch(model)):
        yield line(dict(zip(names, row, strict=True)))


def line(row: dict[str, Any]) -> bytes:
    """A row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview, bytearray)):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else str(value)


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of lines. Raises InputError at a line that is none."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise refuse(_("This line is not JSON."), _("Take another copy."), str(path), number) from error
            yield row


def put(model: type[models.Model], rows: Iterable[dict[str, Any]], file: str = "", renumber: bool = False) -> int:
    """Writes rows as they were, and returns how many. Walled rows are written from inside their department.

    `renumber` lets the database number rows whose key is a count. Raises InputError when a row has other columns.
    """
    fields = [one for one in columns(model) if not (renumber and isinstance(one, models.AutoField))]
    waiting: list[dict[str, Any]] = []
    most = batch(model)
    done = 0
    for row in rows:
        if set(row) - {one.attname for one in columns(model)} or {one.attname for one in fields} - set(row):
            what = _("The columns of {table} are not those of this release.").format(table=model._meta.db_table)
            raise refuse(what, _("Use the release that the copy names."), file, done + len(waiting) + 1)
        waiting.append(row)
        if len(waiting) == most:
            done += _insert(model, fields, waiting, file)
            waiting = []
    return done + _insert(model, fields, waiting, file)


def _insert(model: type[models.Model], fields: list[models.Field], rows: list[dict[str, Any]], file: str) -> int:
    if not rows:
        return 0
    quote = connection.ops.quote_name
    names, marks = ", ".join(quote(one.column) for one in fields), ", ".join("%s" for _one in fields)
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # nosec B608 - names of our own models
    try:
        values = [[one.get_db_prep_save(_value(one, row[one.attname]), connection) for one in fields] for row in rows]
    except (ValidationError, TypeError, ValueError) as error:
        what = _("A row of {table} cannot be read: {reason}.")
        raise refuse(what.format(table=model._meta.db_table, reason=error), _("Take another copy."), file) from error
    if walled(model):
        with scope.within(uuid.UUID(str(rows[0]["department_id"]))), connection.cursor() as cursor:
            cursor.executemany(sql, values)
    else:
        with connection.cursor() as cursor:
            cursor.executemany(sql, values)
    return len(rows)


def _value(field: models.Field, given: Any) -> Any:
    if isinstance(field, models.BinaryField) and given is not None:
        return base64.b64decode(given)
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return given if isinstance(target, models.JSONField) else target.to_python(given)


def number_on() -> None:
    """Lets the database count on from the highest number that was written."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), kept()):
            cursor.execute(sql)


def unknown_references() -> str:
    """What points at a row that is not there, "" when nothing does. Ends deferred checks of PostgreSQL."""
    from django.db import IntegrityError

    try:
        connection.check_constraints()
    except IntegrityError as error:
        return str(error)
    return ""
