"""`postorders desk restore`: a new desk from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from postorders.words import _


@click.command(name="restore")
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path))
@click.option("--at", required=True, metavar="NEWDIR", help="The new desk's folder.")
@click.option("--keys", metavar="DIR", type=click.Path(path_type=Path), help="The copy of the old desk's keys.")
@click.option("--disposals", metavar="FILE", type=click.Path(path_type=Path, exists=True),
              help="The old desk's disposals.jsonl, newer than the backup.")  # fmt: skip
@click.option("--address", default="", metavar="URL", help="Where people open the new desk, if not as before.")
@click.option("--database", default="", metavar="URL", help="'sqlite', or an empty PostgreSQL database.")
def command(source: Path, at: str, keys: Path | None, disposals: Path | None, address: str, database: str) -> None:
    """Makes a new desk in NEWDIR from the backup in FROM, destroys again what was lawfully destroyed, and walks each
    ledger. A damaged backup is refused whole.

    Exit codes: 0 restored; 2 errors: then nothing is left behind.
    """
    from postorders.desk.operate.opening import where
    from postorders.desk.operate.restore import restore

    given = {name: value for name, value in (("address", address), ("database", database)) if value}
    done = restore(source, where(at), keys, disposals, **given)
    click.echo(_("Restored {rows} rows of {made} into {folder}.").format(rows=done.rows, made=done.made, folder=at))
    for one in done.departments:
        told = _("{name}: the ledger holds, {entries} entries, root {root}; the restore is the next one.")
        click.echo(told.format(name=one["name"], entries=one["entries"], root=one["root"][:16]))
    if done.disposed:
        click.echo(_("{count} payloads that had been disposed of were destroyed again.").format(count=done.disposed))
    if done.keys:
        click.echo(_("Everybody signs in anew; passwords and second factors are those of the backup."))
    else:
        click.echo(_("New keys were made: ledgers go on under a new key, and what was sealed stays closed."))
    click.echo(_("Acts after the backup are lost. Tell the witnesses: they may hold a longer ledger."))
