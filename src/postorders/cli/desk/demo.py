"""`postorders desk demo`: two invented departments to try everything on."""

from __future__ import annotations

import sys

import click

from postorders.cli.desk.out import put_smoke
from postorders.cli.out import table, wrap
from postorders.words import _


@click.command(name="demo")
@click.option("--at", default=".desk", show_default=True, metavar="DIR", help="The demonstration's folder.")
@click.option("--run", "serve", is_flag=True, help="Start it, and run until Ctrl-C.")
@click.option("--smoke", is_flag=True, help="Start it, look at its own pages, say what came, and stop.")
@click.option("--open", "browser", is_flag=True, help="With --run: open the private check in a browser.")
def command(at: str, serve: bool, smoke: bool, browser: bool) -> None:
    """Makes a desk with two invented departments, their people and six weeks of requests; a second call keeps it.

    Everybody in it signs in with a printed password and no second factor: nothing real belongs there.
    Exit codes: 0 made, there already, or stopped; 1 a page did not answer; 2 errors.
    """
    from postorders.desk.operate.demo.made import open_or_make
    from postorders.desk.operate.opening import where

    home = where(at)
    click.echo(_("Opening the demonstration in {folder} ...").format(folder=home), err=True)
    config, new = open_or_make(home)
    click.echo(_("Made it anew.") if new else _("It was there already. Remove the folder to begin anew."), err=True)
    from postorders.desk.operate.run import check_port, prepare
    from postorders.desk.operate.run import serve as serving

    for problem in prepare(config):
        click.echo(f"postorders: {problem}", err=True)
    if smoke:
        sys.exit(put_smoke(config))
    _put(config.address)
    if not serve:
        click.echo(_("Start it with: postorders desk demo --run --at {folder}").format(folder=at))
        return
    check_port(config)

    def ready() -> None:
        from postorders.desk.operate.demo.towns import LINNET

        check = f"{config.address}/check/{LINNET.slug}/"
        click.echo(_("It is open. Begin here, without signing in: {address}").format(address=check))
        click.echo(_("Ctrl-C ends it."))
        if browser:
            click.launch(check)

    sys.exit(serving(config, ready))


def _put(address: str) -> None:
    """What there is to see, and who may sign in."""
    from postorders.desk.base.person import ROLES
    from postorders.desk.operate.demo.seed import PASSWORD
    from postorders.desk.operate.demo.towns import TOWNS

    for town in TOWNS:
        click.echo(f"\n{town.name}, {town.policy}")
        click.echo(f"  {_('Private check')}:       {address}/check/{town.slug}/")
        click.echo(f"  {_('Policy in force')}:     {address}/d/{town.slug}/policy/")
        people = [
            (town.email(short), one.name, ", ".join(ROLES[role] for role in one.roles) or _("Member"))
            for short, one in town.people.items()
        ]
        click.echo(table((_("sign in as"), _("name"), _("roles")), people))
    click.echo("\n" + _("Sign in:  {address}/sign-in/login/   Password of everybody:  {password}").format(
        address=address, password=PASSWORD))  # fmt: skip
    warning = _("A DEMONSTRATION: its passwords are public and it asks for no second factor. Put nothing real into it.")
    click.echo(wrap(warning, indent=""))
