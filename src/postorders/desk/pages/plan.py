"""When a page is looked at next: oftener after a change, seldomer while it stays the same or cannot be read."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

STEADY = (1, 2, 4, 7)  # days until the next look, after so many looks without a change
FAILING = (1, 2, 4, 7)  # days, after so many looks in a row that could not read the page
TELL = 3  # looks in a row that fail before anybody is told
SPREAD = 20 * 3600  # seconds of the day over which departments are spread
SLACK = timedelta(hours=3)  # a look that is due a little later is done with the others


def days(steady: int, failing: int) -> int:
    """Days until the next look; `failing` counts the looks in a row that could not read the page."""
    if failing:
        return FAILING[min(failing, len(FAILING)) - 1]
    return STEADY[min(steady, len(STEADY) - 1)]


def next_look(now: datetime, steady: int, failing: int, wait: int | None = None) -> datetime:
    """The moment of the next look. `wait` is in seconds, where a site has asked for some patience."""
    asked = now + timedelta(seconds=wait or 0)
    return max(now + timedelta(days=days(steady, failing)), asked)


def spread(place: uuid.UUID) -> timedelta:
    """How long after the beginning of a daily round a department has its turn: the same every day."""
    return timedelta(seconds=place.int % SPREAD)
