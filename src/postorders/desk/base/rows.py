"""Rows that belong to one department, with walls that no foreign key can cross."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from postorders.desk.base import scope


class SameDepartment(models.BaseConstraint):
    """A composite foreign key: (department, `field`) must be a row of the same department in the table that
    `field` points at. The database enforces it, SQLite and PostgreSQL alike.
    """

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def constraint_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor) -> str:
        """The clause of a CREATE TABLE."""
        quote, column = schema_editor.quote_name, model._meta.get_field(self.field).column
        target = model._meta.get_field(self.field).related_model._meta.db_table
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({quote('department_id')}, {quote(column)}) "
            f"REFERENCES {quote(target)} ({quote('department_id')}, {quote('id')}) DEFERRABLE INITIALLY DEFERRED"
        )

    def create_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor) -> str:
        """The statement that adds it to a table."""
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {self.constraint_sql(model, schema_editor)}"

    def remove_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor) -> str:
        """The statement that takes it away."""
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Nothing to do: acts look rows up in the department at work, and the database has the last word."""

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """As migrations write it."""
        path, _, kwargs = super().deconstruct()
        return path, (), {**kwargs, "field": self.field}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameDepartment) and (self.name, self.field) == (other.name, other.field)

    def __hash__(self) -> int:
        return hash((self.name, self.field))


def walls(model: str, *names: str) -> list[models.BaseConstraint]:
    """The constraints of a scoped model: (department, id) is a key that others point at, and each of its own
    foreign keys `names` stays within the department. `model` is `app_model`.
    """
    key = models.UniqueConstraint(fields=["department", "id"], name=f"{model}_key")
    return [key, *(SameDepartment(field=name, name=f"{model}_{name}_wall") for name in names)]


class Scoped(models.Model):
    """A row of one department. `objects` finds those of the department at work."""

    department_id: Any
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    department = models.ForeignKey("people.Department", on_delete=models.CASCADE, related_name="+", editable=False)

    objects = scope.ScopedManager()
    everywhere = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "everywhere"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the row in the department at work; a row of another cannot be saved. Raises NoDepartment."""
        here = scope.current()
        if self.department_id is None:
            self.department_id = here
        if self.department_id != here:
            raise scope.NoDepartment(f"This {self._meta.verbose_name} belongs to another department.")
        super().save(*args, **kwargs)
