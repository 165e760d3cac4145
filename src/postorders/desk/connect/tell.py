"""Who is told of what befalls the connection of an account."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.connect.models import Connection
from postorders.desk.custody.tell import KEEP, keepers
from postorders.desk.custody.who import in_service
from postorders.desk.jobs.notify import notify
from postorders.desk.people.who import holders


def voided(row: Connection) -> None:
    """Tells those who keep the account, and the Media Unit, that nothing can be published on it."""
    subject = format_lazy(lazy("{account} must be connected anew"), account=row.site.name)
    body = format_lazy(
        lazy("{why} Nothing is published there until somebody connects it again."),
        why=row.void,
    )
    _each(row, f"connection-{row.id}-void-{row.renewed or row.at:%Y%m%d%H%M}", subject, body)


def ending(row: Connection, days: int) -> None:
    """Tells them that the keys run out and that the desk cannot renew them."""
    day = timezone.localdate(row.expires)
    subject = format_lazy(lazy("{account}: the connection ends on {day}"), account=row.site.name, day=day.isoformat())
    body = lazy("The desk cannot renew it by itself. Connect the account again before that day.")
    _each(row, f"connection-{row.id}-ends-{day:%Y%m%d}-{days}", subject, body)


def _each(row: Connection, key: str, subject: Any, body: Any) -> None:
    for member in in_service([*keepers(row.site), *holders("media-unit")]):
        notify(member, key, subject, body, KEEP, f"/desk/sites/{row.site_id}/connection/")
