"""`postorders policy coverage`: what carries each clause out, and which test proves it."""

from __future__ import annotations

from collections import Counter

import click

from postorders.cli.options import as_of_option, format_option, policy_named
from postorders.cli.out import put_json, table
from postorders.coverage import Row, coverage, read_proofs
from postorders.known import capabilities
from postorders.plain import to_plain


@click.command(name="coverage")
@click.argument("policy_name", metavar="POLICY")
@click.option("--long", is_flag=True, help="Name the code that carries each clause out and the tests that prove it.")
@as_of_option
@format_option("text", "json")
def command(policy_name: str, long: bool, as_of: str, form: str) -> None:
    """Lists every clause of POLICY with what carries it out, where that is, and which test proves it."""
    proofs = read_proofs()
    rows = coverage(policy_named(policy_name, as_of), capabilities(), proofs)
    if form == "json":
        always: dict[str, list[str]] = {"done_by": [], "where": [], "proven_by": [], "missing": []}
        put_json([{**always, **to_plain(row)} for row in rows])
        return
    if long:
        for row in rows:
            click.echo("\n".join(_whole(row)))
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


def _whole(row: Row) -> list[str]:
    lines = [f"{row.clause}  {row.label}: {row.status}"]
    lines += [f"  done by  {name}{' (not yet)' if name in row.missing else ''}" for name in row.done_by]
    lines += [f"  code     {name}" for name in row.where]
    return lines + [f"  proof    {name}" for name in row.proven_by or ("not yet",)]
