"""The JSON Schemas, and the page that lists them."""

from __future__ import annotations

import json

import click
from writing import table

from postorders.cli.policy.schema import command, schema_named


def pages() -> dict[str, str]:
    """A file for every schema, and the list."""
    names = next(p.type.choices for p in command.params if isinstance(p.type, click.Choice))
    schemas = {name: schema_named(name) for name in names}
    rows = [(f"[{name}.schema.json]({name}.schema.json)", schemas[name]["title"]) for name in names]
    index = "\n".join(
        [
            "# Schemas\n",
            "JSON Schema (draft 2020-12), made from the dataclasses themselves. `postorders policy schema NAME` prints "
            "the same. YAML files are held to them as well: the loader knows them and reports every error at once.\n",
            table(("schema", "of what"), rows),
        ]
    )
    files = {f"{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
             for name, schema in schemas.items()}  # fmt: skip
    return {"schemas.md": index} | files
