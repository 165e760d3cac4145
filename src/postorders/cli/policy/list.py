"""`postorders policy list`: the policies that can be named."""

from __future__ import annotations

import click

from postorders.cli.options import format_option, roots
from postorders.cli.out import put_json, table
from postorders.known import known
from postorders.policy import library


@click.command(name="list")
@format_option("text", "json")
def command(form: str) -> None:
    """Lists the templates that ship and the policies adopted under $POSTORDERS_POLICIES."""
    rows = []
    names = [*library.templates(), *(p.parent.parent.name for root in roots() for p in root.glob("*/*/pack.yaml"))]
    for name in dict.fromkeys(names):
        for folder in library.folders(name, roots()):
            policy = library.read(folder, known)
            manifest = policy.manifest
            adopted = (folder / "adoption.json").exists()
            rows.append(
                {
                    "policy": policy.id,
                    "title": manifest.title,
                    "department": manifest.department,
                    "version": manifest.version,
                    "effective": manifest.effective,
                    "status": manifest.status,
                    "kind": "adopted" if adopted else "template",
                    "clauses": len(policy.clauses),
                    "hash": policy.hash,
                }
            )
    if form == "json":
        put_json(rows)
        return
    heads = ("policy", "version", "status", "kind", "clauses", "hash", "title")
    click.echo(table(heads, [[str(row[h])[:12] if h == "hash" else str(row[h]) for h in heads] for row in rows]))
