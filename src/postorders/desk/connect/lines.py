"""The open line to an account: its keys unsealed, renewed where they are about to run out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import machine
from postorders.desk.connect import acts
from postorders.desk.connect.flow import settings_for
from postorders.desk.connect.models import Connection
from postorders.desk.connect.seal import Shut, secrets_in
from postorders.desk.jobs.models import Lease
from postorders.desk.register.models import Site
from postorders.platforms.publisher import Line, publishers
from postorders.platforms.wire import Expired, Trouble, Unavailable

SOON = timedelta(minutes=10)  # keys that end so soon are renewed before they are used
RENEWS = timedelta(seconds=90)  # how long one renewal may keep others waiting
WAIT = 15.0


class Keyless(Expired):
    """The desk itself finds that it has no keys that open: what it tells is said as it is."""


def connected(site: Site) -> str:
    """Why nothing can be published on the account, "" when it can; by hand everything can."""
    publisher = publishers().get(site.platform)
    if publisher is None:
        return _("Nothing can be published there from here.")
    if publisher.can.by_hand:
        return ""
    row = Connection.objects.filter(site=site).first()
    if row is None or not (row.sealed or row.void):
        return _("It is not connected.")
    return row.void


def line_of(site: Site, now: datetime) -> Line:
    """The line to an account, fresh. Raises Expired where there are no keys that work, Unavailable while another
    worker renews them, and whatever renewing raises."""
    row = _row(site)
    if row.expires is not None and row.expires <= now + SOON:
        return renewed(site, now, row)
    return _line(row)


def renewed(site: Site, now: datetime, known: Connection | None = None) -> Line:
    """The line with fresh keys: the platform did not take those that were `known`, or will not soon.

    One worker renews at a time, for a platform may take a renewal key once. Raises what `line_of` raises.
    """
    before = known or _row(site)
    with _alone(before, now):
        row = _row(site)
        if row.renewed != before.renewed:
            return _line(row)  # another worker was first
        opened = publishers()[site.platform].renew(_settings(row), _line(row))
        with suppress(Refused):
            row = acts.renew(machine(), row, opened)
        return _line(row)


def give_up(site: Site, trouble: Expired) -> None:
    """Records that the keys no longer work; a second time nothing."""
    if row := Connection.objects.filter(site=site).first():
        with suppress(Refused):
            acts.void(machine(), row, why_void(site, trouble), trouble.told)


def why_void(site: Site, trouble: Expired) -> str:
    """Why the keys do not work, for who is to connect the account anew: what the platform answers is for the record."""
    if isinstance(trouble, Keyless):
        return trouble.told
    return _("%s does not take the desk's keys any more.") % site.name


def renew_due(row: Connection, now: datetime) -> bool:
    """Whether keys were renewed because they end within a quarter of their life, or a fortnight if that is shorter."""
    days = publishers()[row.site.platform].can.token_days
    ahead = min(timedelta(days=14), timedelta(days=days) / 4) if days else timedelta(days=14)
    if row.expires is None or row.void or not row.sealed or row.expires > now + max(ahead, timedelta(days=1)):
        return False
    try:
        renewed(row.site, now, row)
    except Expired as trouble:
        give_up(row.site, trouble)
    except (Trouble, Refused):
        return False
    else:
        return True
    return False


def _row(site: Site) -> Connection:
    row: Connection | None = Connection.objects.filter(site=site).select_related("site").first()
    if row is None or not row.sealed:
        raise Keyless(_("The account is not connected."))
    if row.void:
        raise Keyless(row.void)
    return row


def _settings(row: Connection) -> dict[str, str]:
    try:
        return settings_for(row.site, row.server)
    except Refused as refused:
        raise Keyless(str(refused)) from refused


def _line(row: Connection) -> Line:
    try:
        return Line(row.handle, row.server, secrets_in(bytes(row.sealed), row.id))
    except Shut as error:
        raise Keyless(_("The keys cannot be opened with this desk's seal key.")) from error


@contextmanager
def _alone(row: Connection, now: datetime) -> Iterator[None]:
    """Holds the renewal of a connection, so that two workers never spend the same renewal key."""
    made = Lease.objects.get_or_create(task=row.id, defaults={"worker": "renewal", "until": now + RENEWS})[1]
    over = Q(until__lte=now) | Q(until__gt=now + 2 * RENEWS)  # or the clock was set back
    taken = not made and Lease.objects.filter(over, task=row.id).update(until=now + RENEWS)
    if not (made or taken):
        raise Unavailable(_("Its keys are being renewed just now."), WAIT)
    try:
        yield
    finally:
        Lease.objects.filter(task=row.id).delete()
