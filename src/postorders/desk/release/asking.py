"""Asking a platform about an account, with keys that it takes: those that ran out are renewed once on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from postorders.desk.connect import lines
from postorders.desk.register.models import Site
from postorders.platforms import wire
from postorders.platforms.publisher import Line

Told = TypeVar("Told")


def asked(site: Site, now: datetime, ask: Callable[[Line], Told]) -> Told:
    """What `ask` gives for the line to an account. Asked a second time where the platform did not take the keys, so
    asking twice must do no harm. Raises the troubles of the wire."""
    try:
        return ask(lines.line_of(site, now))
    except wire.Expired:
        return ask(lines.renewed(site, now))
