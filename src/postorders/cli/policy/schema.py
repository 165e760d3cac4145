"""`postorders policy schema`: the JSON Schemas of what goes in and out."""

from __future__ import annotations

from typing import Any

import click

from postorders.cli.out import put_json
from postorders.schema import schema_of


@click.command(name="schema")
@click.argument(
    "name", type=click.Choice(["judgment", "clause", "pack", "reading", "concept", "post"]), default="judgment"
)
def command(name: str) -> None:
    """Prints a JSON Schema: of a judgment as `check` prints it, or of a file that people write."""
    put_json(schema_named(name))


def schema_named(name: str) -> dict[str, Any]:
    """The schema of that name."""
    from postorders.judge.judgment import Judgment
    from postorders.policy.clause import Clause
    from postorders.policy.policy import Manifest
    from postorders.policy.reading import Reading
    from postorders.posts.post import Post
    from postorders.signals.concept import Concept

    always = ("flags", "for_a_person", "lifted", "notes", "questions", "unchecked")
    kinds: dict[str, tuple[Any, str, tuple[str, ...]]] = {
        "judgment": (Judgment, "A judgment, as 'postorders check' prints it", always),
        "clause": (Clause, "A clause of a pack", ()),
        "pack": (Manifest, "pack.yaml", ()),
        "reading": (Reading, "A reading", ()),
        "concept": (Concept, "A concept file", ()),
        "post": (Post, "A post", ()),
    }
    kind, title, needed = kinds[name]
    schema = schema_of(kind, title, needed, written=name in ("clause", "pack", "reading", "concept"))
    return _with_context(schema) if name == "post" else schema


def _with_context(schema: dict[str, Any]) -> dict[str, Any]:
    """A post in a file may carry what is known beside it; permissions come from a file of their own."""
    from postorders.posts.context import Context

    context = schema_of(Context, "")["$defs"]["Context"]
    del context["properties"]["permissions"]
    schema["$defs"]["Context"] = context
    schema["$defs"]["Post"]["additionalProperties"] = True  # an export has fields of its own
    schema["$defs"]["Post"]["properties"]["context"] = {"$ref": "#/$defs/Context"}
    return schema
