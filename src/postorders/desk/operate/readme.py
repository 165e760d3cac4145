"""What an exported folder says of itself, for a reader who has never seen this program."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from postorders import __version__
from postorders.desk.operate import tables
from postorders.desk.people.models import Department

HEAD = """# {name}: everything, in open formats

Written by Post Orders {release}. Text is UTF-8. A table is a file of JSON Lines: one row a line, one column a name.
Times are in UTC, days are YYYY-MM-DD, bytes are base64.

| where | what |
|---|---|
| `export.json` | each file with its length and SHA-256, the number of entries and the root of the ledger |
| `ledger/` | every act since the beginning: the log, its signed checkpoints, and what each act said |
| `packs/` | each adopted version of each policy, as folders of YAML, with its adoption record |
| `documents/` | the department's own documents, as attached to versions |
| `papers/` | the signed page of each written permission, by the number of its request |
| `roster.csv` | the people, their units and roles today |
| `tables/accounts.jsonl` | who may sign in; passwords and second factors are not exported |
| `tables/` | the other rows, described below |

`python3 ledger/verify.py ledger` checks the ledger, with Python alone.
To work on with it: `postorders desk import FOLDER --at DESK`. The ledger there has the same root.
Justifications that are sealed can be opened only with the seal key that was exported apart, if it was.

# Tables
"""


def written(department: Department, found: Iterable[type[models.Model]]) -> str:
    """The text of README.md."""
    shown: list[type[models.Model]] = [Department, *found]
    return "\n".join([HEAD.format(name=department.name, release=__version__), *map(_table, shown)])


def _table(model: type[models.Model]) -> str:
    says = (model.__doc__ or "").strip()
    plain = "" if says.startswith(f"{model.__name__}(") else " ".join(says.split()) + "\n\n"
    rows = "".join(f"| `{field.attname}` | {_kind(field)} |\n" for field in tables.columns(model))
    return f"## {model._meta.db_table}\n\n{plain}| column | holds |\n|---|---|\n{rows}"


def _kind(field: models.Field) -> str:
    if isinstance(field, models.ForeignKey):
        return f"a row of `{field.related_model._meta.db_table}`" + (", or null" if field.null else "")
    names = {"UUIDField": "UUID", "JSONField": "JSON", "BinaryField": "bytes", "BooleanField": "true or false"}
    names |= {"DateField": "day", "DateTimeField": "time", "BigAutoField": "number"}
    kind = names.get(field.get_internal_type(), "number" if "Integer" in field.get_internal_type() else "text")
    choices = ": " + ", ".join(f"`{value}`" for value, _label in field.choices) if field.choices else ""
    return kind + (", or null" if field.null else "") + choices
