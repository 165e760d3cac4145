"""`postorders desk worker`: does what the desk does by itself."""

from __future__ import annotations

import click

from postorders.cli.desk.options import at_option


@click.command(name="worker")
@at_option
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def command(at: str, once: bool) -> None:
    """Sends notices, publishes ledgers and minds deadlines, until Ctrl-C or SIGTERM.

    'postorders desk run' starts one by itself. Several may run: none does twice what another did.
    Exit codes: 0 stopped; 2 errors.
    """
    from postorders.desk.operate.opening import enter, where

    enter(where(at))
    from postorders.desk.jobs.worker import main

    main(once=once)
