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
from postorders.policy.policy import Policy
from postorders.signals.learned.taught import Taught
from postorders.signals.own import taught_in
from postorders.words import _


@click.command(name="lint")
@click.argument("path", metavar="PATH")
@format_option("text", "json")
def command(path: str, form: str) -> None:
    """Checks the pack in the folder PATH (or a template's id). Exit codes: 0 nothing found; 1 findings; 2 errors."""
    errors, findings, taught = [], [], []
    for folder in library.folders(path, roots()):
        policy, problems = inspect(Path(folder), known())
        errors += problems
        if policy and not problems:
            findings += lint(policy)
            taught += told_of(policy)
    if form == "json":
        data: dict[str, object] = {"errors": [p.to_dict() for p in errors], "findings": [p.to_dict() for p in findings]}
        put_json({**data, "taught": taught} if taught else data)
    else:
        for problem in (*errors, *findings):
            click.echo(str(problem))
        for one in taught:
            click.echo(f"{one['concept']}: {one['says']}")
        click.echo(f"{count(len(errors), 'error', 'errors')}, {count(len(findings), 'finding', 'findings')}.")
    sys.exit(2 if errors else 1 if findings else 0)


def told_of(policy: Policy) -> list[dict[str, str]]:
    """What is known of each concept that the pack teaches by example: how well it was learned, or that it was not."""
    return [{"concept": name, "says": told(taught)} for name, taught in taught_in(policy).items()]


def told(taught: Taught | None) -> str:
    """How well a concept was learned, in a sentence."""
    if taught is None:
        return _("taught by examples, and not looked for here: this installation has no weights to learn them.")
    says = _(
        "taught by {total} examples: right for about {right} of {total} left out ({low}-{high}%); "
        "marks about {marked} of 100 ordinary posts."
    )
    return says.format(total=taught.total, right=taught.right, low=taught.low, high=taught.high, marked=taught.marked)
