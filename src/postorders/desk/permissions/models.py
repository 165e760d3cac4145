"""Requests for leave, whose turn it is to decide, the decisions, and the permissions that came of them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from postorders.desk.base.rows import Scoped, walls
from postorders.desk.permissions.states import Asking


class Request(Scoped):
    """A member asks for leave of one kind that the adopted policy knows.

    `scope` narrows what is asked for, as in `posts.permission`; `item` says it in words: the text of one post, or the
    device. `level` counts how far up a chain of command it has been passed, and `reach` up to which level it may be
    decided besides, because nobody answered. `waiting_since` is when it came to the present level, and `escalated`
    when it last went further for want of an answer. `barred` shall not decide it now: who refused it before, or who
    gave the first of two approvals. `sealed` is a justification that only deciders may open, encrypted.
    """

    number = models.CharField(max_length=24)
    kind = models.CharField(max_length=80)
    policy_version = models.ForeignKey("policy.Version", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="requests")
    purpose = models.TextField()
    item = models.TextField(blank=True)
    scope = models.JSONField(default=dict, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    sealed = models.BinaryField(default=b"")
    state = models.CharField(max_length=20, choices=Asking.choices(), default=Asking.first)
    level = models.PositiveSmallIntegerField(default=0)
    reach = models.PositiveSmallIntegerField(default=0)
    barred = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField(auto_now_add=True)
    waiting_since = models.DateTimeField()
    escalated = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("permissions_request", "policy_version", "member", "barred"),
            models.UniqueConstraint(fields=["department", "number"], name="permissions_request_number"),
        ]
        ordering = ["asked", "number"]
        indexes = [
            models.Index(fields=["department", "state", "asked"], name="permissions_request_waits"),
            models.Index(fields=["department", "member", "state"], name="permissions_request_mine"),
        ]

    @property
    def about(self) -> str:
        """How the ledger names it."""
        return f"permission {self.number}"


class Turn(Scoped):
    """Who may decide a request now: one member in a role, or (`member` empty) whoever holds the role.

    `designee` says whether a designee of theirs may decide in their place.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="turns")
    role = models.CharField(max_length=40)
    member = models.ForeignKey("people.Member", null=True, on_delete=models.CASCADE, related_name="turns")
    designee = models.BooleanField(default=False)

    class Meta(Scoped.Meta):
        constraints = walls("permissions_turn", "request", "member")
        indexes = [models.Index(fields=["department", "role", "member"], name="permissions_turn_whose")]


class Decision(Scoped):
    """What one person did at one step, and why: the history of a request. `by` is empty for the desk itself.

    `terms` are those of a first approval that waits for a second.
    """

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=40, blank=True)
    delegation = models.ForeignKey("people.Delegation", null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    reasons = models.TextField(blank=True)
    terms = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = walls("permissions_decision", "request", "by", "delegation")
        ordering = ["at"]
        indexes = [models.Index(fields=["department", "at"], name="permissions_decision_at")]


class Grant(Scoped):
    """A permission in the sense of `posts.permission.Permission`, with the page that was made (and signed) for it.

    `told` counts the notices of its end that were given: 1 two weeks before, 2 the day before, 3 ended.
    """

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="grants")
    name = models.CharField(max_length=30)
    kind = models.CharField(max_length=80)
    member = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="grants")
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=40)
    delegation = models.ForeignKey("people.Delegation", null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=10)
    granted_on = models.DateField()
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    conditions = models.TextField(blank=True)
    scope = models.JSONField(default=dict, blank=True)
    revoked = models.DateField(null=True, blank=True)
    revoked_reason = models.TextField(blank=True)
    paper = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    told = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("permissions_grant", "request", "member", "by", "delegation"),
            models.UniqueConstraint(fields=["department", "name"], name="permissions_grant_name"),
            models.UniqueConstraint(
                fields=["department", "request"], condition=Q(revoked=None), name="permissions_grant_one_stands"
            ),
        ]
        ordering = ["starts", "name"]
        indexes = [models.Index(fields=["department", "ends", "told"], name="permissions_grant_ends")]

    def stands(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return self.starts <= on and not (self.ends and on > self.ends) and not (self.revoked and on >= self.revoked)
