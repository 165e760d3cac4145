"""PostgreSQL's second wall: row-level security on every table that has a department."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connection

from postorders.desk.base.scope import SETTING

# Signing in finds an account before it is known to which department it belongs.
OPEN = frozenset({"signin_account"})


def tables() -> list[str]:
    """The tables whose rows belong to departments."""
    models = apps.get_models(include_auto_created=True)
    return sorted(
        model._meta.db_table
        for model in models
        if any(field.column == "department_id" for field in model._meta.local_concrete_fields)
        and model._meta.db_table not in OPEN
    )


def wall_off(**_: Any) -> None:
    """Puts the policy on each table, after every migration; on SQLite there is nothing to do."""
    if connection.vendor != "postgresql":
        return
    present = set(connection.introspection.table_names())
    here = f"nullif(current_setting('{SETTING}', true), '')::uuid"
    with connection.cursor() as cursor:
        for table in present.intersection(tables()):
            cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
            cursor.execute(f'DROP POLICY IF EXISTS within_department ON "{table}"')
            cursor.execute(
                f'CREATE POLICY within_department ON "{table}" '
                f"USING (department_id = {here}) WITH CHECK (department_id = {here})"
            )
