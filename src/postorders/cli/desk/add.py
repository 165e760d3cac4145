"""`postorders desk add`: one more department in a desk."""

from __future__ import annotations

from typing import Any

import click

from postorders.cli.desk.options import at_option, new_department_options
from postorders.cli.desk.out import put_invitation
from postorders.words import _


@click.command(name="add")
@at_option
@new_department_options
def command(at: str, **given: Any) -> None:
    """Adds a department to a desk that works for others already; none of them sees another.

    Exit codes: 0 added; 2 errors.
    """
    from postorders.desk.operate.opening import enter, where
    from postorders.desk.operate.setup import Wanted, add

    enter(where(at))
    wanted = Wanted.given(**given)
    link = add(wanted)
    click.echo(_("{name} works in this desk now.").format(name=wanted.name))
    if link:
        put_invitation(wanted.admin, link)
