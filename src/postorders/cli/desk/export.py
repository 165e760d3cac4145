"""`postorders desk export`: one department whole, in open formats."""

from __future__ import annotations

from pathlib import Path

import click

from postorders.cli.desk.options import at_option
from postorders.words import _


@click.command(name="export")
@click.argument("department")
@click.argument("to", metavar="TO", type=click.Path(path_type=Path))
@at_option
@click.option("--keys", metavar="DIR", type=click.Path(path_type=Path), help="Write the department's keys here, apart.")
def command(department: str, to: Path, at: str, keys: Path | None) -> None:
    """Writes everything of DEPARTMENT (its short name) into the new folder TO: rows, ledger, policies, papers, roster.

    It can be read without this program, and brought into another desk with 'postorders desk import'. The export is
    the last entry of the ledger in it. Exit codes: 0 written; 2 errors.
    """
    from postorders.desk.operate.opening import enter, where

    config = enter(where(at))
    from postorders.desk.operate.accounts import department as named
    from postorders.desk.operate.whole import export

    done = export(config, named(department), to, keys)
    told = _("{rows} rows and a ledger of {entries} entries in {folder}.")
    click.echo(told.format(rows=done.rows, entries=done.entries, folder=done.folder))
    click.echo(_("Root: {root}").format(root=done.root))
    click.echo(_("Verify it with: postorders ledger verify {folder} --key '{key}'").format(
        folder=done.folder / "ledger", key=done.key))  # fmt: skip
    if keys is None:
        click.echo(_("No keys went along: elsewhere the ledger goes on under a new key, and what is sealed stays so."))
