"""Backups: that there is a recent one, and that a disposal could reach each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from postorders.desk.config import Config
from postorders.desk.operate.backup import known_backups, missing_backups
from postorders.desk.operate.doctor import Finding, doubtful, wrong
from postorders.errors import InputError
from postorders.words import _

DAYS = 2


def check(config: Config) -> Iterator[Finding]:
    """A backup was made lately, lies elsewhere, and can be reached."""
    try:
        known = known_backups(config.home)
    except InputError as error:
        yield from (wrong("backups-unknown", one.what, one.mend, one.file) for one in error.problems)
        return
    mend = _("Make one, best every night: 'postorders desk backup DIR --keys DIR2'.")
    if not known:
        yield wrong("backup-none", _("There is no backup."), mend)
        return
    last = max(datetime.fromisoformat(one["made"]) for one in known)
    if timezone.now() - last > timedelta(days=DAYS):
        yield wrong("backup-old", _("The last backup is of {day}.").format(day=f"{last:%Y-%m-%d}"), mend)
    if all(_near(config, one["folder"]) for one in known):
        yield doubtful("backup-near", _("Every backup is on the disk of the desk."), _("Keep one elsewhere."))
    for one in missing_backups(config.home):
        yield doubtful("backup-missing", one.what, one.mend, one.file)


def _near(config: Config, folder: str) -> bool:
    path = Path(folder)
    return path.exists() and path.stat().st_dev == config.home.stat().st_dev


CHECKS = (check,)
