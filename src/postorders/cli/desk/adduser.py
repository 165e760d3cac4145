"""`postorders desk adduser`: an account for a member."""

from __future__ import annotations

import click

from postorders.cli.desk.options import at_option, department_option
from postorders.cli.desk.out import put_invitation


@click.command(name="adduser")
@click.argument("number")
@at_option
@department_option
@click.option("--email", required=True, metavar="E", help="The address to sign in with.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="Give this role, from today.")
@click.option("--name", default="", metavar="N", help="Add the member under this name, when there is none yet.")
@click.option("--class", "sort", type=click.Choice(("officer", "civilian", "reserve")), help="A new member's class.")
def command(
    number: str, at: str, department: str, email: str, roles: tuple[str, ...], name: str, sort: str | None
) -> None:
    """Gives the member with the employee NUMBER an account, and prints the link that sets its password, once.

    Exit codes: 0 done; 2 errors.
    """
    from postorders.desk.operate.opening import enter, where

    enter(where(at))
    from django.db import transaction

    from postorders.desk.base import scope
    from postorders.desk.operate import accounts

    place = accounts.department(department)
    with transaction.atomic(), scope.within(place.id):
        link = accounts.adduser(number, email, roles, name, sort or "")
    put_invitation(email, link)
