"""The list as it was issued, and the proof that the ledger holds it: for whoever does not take our word for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from postorders.desk.ledger.models import Payload
from postorders.desk.ledger.origin import folder_of
from postorders.desk.people.models import Department
from postorders.desk.register.models import Issue
from postorders.desk.register.publish import ISSUE, about
from postorders.ledger.entry import Entry, read_payload
from postorders.ledger.folder import newest
from postorders.ledger.layout import CHECKPOINT
from postorders.ledger.proof import Proof
from postorders.ledger.tiles import Tiles
from postorders.ledger.tree import prove_inclusion


def proof_of(department: Department, issue: Issue) -> bytes | None:
    """The proof of the ledger's entry with the issue's SHA-256, as a file; None while the entry is not signed yet.

    No act is recorded for it, unlike for the proof of another entry: everything in this one is public.
    """
    row = Payload.objects.filter(department_id=department.id, act=ISSUE, about=about(issue.number)).first()
    entry = read_payload(row.body.encode()) if row and row.body else None
    folder = folder_of(department)
    if row is None or not isinstance(entry, Entry) or not (folder / CHECKPOINT).exists():
        return None
    checkpoint = newest(folder)
    if checkpoint.size <= row.index:
        return None
    hashes = prove_inclusion(row.index, checkpoint.size, Tiles(folder, checkpoint.size))
    return Proof(row.index, entry, hashes, checkpoint).to_bytes()


def minutes_left(issue: Issue, now: datetime | None = None) -> int:
    """Within how many minutes the proof should be there: the ledger is signed at intervals. At least 1."""
    due = issue.at + timedelta(minutes=settings.CONFIG.publish_minutes)
    return max(1, int((due - (now or timezone.now())).total_seconds() // 60) + 1)


def provable(department: Department, issue: Issue) -> bool:
    """Whether the proof is there, without making it."""
    row = Payload.objects.filter(department_id=department.id, act=ISSUE, about=about(issue.number))
    index = row.values_list("index", flat=True).first()
    folder = folder_of(department)
    return index is not None and (folder / CHECKPOINT).exists() and newest(folder).size > index
