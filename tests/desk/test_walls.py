"""Every table of a department has its walls: none was forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from postorders.desk.base.rls import tables
from postorders.desk.base.rows import SameDepartment, Scoped

pytestmark = pytest.mark.both
SCOPED = [model for model in apps.get_models() if issubclass(model, Scoped)]


def names(model: Any) -> str:
    return str(model._meta.label)


def inner_keys(model: Any) -> set[str]:
    """The foreign keys of a scoped model that point at scoped models."""
    keys = (field for field in model._meta.local_fields if isinstance(field, models.ForeignKey))
    return {key.name for key in keys if issubclass(key.related_model, Scoped)}


def test_there_are_scoped_models() -> None:
    assert len(SCOPED) >= 10


@pytest.mark.parametrize("model", SCOPED, ids=names)
def test_each_foreign_key_stays_within_the_department(model: Any) -> None:
    walled = {one.field for one in model._meta.constraints if isinstance(one, SameDepartment)}
    assert walled == inner_keys(model)


@pytest.mark.parametrize("model", SCOPED, ids=names)
def test_each_has_the_key_that_others_point_at(model: Any) -> None:
    unique = [one.fields for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    assert ("department", "id") in unique


@pytest.mark.parametrize("model", SCOPED, ids=names)
def test_the_database_has_them(model: Any, db: Any) -> None:
    with connection.cursor() as cursor:
        held = connection.introspection.get_constraints(cursor, model._meta.db_table)
    pairs = {tuple(one["columns"]) for one in held.values() if one["foreign_key"]}
    wanted = {("department_id", model._meta.get_field(name).column) for name in inner_keys(model)}
    if connection.vendor == "sqlite":  # which tells no columns of a composite key
        with connection.cursor() as cursor:
            cursor.execute(f'PRAGMA foreign_key_list("{model._meta.db_table}")')
            rows = cursor.fetchall()
        by_key: dict[int, list[str]] = {}
        for number, _, _, column, *_ in rows:
            by_key.setdefault(number, []).append(column)
        pairs = {tuple(columns) for columns in by_key.values()}
    assert wanted <= pairs


@pytest.mark.postgresql
def test_each_table_with_a_department_has_row_level_security(db: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        secured = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
    assert set(tables()) <= secured
    assert "people_member" in secured


def test_the_migrations_make_what_the_models_say(db: Any) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
