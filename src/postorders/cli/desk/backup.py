"""`postorders desk backup`: one moment of the whole desk, in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from postorders.cli.desk.options import at_option
from postorders.words import _


@click.command(name="backup")
@click.argument("to", metavar="TO", type=click.Path(path_type=Path))
@at_option
@click.option("--keys", metavar="DIR", type=click.Path(path_type=Path), help="Copy the keys into this folder, apart.")
def command(to: Path, at: str, keys: Path | None) -> None:
    """Writes a backup into the new folder TO, while people go on working. The keys are never in it.

    Exit codes: 0 written; 2 errors, such as a ledger that does not hold: then nothing is written.
    """
    from postorders.desk.operate.opening import enter, where

    config = enter(where(at))
    from postorders.desk.operate.backup import backup

    made = backup(config, to, keys)
    for one in made.departments:
        told = _("{name}: {entries} entries, root {root}")
        click.echo(told.format(name=one["name"], entries=one["entries"], root=one["root"][:16]))
    click.echo(_("{rows} rows in {folder}.").format(rows=made.rows, folder=made.folder))
    if keys:
        click.echo(_("The keys are in {folder}. Take it to another place than the backup.").format(folder=keys))
    else:
        click.echo(_("The keys are not in it. Keep a copy of {folder} apart.").format(folder=config.key_folder))
