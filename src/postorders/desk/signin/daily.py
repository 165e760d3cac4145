"""What signing in does once a day."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from django.conf import settings

from postorders.desk.jobs.daily import every_day
from postorders.desk.signin import acts, attempts


@every_day
def disable_idle(now: datetime) -> int:
    """Disables accounts that nobody used for too long; how many."""
    return len(acts.disable_idle(now))


@every_day
def disable_separated(now: datetime) -> int:
    """Disables the accounts of members whose last day has come; how many."""
    return len(acts.disable_separated())


@every_day
def clear(now: datetime) -> int:
    """Deletes sessions that have ended and failures that no longer count; how many addresses of the latter."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return attempts.forget(now)
