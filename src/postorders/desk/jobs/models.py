"""Leases of running tasks, and notices to people."""

from __future__ import annotations

from django.db import models

from postorders.desk.base.rows import Scoped, walls


class Lease(models.Model):
    """Until when a worker holds a task; past that, the sweeper puts the task back into the queue."""

    task = models.UUIDField(primary_key=True)
    worker = models.CharField(max_length=80)
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)


class Notice(Scoped):
    """A message to one member: why it came, and about what. `key` keeps it from being sent twice."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    because = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True)
    made = models.DateTimeField(auto_now_add=True)
    sent = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)
    read = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("jobs_notice", "member"),
            models.UniqueConstraint(fields=["department", "member", "key"], name="jobs_notice_once"),
        ]
        ordering = ["-made"]
