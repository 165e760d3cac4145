"""Departments, units, members, the roles they hold, and the Chief's delegations."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models

from postorders.desk.base.person import ROLES
from postorders.desk.base.rows import Scoped, walls


class Department(models.Model):
    """A department. `settings` are its labeled local settings, by name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=60, default="America/Chicago")
    language = models.CharField(max_length=5, default="en")
    contact = models.CharField(max_length=200, blank=True)
    settings = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Unit(Scoped):
    """A part of the department, under another one or at the top, and who leads it."""

    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    head = models.ForeignKey("Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="heads")

    class Meta(Scoped.Meta):
        constraints = [
            *walls("people_unit", "parent", "head"),
            models.UniqueConstraint(fields=["department", "name"], name="people_unit_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Member(Scoped):
    """A person of the department, known by an employee number. Nobody is deleted: separation is a date."""

    CLASSES = [("officer", "Officer"), ("civilian", "Civilian"), ("reserve", "Reserve officer")]

    number = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    member_class = models.CharField(max_length=12, choices=CLASSES)
    rank = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    joined = models.DateField(null=True, blank=True)
    separated = models.DateField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("people_member", "unit"),
            models.UniqueConstraint(fields=["department", "number"], name="people_member_number"),
        ]
        ordering = ["name", "number"]
        indexes = [models.Index(fields=["department", "name", "number"], name="people_member_by_name")]

    def __str__(self) -> str:
        return self.name

    def active(self, on: date) -> bool:
        """Whether the person belongs to the department on that day."""
        return self.separated is None or self.separated > on


class RoleHeld(Scoped):
    """A role that a member holds, from a day until another, both inclusive."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=40, choices=list(ROLES.items()))
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta(Scoped.Meta):
        constraints = walls("people_roleheld", "member")
        indexes = [models.Index(fields=["department", "role"], name="people_roleheld_role")]


class Delegation(Scoped):
    """The dated designation of a designee by someone who may decide.

    `kinds` narrows it to kinds of permission, empty for all. An alternate (`alternate`) decides only what its
    giver has left unanswered for the time that the department has set.
    """

    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="delegations_given")
    to = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="delegations_held")
    role = models.CharField(max_length=40)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    alternate = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    revoked = models.DateField(null=True, blank=True)
    given = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = walls("people_delegation", "by", "to")
        ordering = ["-starts"]

    def holds(self, on: date) -> bool:
        """Whether it is in force on that day."""
        over = (self.ends and on > self.ends) or (self.revoked and on >= self.revoked)
        return self.starts <= on and not over
