"""Options that several commands of the desk share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def at_option(function: F) -> F:
    """`--at`, the desk's folder."""
    return click.option("--at", default="", metavar="DIR", help="The desk's folder (POSTORDERS_DESK, else ./desk).")(
        function
    )


def department_option(function: F) -> F:
    """`--department`, for a desk that has several."""
    return click.option("--department", default="", metavar="SLUG", help="The department, where the desk has several.")(
        function
    )


def new_department_options(function: F) -> F:
    """What a new department is to have."""
    for option in reversed(
        (
            click.option("--department", required=True, metavar="NAME", help="Its name, as it is printed."),
            click.option("--slug", required=True, metavar="SLUG", help="Its short name in addresses: fulton-grove."),
            click.option("--policy", default="", metavar="POLICY", help="Adopt this template or pack folder."),
            click.option("--proof", default="", metavar="TEXT", help="What shows its adoption, such as board minutes."),
            click.option(
                "--timezone", default="America/Chicago", show_default=True, metavar="ZONE", help="Its time zone."
            ),
            click.option("--admin-email", default="", metavar="E", help="The first administrator's address."),
            click.option("--admin-name", default="", metavar="N", help="The administrator's name."),
            click.option("--admin-number", default="", metavar="X", help="The administrator's employee number."),
        )
    ):
        function = option(function)
    return function
