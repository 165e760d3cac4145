"""`postorders platform list`: what can be published where."""

from __future__ import annotations

import click

from postorders.cli.options import format_option
from postorders.cli.out import put_json, table
from postorders.cli.platform import out
from postorders.platforms.publisher import publishers


@click.command(name="list")
@format_option("text", "json")
def command(form: str) -> None:
    """Lists the platforms that the desk publishes on, with what each can do."""
    found = {name: publishers()[name].can for name in sorted(publishers())}
    if form == "json":
        put_json([out.data(name, can) for name, can in found.items()])
        return
    click.echo(table(out.HEADS, [out.row(name, can) for name, can in found.items()]))
