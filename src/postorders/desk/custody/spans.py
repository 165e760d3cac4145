"""Rows of holdings in two times: when it was so, and when the desk held it for so. A row is replaced, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from postorders.desk.base.person import Person
from postorders.desk.custody.models import Holding

DAY = timedelta(days=1)
Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes rows, at which moment, and why: the same for all that one act writes."""

    by: Person
    at: datetime
    reason: str = ""

    def write(self, like: Holding, spans: Iterable[Span], first: bool) -> None:
        """Adds rows for the same account and member."""
        for since, until in spans:
            row = Holding(site_id=like.site_id, member_id=like.member_id, first=first, since=since, until=until)
            row.recorded, row.by_id, row.reason = self.at, self.by.member, self.reason
            row.save()

    def strike(self, row: Holding) -> None:
        """From now on the row is only what was once held for so."""
        row.replaced = self.at
        row.save(update_fields=["replaced"])

    def cut(self, row: Holding, start: date, end: date | None) -> None:
        """Takes the days from `start` to `end` out of a row."""
        self.strike(row)
        self.write(row, outside(row, start, end), row.first)

    def demote(self, row: Holding, start: date, end: date | None) -> None:
        """Makes the holder a stand-in on the days from `start` to `end`."""
        self.cut(row, start, end)
        self.write(row, inside(row, start, end), first=False)


def outside(row: Holding, start: date, end: date | None) -> list[Span]:
    """The days of a row that lie before `start` or after `end`."""
    found: list[Span] = []
    if row.since < start:
        found.append((row.since, start - DAY if row.until is None else min(row.until, start - DAY)))
    if end is not None and (row.until is None or row.until > end):
        found.append((max(row.since, end + DAY), row.until))
    return found


def inside(row: Holding, start: date, end: date | None) -> list[Span]:
    """The days of a row from `start` to `end`."""
    if not overlaps(row, start, end):
        return []
    ends = [day for day in (row.until, end) if day is not None]
    return [(max(row.since, start), min(ends, default=None))]


def overlaps(row: Holding, start: date, end: date | None) -> bool:
    """Whether a row has a day from `start` to `end`."""
    return (end is None or row.since <= end) and (row.until is None or row.until >= start)
