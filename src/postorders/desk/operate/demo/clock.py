"""A clock set back, so that the demonstration has a past. No real desk ever calls this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def pretending(moment: datetime) -> Iterator[None]:
    """Inside, it is that moment for everything that asks Django for the time."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
