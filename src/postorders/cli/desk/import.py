"""`postorders desk import`: an exported department comes into a desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from postorders.cli.desk.options import at_option
from postorders.words import _

if TYPE_CHECKING:
    from postorders.desk.config import Config


@click.command(name="import")
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path))
@at_option
@click.option("--new", is_flag=True, help="Make the desk first.")
@click.option("--address", default="", metavar="URL", help="With --new: where people open the desk.")
@click.option("--database", default="", metavar="URL", help="With --new: an empty PostgreSQL database (else SQLite).")
@click.option("--keys", metavar="DIR", type=click.Path(path_type=Path), help="The keys that were exported apart.")
def command(source: Path, at: str, new: bool, address: str, database: str, keys: Path | None) -> None:
    """Brings the department that 'postorders desk export' wrote into a desk that does not have it.

    Its ledger has the same root there. A damaged export is refused whole. Exit codes: 0 brought in; 2 errors.
    """
    from postorders.desk.operate import opening

    home = opening.where(at)
    if new:
        given: dict[str, Any] = {"address": address, "database": database}
        with opening.fresh(home, **{name: value for name, value in given.items() if value}) as config:
            _enter(config, source, keys)
    else:
        _enter(opening.enter(home), source, keys)


def _enter(config: Config, source: Path, keys: Path | None) -> None:
    from postorders.desk.operate.entering import enter_department

    done = enter_department(config, source, keys)
    told = _("{name}: {rows} rows, and a ledger of {entries} entries with the same root.")
    click.echo(told.format(name=done.name, rows=done.rows, entries=done.entries))
    click.echo(_("Root: {root}").format(root=done.root))
    click.echo(_("{count} accounts came without passwords.").format(count=done.accounts))
    if done.accounts:
        click.echo(_("Invite people again: postorders desk adduser NUMBER --email E, or on the page People."))
    if not done.keys:
        click.echo(_("No keys came along: the ledger goes on under a new key, and what is sealed stays so."))
