"""Each department's ledger: that it holds, agrees with what was published, and is published and stamped in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from postorders.desk.base import scope
from postorders.desk.config import Config
from postorders.desk.ledger.models import Checkpoint, Log, Payload
from postorders.desk.ledger.publish import OWN
from postorders.desk.operate import ledgers
from postorders.desk.operate.doctor import Finding, doubtful, wrong
from postorders.desk.people.models import Department
from postorders.errors import InputError
from postorders.ledger import layout
from postorders.ledger.folder import newest
from postorders.words import _

TAIL = 1000
WITNESS_DAYS = 7


def holds(config: Config) -> Iterator[Finding]:
    """The tree is the one of the entries, and the last payloads are those that it commits to."""
    for department in Department.objects.order_by("slug"):
        with scope.within(department.id):
            found = ledgers.walk(department.id, tail=TAIL)
        mend = _("Keep the desk as it is, and compare it with the last backup and with what witnesses hold.")
        for what in found.problems:
            yield wrong("ledger-broken", what, mend, department.slug)


def published(config: Config) -> Iterator[Finding]:
    """What was published is a beginning of what is in the database, and not old."""
    for department in Department.objects.order_by("slug"):
        with scope.within(department.id):
            yield from _published(config, department)


def _published(config: Config, department: Department) -> Iterator[Finding]:
    folder = config.home / "published" / department.slug
    log = Log.objects.filter(department_id=department.id).first()
    if not (folder / layout.CHECKPOINT).is_file() or log is None:
        oldest = Payload.objects.filter(department_id=department.id).order_by("index").values_list("at", flat=True)
        if (first := oldest.first()) and _late(first, config):
            mend = _("Start the worker: 'postorders desk run', or 'postorders desk worker'.")
            yield wrong("never-published", _("The ledger was never published."), mend, department.slug)
        return
    try:
        last = newest(folder)
    except InputError as error:
        yield from (wrong("published-damaged", one.what, one.mend, one.file) for one in error.problems)
        return
    if last.size > log.size or ledgers.root_at(department.id, last.size) != last.root:
        mend = _("Entries were lost or changed after they were published: compare with backups and witnesses.")
        yield wrong("published-differs", _("The published ledger is not a beginning of this one."), mend, folder)
        return
    unpublished = Payload.objects.filter(department_id=department.id, index__gte=last.size).exclude(act__in=OWN)
    if (first := unpublished.order_by("index").values_list("at", flat=True).first()) and _late(first, config):
        mend = _("Start the worker: 'postorders desk run', or 'postorders desk worker'.")
        what = _("Acts since {moment} are not published.").format(moment=f"{first:%Y-%m-%d %H:%M} UTC")
        yield wrong("publishing-late", what, mend, department.slug)


def vouched(config: Config) -> Iterator[Finding]:
    """Somebody outside has seen the ledger lately, and an authority has stamped it."""
    for department in Department.objects.order_by("slug"):
        with scope.within(department.id):
            marks = list(Checkpoint.objects.filter(department_id=department.id).order_by("-size")[:50])
        if not marks:
            continue
        if config.timestamps and not any(mark.stamp for mark in marks):
            mend = _("Look into the worker's messages; check `timestamps` in desk.toml.")
            yield wrong("not-stamped", _("No recent checkpoint was timestamped."), mend, department.slug)
        folder = config.home / "published" / department.slug
        if not _witnessed(folder):
            mend = _("Give the newest checkpoint to a witness: docs/guides/ledger.md says how.")
            what = _("No witness signed a checkpoint in the last {days} days.").format(days=WITNESS_DAYS)
            yield doubtful("not-witnessed", what, mend, department.slug)


def _witnessed(place: Path) -> bool:
    since = (timezone.now() - timedelta(days=WITNESS_DAYS)).timestamp()
    for size in layout.sizes(place)[-50:]:
        try:
            kept = layout.load_checkpoint(place / layout.CHECKPOINTS / str(size))
        except InputError:
            continue
        if any(line.time is not None and line.time >= since for line in kept.signatures):
            return True
    return False


def clock(config: Config) -> Iterator[Finding]:
    """The last entry is not from the future."""
    for department in Department.objects.order_by("slug"):
        with scope.within(department.id):
            last = Payload.objects.filter(department_id=department.id).order_by("-index").first()
        if last and last.at and last.at > timezone.now() + timedelta(minutes=2):
            mend = _("Set the clock of this machine by a time server.")
            what = _("The last entry is of {moment}, which is yet to come.")
            yield wrong("clock", what.format(moment=f"{last.at:%Y-%m-%d %H:%M} UTC"), mend, department.slug)


def _late(moment: datetime | None, config: Config) -> bool:
    return moment is not None and timezone.now() - moment > timedelta(minutes=3 * config.publish_minutes + 5)


CHECKS = (holds, published, vouched, clock)
