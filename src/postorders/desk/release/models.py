"""Releases: what shall be published where, every attempt, what the platform serves of it, and how it was put right."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from postorders.desk.base.rows import Scoped, walls
from postorders.desk.release.states import Looking, Sending


class Release(Scoped):
    """One draft on one account: the intent, written before anything is sent.

    `rendering` is exactly what was approved (`platforms.saying.Rendering` as plain data), `digest` its SHA-256,
    `judgment` the gate's at the moment of release. `key` is the same at every attempt. `worker` holds the row while it
    sends, until `held_until`. `first_tried` is when the first attempt began, `next_try` when the next is due; `tries`
    counts, `why` says what went wrong last. An emergency is to be ratified by `ratify_by`.
    """

    number = models.PositiveIntegerField()
    draft = models.ForeignKey("drafts.Draft", on_delete=models.PROTECT, related_name="releases")
    version = models.ForeignKey("drafts.Version", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("register.Site", on_delete=models.PROTECT, related_name="releases")
    state = models.CharField(max_length=20, choices=Sending.choices(), default=Sending.first)
    rendering = models.JSONField()
    digest = models.CharField(max_length=64)
    judgment = models.JSONField()
    policy_version = models.ForeignKey("policy.Version", null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due = models.DateTimeField()
    worker = models.CharField(max_length=80, blank=True)
    held_until = models.DateTimeField(null=True)
    first_tried = models.DateTimeField(null=True)
    next_try = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=500, blank=True)
    out_at = models.DateTimeField(null=True)
    emergency = models.TextField(blank=True)
    ratify_by = models.DateTimeField(null=True)
    ratified_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    ratified_at = models.DateTimeField(null=True)
    ratified = models.CharField(max_length=20, blank=True)
    ratified_words = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("release_release", "draft", "version", "site", "policy_version", "by", "ratified_by"),
            models.UniqueConstraint(fields=["department", "number"], name="release_release_number"),
            models.UniqueConstraint(fields=["department", "key"], name="release_release_once"),
        ]
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["department", "state", "next_try"], name="release_release_due"),
            models.Index(fields=["department", "site", "-out_at"], name="release_release_site"),
            models.Index(fields=["department", "-out_at"], name="release_release_out"),
        ]

    @property
    def about(self) -> str:
        """How the ledger names it."""
        return f"release {self.number}"


class Stands(Scoped):
    """One piece of a release where it stands: the platform's id and address, and what it serves.

    `capture` keeps the served bytes; `activity` is the same as an ActivityStreams object; `same` says whether what
    is served is what was approved, null before it was read.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="pieces")
    index = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=500)
    url = models.CharField(max_length=1000)
    version = models.CharField(max_length=200, blank=True)
    sent = models.DateTimeField()
    read = models.DateTimeField(null=True)
    served_at = models.CharField(max_length=40, blank=True)
    capture = models.ForeignKey("pages.Kept", null=True, on_delete=models.PROTECT, related_name="+")
    activity = models.JSONField(default=dict, blank=True)
    same = models.BooleanField(null=True)
    differs = models.TextField(blank=True)
    gone = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("release_stands", "release", "capture"),
            models.UniqueConstraint(fields=["department", "release", "index"], name="release_stands_piece"),
        ]
        ordering = ["index"]
        indexes = [models.Index(fields=["department", "place"], name="release_stands_place")]


class Attempt(Scoped):
    """One try at sending, finding, reading or deleting: when it began and ended, and what came of it.

    `number` is the sending that it belongs to, the first is 1: what was looked for after the second stands under 2.
    `came_to` is `sent`, `unsure`, `put-off`, `failed`, `found`, `not-there`, `trouble`, `read`, `deleted`; "" while it
    lasts, or where its worker died.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField(default=0)
    what = models.CharField(max_length=10)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    came_to = models.CharField(max_length=20, blank=True)
    told = models.CharField(max_length=500, blank=True)

    class Meta(Scoped.Meta):
        constraints = walls("release_attempt", "release")
        ordering = ["began"]


class Correction(Scoped):
    """That something published was wrong, what is done about it, and for how long it stood.

    `kind` is `corrects` or `retracts`; `wrong` says what was wrong and `right` what is true, both for the public.
    `said` is the draft that says it right, null until there is one. `wrong_since` is when the first wrong post went
    out, `done` when the last was put right; `shown` says that the public log has it.
    """

    number = models.PositiveIntegerField()
    draft = models.ForeignKey("drafts.Draft", on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10)
    wrong = models.TextField()
    right = models.TextField(blank=True)
    said = models.ForeignKey("drafts.Draft", null=True, on_delete=models.PROTECT, related_name="says_right")
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    found = models.DateTimeField()
    wrong_since = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)
    shown = models.BooleanField(default=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("release_correction", "draft", "said", "by"),
            models.UniqueConstraint(fields=["department", "number"], name="release_correction_number"),
        ]
        ordering = ["-number"]


class PutRight(Scoped):
    """One release that a correction puts right: how (`edit`, `reply`, `post`, `delete`, `by-hand`), and when.

    `captured` is the capture that was made before anything was changed; `successor` the release that says it right.
    """

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="steps")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="corrected")
    how = models.CharField(max_length=10)
    captured = models.ForeignKey("pages.Kept", null=True, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="corrects")
    done = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("release_putright", "correction", "release", "captured", "successor"),
            models.UniqueConstraint(fields=["department", "correction", "release"], name="release_putright_once"),
        ]


class Incident(Scoped):
    """A post on an official account that no release stands behind: what it says, and what came of it."""

    number = models.PositiveIntegerField()
    site = models.ForeignKey("register.Site", on_delete=models.PROTECT, related_name="incidents")
    state = models.CharField(max_length=20, choices=Looking.choices(), default=Looking.first)
    place = models.CharField(max_length=500)
    url = models.CharField(max_length=1000, blank=True)
    text = models.TextField(blank=True)
    served_at = models.CharField(max_length=40, blank=True)
    capture = models.ForeignKey("pages.Kept", null=True, on_delete=models.PROTECT, related_name="+")
    seen = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("release_incident", "site", "capture", "settled_by"),
            models.UniqueConstraint(fields=["department", "number"], name="release_incident_number"),
            models.UniqueConstraint(fields=["department", "site", "place"], name="release_incident_once"),
        ]
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["department", "state"], name="release_incident_state", condition=Q(state="open"))
        ]
