"""`postorders desk accounts`: the register of official accounts from a file, and as a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from postorders.cli.desk.options import at_option, department_option
from postorders.cli.out import complain, count, table
from postorders.errors import refuse
from postorders.words import _

SHOWN = 200
SHAPES = ("csv", "json", "registry")


@click.command(name="accounts")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@at_option
@department_option
@click.option("--format", "shape", type=click.Choice(SHAPES), help="The shape of FILE, where it cannot be seen.")
@click.option("--apply", is_flag=True, help="Do it. Without this, nothing is changed.")
@click.option("--export", type=click.Choice(SHAPES), help="Write the register to the screen in this shape instead.")
def command(file: Path | None, at: str, department: str, shape: str | None, apply: bool, export: str | None) -> None:
    """Says what the register in FILE (- reads the input) would change, and with --apply changes it, all or nothing.

    Columns: address, name, state, purpose, purposes, unit, owner, custodians, named_for, style_guide, tags, language,
    short, long. JSON has the same fields, or the shape of the U.S. Digital Registry.
    Exit codes: 0 shown, written, or done; 1 some accounts are wrong; 2 errors.
    """
    if (file is None) == (export is None):
        raise refuse(_("Give a file to bring in, or --export to take the register out."), _("One of the two."))
    from postorders.desk.operate.opening import enter, where

    text = _text(file) if file else ""
    enter(where(at))
    from postorders.desk.base import scope
    from postorders.desk.operate.accounts import department as named

    with scope.within(named(department).id):
        if export:
            from postorders.desk.register.exchange.out import export as written

            click.echo(written(export), nl=False)
            return
        _bring(text, shape or "", apply)


def _text(file: Path) -> str:
    """The whole file, or the input."""
    data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(_("The file is not UTF-8."), _("Save it as UTF-8."), str(file)) from error


def _bring(text: str, shape: str, apply: bool) -> None:
    from postorders.desk.base.person import machine
    from postorders.desk.register.exchange.bring import bring

    plan = bring(machine(), text, shape)
    if apply and not plan.problems:
        plan = bring(machine(), text, shape, dry_run=False, expected=plan.digest)
    complain(plan.problems)
    for note in plan.notes:
        click.echo(note, err=True)
    rows = [(str(one.line), one.name, what, to) for one in plan.changes[:SHOWN] for what, to in one.told]
    if rows:
        click.echo(table((_("line"), _("account"), _("what"), _("to")), rows))
    if len(plan.changes) > SHOWN:
        click.echo(_("... and {count} more.").format(count=len(plan.changes) - SHOWN))
    if plan.problems:
        click.echo(_("Nothing was changed."))
        sys.exit(1)
    done = _("Done: {changes}.") if plan.applied else _("Nothing was changed. With --apply: {changes}.")
    click.echo(done.format(changes=count(len(plan.changes), _("account"), _("accounts"))))
