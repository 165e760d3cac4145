"""Who holds the keys of which account, since when and as known when; and what a departure asks for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from postorders.desk.base.rows import Scoped, walls
from postorders.desk.custody.states import Handing


class Holding(Scoped):
    """A member holds the keys of an account from a day until another, both inclusive, as was known in a span of time.

    `since` and `until` are when it was so; `recorded` and `replaced` when the desk held it for so. A correction
    replaces a row by another and loses neither. `first` marks who answers for the keys; the others stand in.
    """

    site = models.ForeignKey("register.Site", on_delete=models.CASCADE, related_name="holdings")
    member = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="holdings")
    first = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded = models.DateTimeField()
    replaced = models.DateTimeField(null=True)
    by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta(Scoped.Meta):
        constraints = walls("custody_holding", "site", "member", "by")
        ordering = ["-since", "recorded"]
        indexes = [
            models.Index(fields=["department", "site"], name="custody_holding_site"),
            models.Index(fields=["department", "member"], name="custody_holding_member"),
        ]


class Departure(Scoped):
    """A holder of an account leaves or moves: the checklist that has to be done before the account is safe.

    `cause` is `separated`, `transferred`, or `both` for who moved first and leaves then; `on` is the day. `held_as`
    says what the member was to the account (`custodian`, `owner`, `named`, `poster`), which decides the steps. `clause`
    and `policy_version` are what orders it, empty where it is local practice. `due` is when it should be done, and
    `told` how often its being overdue was told further up.
    """

    site = models.ForeignKey("register.Site", on_delete=models.CASCADE, related_name="departures")
    member = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="departures")
    cause = models.CharField(max_length=12)
    on = models.DateField()
    held_as = models.JSONField(default=list)
    clause = models.CharField(max_length=40, blank=True)
    policy_version = models.ForeignKey("policy.Version", null=True, on_delete=models.PROTECT, related_name="+")
    opened = models.DateTimeField(auto_now_add=True)
    due = models.DateField()
    state = models.CharField(max_length=10, choices=Handing.choices(), default=Handing.first)
    ended = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    told = models.PositiveSmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("custody_departure", "site", "member", "policy_version", "ended_by"),
            models.UniqueConstraint(
                fields=["department", "site", "member"], condition=Q(state="open"), name="custody_departure_once"
            ),
        ]
        ordering = ["due"]
        indexes = [models.Index(fields=["department", "state", "due"], name="custody_departure_open")]

    @property
    def about(self) -> str:
        """How the ledger names it."""
        return f"site {self.site.number}"


class Step(Scoped):
    """One step of a departure that was taken: by whom, in which words, with what to show for it.

    `waived` says that it was recorded as not applying here, and `words` then says why.
    """

    departure = models.ForeignKey(Departure, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=20)
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    words = models.TextField(blank=True)
    waived = models.BooleanField(default=False)
    evidence = models.ForeignKey("pages.Kept", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [
            *walls("custody_step", "departure", "by", "evidence"),
            models.UniqueConstraint(fields=["department", "departure", "name"], name="custody_step_once"),
        ]
        ordering = ["at"]
