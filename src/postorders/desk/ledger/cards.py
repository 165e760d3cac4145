"""What the first page says of the ledger: disposals that wait for the Chief."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.base.cards import Card, Line
from postorders.desk.base.person import Person
from postorders.desk.ledger.models import Disposal

MOST = 5


def cards(person: Person) -> Iterator[Card]:
    """The cards for a person."""
    if not person.has(("chief",)):
        return
    rows = Disposal.objects.filter(state="proposed").select_related("proposed_by").order_by("proposed")[:MOST]
    lines = [
        Line(row.authority, reverse("ledger-disposal", args=[row.id]), _("proposed by %s") % row.proposed_by.name)
        for row in rows
    ]
    more = reverse("ledger-disposals")
    yield Card(_("Disposals to decide"), tuple(lines), "", more, _("All disposals"), 40, bool(lines))
