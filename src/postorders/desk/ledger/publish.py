"""Publishing: the new leaves go into the department's folder, signed; what they say stays in the database."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from pathlib import Path

from postorders.desk.base import scope
from postorders.desk.base.person import machine
from postorders.desk.ledger import acts, stamps
from postorders.desk.ledger.models import Checkpoint, Entry, Log, Payload
from postorders.desk.ledger.origin import folder_of, origin, signer
from postorders.desk.people.models import Department
from postorders.errors import InputError, refuse
from postorders.ledger import folder as library
from postorders.ledger.entry import Payload as Contents
from postorders.ledger.layout import CHECKPOINT
from postorders.ledger.tree import Frontier
from postorders.words import _

log = logging.getLogger("postorders.ledger")
STEP = 2048
# What publishing itself writes: alone it is no reason to publish again.
OWN = ("ledger.publish", "ledger.stamp")


def pending(department: uuid.UUID) -> bool:
    """Whether the ledger has gained what is worth a new checkpoint: anything but the record of the last one."""
    with scope.within(department):
        head = Log.objects.filter(department_id=department).first()
        if head is None or head.size == head.published:
            return False
        new = Payload.objects.filter(department_id=department, index__gte=head.published)
        return bool(new.exclude(act__in=OWN).exists())


def publish(department: Department) -> int:
    """Publishes what is new, and returns the published size. Called in the department's scope, outside a transaction.

    A worker may die at any point: the folder is the first to know, the rows follow, and the next call sets right what
    is missing. Raises InputError when the folder and the database do not tell the same history.
    """
    head = Log.objects.filter(department_id=department.id).first()
    if head is None:
        return 0
    folder, size = folder_of(department), _published(folder_of(department))
    _agrees(folder, size, head)
    if pending(department.id):
        size = _extend(folder, department, size, Frontier.from_bytes(bytes(head.frontier)))
    if size:
        _record(department, folder, size)
    return size


def _extend(folder: Path, department: Department, start: int, frontier: Frontier) -> int:
    new = leaves(department.id, start, frontier.size)
    checkpoint = library.publish(folder, origin(department), new, signer(department), start, frontier)
    return checkpoint.size


def leaves(department: uuid.UUID, start: int, end: int) -> Iterator[tuple[bytes, Contents]]:
    """The leaves of a range of entries, without what they say."""
    for at in range(start, end, STEP):
        rows = Entry.objects.filter(department_id=department, index__gte=at, index__lt=min(at + STEP, end))
        for leaf in rows.order_by("index").values_list("leaf", flat=True):
            yield bytes(leaf), None


def _record(department: Department, folder: Path, size: int) -> None:
    """Writes the row of the checkpoint, with its stamp where the desk has a timestamp authority."""
    row = Checkpoint.objects.filter(department_id=department.id, size=size).first()
    checkpoint = library.newest(folder)
    stamp = bytes(row.stamp) if row else b""
    if not stamp:
        try:
            stamp = stamps.stamped(folder, checkpoint)
        except InputError as error:  # the checkpoint stands without; the next call tries again
            log.warning("%s: %s", department.slug, error)
    if row is None:
        acts.published(machine(), department, checkpoint, stamp)
    elif stamp and not row.stamp:
        acts.stamped(machine(), department, size, stamp)


def _published(folder: Path) -> int:
    return library.newest(folder).size if (folder / CHECKPOINT).exists() else 0


def _agrees(folder: Path, size: int, head: Log) -> None:
    if size > head.size:
        what = _("The published ledger has {size} entries, and the database has {here}: it lost some.")
        mend = _("Nothing was published. Restore the newest backup of the database, or ask for help before going on.")
        raise refuse(what.format(size=size, here=head.size), mend, str(folder))
