"""Failed sign-ins, counted in the database so that no restart forgets them, and the lock that too many bring.

A try is counted before the password is looked at and taken back when it was right, so that many tries at once
do not slip past the limit. Tries are counted by address, whether or not an account has it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from postorders.desk.signin.models import Attempts


def begin(email: str, now: datetime) -> float | None:
    """Counts one try and returns its mark; None when the address is locked, and then nothing is counted."""
    with transaction.atomic():
        row, _ = Attempts.objects.select_for_update().get_or_create(key=_key(email))
        if _until(row.times) > now.timestamp():
            return None
        row.times = [*row.times, now.timestamp()][-settings.CONFIG.lock_after_failures :]
        row.last = now
        row.save()
    return now.timestamp()


def forgive(email: str, mark: float) -> None:
    """Takes one try back: it was right."""
    with transaction.atomic():
        row = Attempts.objects.select_for_update().filter(key=_key(email)).first()
        if row is not None and mark in row.times:
            row.times.remove(mark)
            row.save()


def clear(email: str) -> bool:
    """Forgets all failures of an address, lock included; whether there were any."""
    return bool(Attempts.objects.filter(key=_key(email)).delete()[0])


def locked(email: str, now: datetime) -> bool:
    """Whether sign-in with that address is locked."""
    row = Attempts.objects.filter(key=_key(email)).first()
    return row is not None and _until(row.times) > now.timestamp()


def forget(now: datetime) -> int:
    """Deletes what no longer counts, and returns how many addresses that were."""
    return int(Attempts.objects.filter(last__lt=now - timedelta(seconds=_window())).delete()[0])


def _until(times: list[float]) -> float:
    """When the lock ends, in seconds since 1970; 0 when the failures bring none."""
    limit = settings.CONFIG.lock_after_failures
    if len(times) < limit or times[-1] - times[-limit] >= _window():
        return 0.0
    return times[-1] + _window()


def _window() -> float:
    return float(settings.CONFIG.lock_within_minutes * 60)


def _key(email: str) -> str:
    """The address as it is kept: nobody reads it back from the table."""
    return str(salted_hmac("postorders.attempts", email.strip().lower(), algorithm="sha256").hexdigest())
