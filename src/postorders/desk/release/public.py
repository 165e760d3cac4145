"""The public log of corrections: what was wrong, what is true, where, and for how long it stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from postorders.desk.release.corrections import minutes
from postorders.desk.release.models import Correction, PutRight


@dataclass(frozen=True, slots=True)
class Place:
    """One account of a correction: its name and address, where the wrong post stood and where the right one stands ("",
    if nowhere), how it was put right, when (None if not yet), and how many minutes it stood wrong."""

    account: str
    url: str
    wrong: str
    right: str
    how: str
    done: datetime | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One correction as the public reads it."""

    number: int
    kind: str
    wrong: str
    right: str
    found: datetime
    wrong_since: datetime | None
    done: datetime | None
    minutes: int
    places: tuple[Place, ...]


def public_log(most: int, below: int | None = None, now: datetime | None = None) -> list[Entry]:
    """The newest corrections of the department at work that are shown, at most so many, from `below` a number on. No
    member is named. A fixed number of questions for however many."""
    moment = now or timezone.now()
    rows = Correction.objects.filter(shown=True).order_by("-number")
    if below is not None:
        rows = rows.filter(number__lt=below)
    steps = PutRight.objects.select_related("release__site", "successor").defer(
        "release__judgment", "release__rendering", "successor__judgment", "successor__rendering"
    )
    found = rows.prefetch_related(Prefetch("steps", steps), "steps__release__pieces", "steps__successor__pieces")
    return [_entry(row, moment) for row in found[:most]]


def _entry(row: Correction, now: datetime) -> Entry:
    places = tuple(_place(step, now) for step in sorted(row.steps.all(), key=lambda one: one.release.site.number))
    stood = max((one.minutes for one in places), default=0)
    return Entry(row.number, row.kind, row.wrong, row.right, row.found, row.wrong_since, row.done, stood, places)


def _place(step: PutRight, now: datetime) -> Place:
    site, after = step.release.site, step.successor
    wrong = next((piece.url for piece in step.release.pieces.all()), "")
    right = next((piece.url for piece in after.pieces.all()), "") if after else ""
    return Place(site.name, site.url, wrong, right, step.how, step.done, minutes(step, now))
