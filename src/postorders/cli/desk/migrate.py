"""`postorders desk migrate`: brings the tables of a desk to this release."""

from __future__ import annotations

import click

from postorders.cli.desk.options import at_option
from postorders.words import _


@click.command(name="migrate")
@at_option
def command(at: str) -> None:
    """Changes the tables to those of this release, and puts the walls between departments back.

    Stop the desk and make a backup first. Exit codes: 0 done, or nothing to do; 2 errors.
    """
    from postorders.desk.operate import opening

    opening.enter(opening.where(at), pending=True)
    waiting = opening.unmigrated()
    opening.migrate()
    for name in waiting:
        click.echo(name)
    click.echo(_("The tables are those of this release."))
