"""Official accounts, what the public sees of them, and what changed."""

from __future__ import annotations

from django.db import models

from postorders.desk.base.rows import Scoped, walls
from postorders.desk.register.states import Keeping


class Site(Scoped):
    """An official account, from its entry on. Nothing is deleted: an account that ends is retired.

    `key` makes two addresses the same account (`platforms.address`); `as_printed` is how a policy's own list prints
    it. `purposes` are ids of clauses that name a purpose, `purpose` says it in words. `unit` is the element and `owner`
    the member who answers for it; `named_for` is the person or group that it profiles. `grant` is the permission behind
    it, empty for one that the policy itself lists. `told` is when the Chief was told the address. `kept_in` is where
    its password is kept, never the password.
    """

    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    platform = models.CharField(max_length=40)
    handle = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    key = models.CharField(max_length=400)
    as_printed = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=Keeping.choices(), default=Keeping.first)
    purpose = models.TextField(blank=True)
    purposes = models.JSONField(default=list, blank=True)
    short = models.CharField(max_length=300, blank=True)
    long = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    tags = models.JSONField(default=list, blank=True)
    unit = models.ForeignKey("people.Unit", null=True, on_delete=models.PROTECT, related_name="sites")
    owner = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="sites_owned")
    named_for = models.CharField(max_length=200, blank=True)
    grant = models.ForeignKey("permissions.Grant", null=True, on_delete=models.PROTECT, related_name="sites")
    style_guide = models.CharField(max_length=80, blank=True)
    kept_in = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    entered = models.DateTimeField(auto_now_add=True)
    told = models.DateTimeField(null=True)
    listed_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    listed = models.DateTimeField(null=True)
    verified_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    verified = models.DateTimeField(null=True)
    revalidate_by = models.DateField(null=True)
    ended = models.DateTimeField(null=True)
    ended_reason = models.TextField(blank=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("register_site", "unit", "owner", "grant", "entered_by", "listed_by", "verified_by"),
            models.UniqueConstraint(fields=["department", "number"], name="register_site_number"),
            models.UniqueConstraint(fields=["department", "key"], name="register_site_once"),
        ]
        ordering = ["number"]
        indexes = [models.Index(fields=["department", "state"], name="register_site_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """How the ledger names it."""
        return f"site {self.number}"


class Change(Scoped):
    """One change of the public list, as its feeds tell it."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    words = models.CharField(max_length=500, blank=True)

    class Meta(Scoped.Meta):
        constraints = walls("register_change", "site")
        ordering = ["-at"]
        indexes = [models.Index(fields=["department", "at"], name="register_change_at")]


class Issue(Scoped):
    """The public list as it was issued once: its exact bytes (canonical JSON) and their SHA-256."""

    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    body = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("register_issue"),
            models.UniqueConstraint(fields=["department", "number"], name="register_issue_number"),
        ]
        ordering = ["-number"]


class Listed(models.Model):
    """An account that a department of this host has made public: the directory by which anybody's question is answered.

    It holds nothing that the public list does not show, and is made anew from the register at any time. `place` is the
    department; the row stands outside of its walls on purpose.
    """

    site = models.UUIDField(primary_key=True)
    place = models.UUIDField(db_index=True)
    slug = models.CharField(max_length=60)
    town = models.CharField(max_length=200)
    key = models.CharField(max_length=400, db_index=True)
    platform = models.CharField(max_length=40)
    handle = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    state = models.CharField(max_length=20)
    since = models.DateTimeField()

    class Meta:
        ordering = ["slug", "key"]
