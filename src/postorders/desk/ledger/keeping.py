"""What must not be disposed of: entries that carry the ledger itself, and what is on hold."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.utils.translation import gettext as _

from postorders.desk.ledger.models import Hold, Payload

# The founding, and every step of a disposal or a hold: without them the gaps would explain themselves no more.
ALWAYS = frozenset(
    "people.found ledger.hold ledger.lift-hold ledger.propose-disposal ledger.dispose ledger.refuse-disposal "
    "ledger.withdraw-disposal ledger.disposal-reached operate.restore operate.dispose-again".split()
)


def kept_back(department: uuid.UUID, indexes: Collection[int]) -> list[str]:
    """Why some of these entries have to be kept, one sentence each; nothing when all may go."""
    rows = {row.index: row for row in Payload.objects.filter(department_id=department, index__in=list(indexes))}
    holds = list(Hold.objects.filter(lifted=None))
    return [why for index in sorted(set(indexes)) if (why := _why(index, rows.get(index), holds))]


def _why(index: int, row: Payload | None, holds: Collection[Hold]) -> str:
    if row is None:
        return _("There is no entry {index}").format(index=index)
    if row.disposed_by is not None:
        return _("Entry {index} was disposed of already, by entry {by}").format(index=index, by=row.disposed_by)
    if row.act in ALWAYS:
        return _("Entry {index} ({act}) is never disposed of").format(index=index, act=row.act)
    for hold in holds:
        if (hold.about and hold.about == row.about) or (hold.subject and hold.subject in (row.actor, row.subject)):
            return _("Entry {index} is on hold: {why}").format(index=index, why=hold.reason)
    return ""
