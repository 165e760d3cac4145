"""What the first page says of connections: those that no longer work, or soon will not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.connect.models import Connection
from postorders.desk.custody.models import Holding
from postorders.desk.custody.rights import MANAGERS
from postorders.desk.custody.who import known_at
from postorders.desk.people.who import on_day, today
from postorders.desk.register.rules import acts_as
from postorders.platforms.publisher import publishers

MOST = 5
SOON = timedelta(days=14)


def cards(person: Person) -> Iterator[Card]:
    """The card for a person."""
    if person.member is None:
        return
    now = timezone.now()
    ends = ~Q(void="") | Q(expires__lte=now + SOON)
    rows = Connection.objects.filter(ends, site__state="listed").exclude(sealed=b"").select_related("site")
    if not acts_as(person, MANAGERS):
        held = Holding.objects.filter(known_at(None), on_day(today()), member=person.member)
        rows = rows.filter(site__in=held.values("site"))
    found = [one for one in rows.defer("sealed").order_by("site__number")[: MOST * 8] if _wants(one)]
    lines = tuple(
        Line(one.site.name, reverse("connection", args=[one.site_id]), one.void or _ends(one)) for one in found[:MOST]
    )
    more = reverse("connections")
    yield Card(
        _("Accounts to connect again"), lines, more=more, more_label=_("All connections"), place=10, urgent=bool(lines)
    )


def _wants(one: Connection) -> bool:
    """Whether somebody must do something: keys of a few hours end all day long, and the desk renews them."""
    publisher = publishers().get(one.site.platform)
    return bool(one.void) or (publisher is not None and publisher.can.token_days >= 1)


def _ends(one: Connection) -> str:
    return _("the keys run out on %s") % f"{timezone.localtime(one.expires):%Y-%m-%d}"
