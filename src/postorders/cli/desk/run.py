"""`postorders desk run`: the web server and the worker, until they are stopped."""

from __future__ import annotations

import sys

import click

from postorders.cli.desk.options import at_option
from postorders.cli.desk.out import put_smoke
from postorders.cli.out import complain
from postorders.words import _


@click.command(name="run")
@at_option
@click.option("--migrate", is_flag=True, help="Bring the tables to this release first. Make a backup before.")
@click.option("--smoke", is_flag=True, help="Start, look at the desk's own pages, say what came, and stop.")
@click.option("--open", "browser", is_flag=True, help="Open the desk in a browser once it answers.")
@click.option("--no-worker", is_flag=True, help="Run the server alone; the worker runs as a service of its own.")
def command(at: str, migrate: bool, smoke: bool, browser: bool, no_worker: bool) -> None:
    """Starts the desk and runs it until Ctrl-C or SIGTERM. It writes no access log.

    With bad settings, or tables of another release, it does not start, and says everything that is wrong.
    Exit codes: 0 stopped, or all pages answered; 1 the server ended by itself, or a page did not answer; 2 errors.
    """
    from postorders.desk.operate import opening
    from postorders.desk.operate import run as running

    config = opening.enter(opening.where(at), pending=migrate)
    if migrate:
        opening.migrate()
    complain(running.prepare(config))
    if smoke:
        sys.exit(put_smoke(config))
    running.check_port(config)

    def ready() -> None:
        click.echo(_("The desk is open at {address}").format(address=config.address))
        if browser:
            click.launch(config.address)

    sys.exit(running.serve(config, ready, worker=not no_worker))
