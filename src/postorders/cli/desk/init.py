"""`postorders desk init`: a new desk with its first department."""

from __future__ import annotations

from typing import Any

import click

from postorders.cli.desk.options import new_department_options
from postorders.cli.desk.out import put_invitation
from postorders.words import _


@click.command(name="init")
@click.option("--at", default="", metavar="DIR", help="The new desk's folder (POSTORDERS_DESK, else ./desk).")
@new_department_options
@click.option("--address", default="", metavar="URL", help="Where people open the desk, such as https://desk.example.")
@click.option("--database", default="", metavar="URL", help="PostgreSQL: postgresql://user@host/name (else SQLite).")
@click.option("--keys", default="", metavar="DIR", help="Keep the keys in this folder instead of with the data.")
def command(at: str, address: str, database: str, keys: str, **given: Any) -> None:
    """Makes a desk: settings, keys, tables, one department and, when asked, its policy and first administrator.

    Prints the administrator's invitation once. Whatever fails, nothing is left behind. Exit codes: 0 made; 2 errors.
    """
    from postorders.desk.operate.opening import where
    from postorders.desk.operate.setup import Wanted, init

    home = where(at)
    wanted = Wanted.given(**given)
    link = init(home, wanted, address=address, database=database, keys=keys)
    click.echo(_("{name} has a desk in {folder}.").format(name=wanted.name, folder=home))
    if link:
        put_invitation(wanted.admin, link)
    else:
        click.echo(_("Add an administrator with 'postorders desk adduser NUMBER --role administrator'."))
    click.echo(_("Start it with: postorders desk run --at {folder}").format(folder=home))
    if not keys:
        click.echo(_("The keys lie in {folder}. Keep a copy of them apart from backups.").format(folder=home / "keys"))
