"""The rows of a ledger: one log per department, its entries, and the payloads beside it."""

from __future__ import annotations

from django.db import models

from postorders.desk.base.rows import Scoped, walls
from postorders.desk.ledger.states import Disposing


class Log(models.Model):
    """The head of a department's log: how many entries, and the frontier of its tree."""

    department = models.OneToOneField("people.Department", primary_key=True, on_delete=models.CASCADE, related_name="+")
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")
    published = models.BigIntegerField(default=0)


class Entry(models.Model):
    """One leaf: commitments and nothing else. Never changed, never deleted."""

    pk = models.CompositePrimaryKey("department_id", "index")
    department = models.ForeignKey("people.Department", on_delete=models.CASCADE, related_name="+")
    index = models.BigIntegerField()
    leaf = models.BinaryField()


class Payload(models.Model):
    """What an entry says, with its salts: kept apart, so that it can lawfully be disposed of.

    `body` is "" once disposed, and `disposed_by` the index of the act that did it. `act`, `actor` (an employee
    number), `subject` (that of the member whom it concerns), `about` and `at` help to find it, and go with the body.
    """

    pk = models.CompositePrimaryKey("department_id", "index")
    department = models.ForeignKey("people.Department", on_delete=models.CASCADE, related_name="+")
    index = models.BigIntegerField()
    body = models.TextField()
    act = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(null=True)
    disposed_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["department", "about", "index"], name="ledger_payload_about"),
            models.Index(fields=["department", "actor", "index"], name="ledger_payload_actor"),
            models.Index(fields=["department", "subject", "index"], name="ledger_payload_subject"),
            models.Index(fields=["department", "act", "index"], name="ledger_payload_act"),
            models.Index(fields=["department", "at"], name="ledger_payload_at"),
        ]


class Checkpoint(models.Model):
    """A signed checkpoint as published, and what others have said of it."""

    department = models.ForeignKey("people.Department", on_delete=models.CASCADE, related_name="+")
    size = models.BigIntegerField()
    text = models.TextField()
    stamp = models.BinaryField(default=b"")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["department", "size"], name="ledger_checkpoint_size")]


class Hold(Scoped):
    """Nothing of what it names is disposed of while it stands: a matter (`about`), or a member (`subject`)."""

    about = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    placed_by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    placed = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    lifted = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = walls("ledger_hold", "placed_by", "lifted_by")
        ordering = ["-placed"]


class Disposal(Scoped):
    """A proposal to destroy the payloads of some entries, and what came of it.

    `authority` is what allows it, such as the number of a retention schedule. `certificate` is the index of the entry
    that did it; `reached` names the backups that it has reached since.
    """

    indexes = models.JSONField()
    reason = models.TextField()
    authority = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=Disposing.choices(), default=Disposing.first)
    proposed_by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    proposed = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    decided = models.DateTimeField(null=True)
    certificate = models.BigIntegerField(null=True)
    reached = models.JSONField(default=list, blank=True)
    unreached = models.JSONField(default=list, blank=True)

    class Meta(Scoped.Meta):
        constraints = walls("ledger_disposal", "proposed_by", "decided_by")
        ordering = ["-proposed"]
