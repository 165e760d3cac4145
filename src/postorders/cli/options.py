"""Options that several commands share, and how they are read."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from postorders.errors import refuse
from postorders.policy import library
from postorders.policy.check import is_date
from postorders.policy.policy import Policy

F = TypeVar("F", bound=Callable[..., Any])


def format_option(*names: str) -> Callable[[F], F]:
    """`--format`, with `text` first."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True, help="How to print."
    )


def as_of_option(function: F) -> F:
    """`--as-of`, a date."""
    return click.option(
        "--as-of", metavar="DATE", default="", help="Use the version in force on this date (YYYY-MM-DD)."
    )(function)


def today() -> str:
    """Today's date; the only clock that a check looks at, and only when nobody gave a date."""
    return datetime.date.today().isoformat()


def date_given(text: str) -> str:
    """A date that a user gave, checked. Raises InputError."""
    if text and not is_date(text):
        raise refuse(f"{text!r} is not a date.", "Write it as YYYY-MM-DD, for example 2021-05-01.", "--as-of")
    return text


def roots() -> list[Path]:
    """Folders of adopted policies: $POSTORDERS_POLICIES, separated as PATH is."""
    return [Path(part) for part in os.environ.get("POSTORDERS_POLICIES", "").split(os.pathsep) if part]


def policy_named(name: str, as_of: str = "") -> Policy:
    """The version of a policy in force on a date (today if none is given)."""
    from postorders.known import known

    return library.in_force(name, date_given(as_of) or today(), known, roots())
