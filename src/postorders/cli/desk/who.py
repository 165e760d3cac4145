"""`postorders desk who`: who did what, in plain words."""

from __future__ import annotations

from datetime import date

import click

from postorders.cli.desk.options import at_option
from postorders.cli.options import date_given, format_option
from postorders.cli.out import put_json
from postorders.words import _


@click.command(name="who")
@at_option
@click.argument("department")
@click.option("--about", default="", metavar="MATTER", help="Only what is about this, such as 'request 2026-00012'.")
@click.option("--person", default="", metavar="NUMBER", help="Only what this member did, or what was done about them.")
@click.option("--since", default="", metavar="DATE", help="Only from this day on (YYYY-MM-DD).")
@format_option("text", "json")
def command(at: str, department: str, about: str, person: str, since: str, form: str) -> None:
    """Tells who did what in DEPARTMENT (its short name), newest first. That it was told is on the record too.

    Exit codes: 0 told; 2 errors.
    """
    day = date.fromisoformat(date_given(since)) if since else None
    from postorders.desk.operate.opening import enter, where

    enter(where(at))
    from django.utils.timezone import localtime

    from postorders.desk.ledger.tell import tell

    entries = tell(department, about, person, day)
    if form == "json":
        put_json(list(entries))
        return
    for one in entries:
        moment = f"{localtime(one.at):%Y-%m-%d %H:%M}" if one.at else _("(disposed of)")
        click.echo(f"{one.index:>6}  {moment:<16}  {_safe(one.says)}")


def _safe(text: str) -> str:
    """Text that cannot steer a terminal or pass for another line."""
    return "".join(char if char.isprintable() else " " for char in text)
