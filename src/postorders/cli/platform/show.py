"""`postorders platform show`: everything that is known of one platform."""

from __future__ import annotations

import click

from postorders.cli.options import format_option
from postorders.cli.out import put_json, table
from postorders.cli.platform import out
from postorders.words import _


@click.command(name="show")
@click.argument("name", metavar="NAME")
@format_option("text", "json")
def command(name: str, form: str) -> None:
    """Shows the limits of a platform, how it is connected, and where that is documented."""
    can = out.named(name).can
    if form == "json":
        put_json(out.data(name, can))
        return
    click.echo(out.label(name))
    click.echo(table((_("what"), _("how")), list(out.facts(can).items())))
    click.echo(_("Source: {source}, looked up on {day}").format(source=can.source, day=can.as_of))
