"""`postorders policy lint`: every error of a pack, and what a careful policy manager would mend."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from postorders.cli.options import format_option, roots
from postorders.cli.out import count, put_json
from postorders.known import known
from postorders.policy import library
from postorders.policy.lint import lint
from postorders.policy.load import inspect


@click.command(name="lint")
@click.argument("path", metavar="PATH")
@format_option("text", "json")
def command(path: str, form: str) -> None:
    """Checks the pack in the folder PATH (or a template's id). Exit codes: 0 nothing found; 1 findings; 2 errors."""
    errors, findings = [], []
    for folder in library.folders(path, roots()):
        policy, problems = inspect(Path(folder), known())
        errors += problems
        if policy and not problems:
            findings += lint(policy)
    if form == "json":
        put_json({"errors": [p.to_dict() for p in errors], "findings": [p.to_dict() for p in findings]})
    else:
        for problem in (*errors, *findings):
            click.echo(str(problem))
        click.echo(f"{count(len(errors), 'error', 'errors')}, {count(len(findings), 'finding', 'findings')}.")
    sys.exit(2 if errors else 1 if findings else 0)
