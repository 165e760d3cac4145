"""What is done to a department's whole data: taken away, brought back, destroyed once more."""

from __future__ import annotations

from collections.abc import Collection

from postorders.desk.base.act import Done, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.ledger.models import Log, Payload
from postorders.desk.people.models import Department


@act(
    "operate.export",
    "Everything of {department} was exported from the host, its ledger of {entries} entries too.",
    may=[MACHINE],
)
def exported(person: Person, department: Department) -> Done:
    """Says that a department was exported whole."""
    size = Log.objects.get(department_id=department.id).size
    return Done(None, f"department {department.slug}", {"department": department.name, "entries": size})


@act(
    "operate.restore",
    "The desk was restored from the backup of {made}; what followed its {entries} entries is not in this ledger.",
    may=[MACHINE],
)
def restored(person: Person, department: Department, made: str, size: int, root: str) -> Done:
    """Says that the ledger goes on from a backup."""
    return Done(None, f"department {department.slug}", {"made": made, "entries": size, "root": root})


@act(
    "operate.dispose-again",
    "The payloads of {count} entries that had been disposed of before were destroyed again after a restore.",
    may=[MACHINE],
)
def dispose_again(person: Person, department: Department, indexes: Collection[int]) -> Done:
    """Destroys payloads that a backup still held, and is the certificate of it."""
    log = Log.objects.select_for_update().get(department_id=department.id)
    gone = sorted(set(indexes))
    rows = Payload.objects.filter(department_id=department.id, index__in=gone)
    rows.update(body="", act="", actor="", subject="", about="", at=None, disposed_by=log.size)
    return Done(None, f"department {department.slug}", {"disposes": gone, "count": len(gone)})
