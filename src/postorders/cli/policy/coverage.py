"""`postorders policy coverage`: what carries each clause out, and which test proves it."""

from __future__ import annotations

from collections import Counter

import click

from postorders.cli.options import as_of_option, format_option, policy_named
from postorders.cli.out import put_json, table
from postorders.coverage import coverage, read_proofs
from postorders.known import capabilities
from postorders.plain import to_plain


@click.command(name="coverage")
@click.argument("policy_name", metavar="POLICY")
@as_of_option
@format_option("text", "json")
def command(policy_name: str, as_of: str, form: str) -> None:
    """Lists every clause of POLICY with what carries it out, where that is, and which test proves it."""
    proofs = read_proofs()
    rows = coverage(policy_named(policy_name, as_of), capabilities(), proofs)
    if form == "json":
        always: dict[str, list[str]] = {"done_by": [], "where": [], "proven_by": [], "missing": []}
        put_json([{**always, **to_plain(row)} for row in rows])
        return
    cells = [(r.clause, r.status, str(len(r.proven_by)), r.label, _how(r.done_by, r.missing)) for r in rows]
    click.echo(table(("clause", "status", "proofs", "label", "done by"), cells))
    counts = Counter(row.status for row in rows)
    click.echo("\n" + ", ".join(f"{count} {status}" for status, count in sorted(counts.items())) + f" of {len(rows)}.")
    if not proofs:
        click.echo("The index of proofs has not been built. Run 'make proofs' in a checkout.")


def _how(done_by: tuple[str, ...], missing: tuple[str, ...]) -> str:
    named = [f"{name} (not yet)" if name in missing else name for name in done_by]
    return ", ".join([*named, *(name for name in missing if name not in done_by)])
