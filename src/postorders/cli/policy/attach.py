"""`postorders policy attach`: the department's own document, matched clause by clause."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from postorders.cli.options import as_of_option, format_option, policy_named
from postorders.cli.out import put_json, wrap
from postorders.errors import refuse
from postorders.policy.attach import anchors, attach
from postorders.policy.attached import keep


@click.command(name="attach")
@click.argument("policy_name", metavar="POLICY")
@click.argument("document", metavar="DOCUMENT")
@click.option("--dry-run", is_flag=True, help="Show what matches and keep nothing.")
@as_of_option
@format_option("text", "json")
def command(policy_name: str, document: str, dry_run: bool, as_of: str, form: str) -> None:
    """Finds each clause of POLICY in DOCUMENT (text, Markdown, PDF or DOCX) and keeps its words, place and hash.

    What does not match is listed, never guessed. Exit codes: 0 everything matched; 1 something did not; 2 errors.
    """
    path = Path(document)
    if not path.is_file():
        raise refuse("There is no such document.", "Check the name.", document)
    policy = policy_named(policy_name, as_of)
    marks = anchors(policy.manifest.attach)
    attachment = attach(path.read_bytes(), path.name, policy.id, list(policy.by_id), marks)
    kept = "" if dry_run else str(keep(attachment))
    if form == "json":
        put_json(attachment.to_dict())
    else:
        total = len(attachment.passages) + len(attachment.unmatched_clauses)
        click.echo(f"{len(attachment.passages)} of {total} clauses found in {path.name}.")
        for name in attachment.unmatched_clauses:
            click.echo(f"  no words found for {name}")
        for item in attachment.unmatched_items:
            click.echo(wrap(f"no clause for {item}", "    ", "  "))
        click.echo(f"Kept in {kept}." if kept else "Nothing was kept.")
    sys.exit(1 if attachment.unmatched_clauses else 0)
