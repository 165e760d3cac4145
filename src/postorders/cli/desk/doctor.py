"""`postorders desk doctor`: what is wrong with a desk, and how to mend it."""

from __future__ import annotations

import sys

import click

from postorders.cli.desk.options import at_option
from postorders.cli.options import format_option
from postorders.cli.out import count, put_json, wrap
from postorders.words import _


@click.command(name="doctor")
@at_option
@format_option("text", "json")
def command(at: str, form: str) -> None:
    """Examines a desk, running or not, and changes nothing: settings, keys, database, ledger, people, mail, backups.

    Exit codes: 0 nothing is wrong, though something may be doubtful; 1 something is wrong; 2 errors.
    """
    from postorders.desk.operate.doctor import WRONG, examine
    from postorders.desk.operate.opening import where

    found = examine(where(at))
    bad = [one for one in found if one.level == WRONG]
    if form == "json":
        put_json({"healthy": not bad, "findings": found})
        sys.exit(int(bool(bad)))
    for one in sorted(found, key=lambda finding: finding.level != WRONG):
        label = _("WRONG") if one.level == WRONG else _("doubtful")
        click.echo(f"{label}: {one.name}{f' ({one.where})' if one.where else ''}")
        click.echo(wrap(one.what))
        click.echo(wrap(one.mend))
    told = _("{wrong} wrong, {doubtful} doubtful.")
    click.echo(told.format(wrong=len(bad), doubtful=count(len(found) - len(bad), _("thing"), _("things"))))
    sys.exit(int(bool(bad)))
