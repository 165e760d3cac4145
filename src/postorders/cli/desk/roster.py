"""`postorders desk roster`: people, units and roles from a CSV file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from postorders.cli.desk.options import at_option, department_option
from postorders.cli.out import complain, count, table
from postorders.errors import refuse
from postorders.words import _

SHOWN = 200


@click.command(name="roster")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@at_option
@department_option
@click.option("--apply", is_flag=True, help="Do it. Without this, nothing is changed.")
def command(file: Path, at: str, department: str, apply: bool) -> None:
    """Says what the roster in FILE would change, and with --apply changes it, every row or none.

    Columns: number, name, email, class, rank, unit, head_of, roles, joined, separated.
    Exit codes: 0 shown, or done; 1 some rows are wrong; 2 errors.
    """
    from postorders.desk.operate.opening import enter, where

    enter(where(at))
    from postorders.desk.base import scope
    from postorders.desk.base.person import machine
    from postorders.desk.operate.accounts import department as named
    from postorders.desk.people.roster import import_roster

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(_("The file is not UTF-8."), _("Save it as CSV UTF-8."), str(file)) from error
    with scope.within(named(department).id):
        plan = import_roster(machine(), text, dry_run=True)
        if apply and not plan.problems:
            plan = import_roster(machine(), text, dry_run=False, expected=plan.digest)
    complain(plan.problems)
    rows = [(str(one.line), one.number, one.name, one.told, one.to) for one in plan.changes[:SHOWN]]
    if rows:
        click.echo(table((_("line"), _("number"), _("name"), _("what"), _("to")), rows))
    if len(plan.changes) > SHOWN:
        click.echo(_("... and {count} more.").format(count=len(plan.changes) - SHOWN))
    if plan.problems:
        click.echo(_("Nothing was changed."))
        sys.exit(1)
    done = _("Done: {changes}.") if plan.applied else _("Nothing was changed. With --apply: {changes}.")
    click.echo(done.format(changes=count(len(plan.changes), _("change"), _("changes"))))
