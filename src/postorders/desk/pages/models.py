"""Captures of official pages, what was found in them, what people attest, and how things stand now."""

from __future__ import annotations

import zlib
from typing import Any

from django.db import models

from postorders.desk.base.rows import Scoped, walls


class Kept(Scoped):
    """A capture that is kept: the bytes that were fetched from, or brought for, an account or the official website.

    `body` is compressed by zlib; `sha256` and `size` are those of the bytes themselves. `source` is `fetch`, `api` or
    `upload`; `name` the file's name of an upload, whose `url` is the address that the account had then.
    """

    site = models.ForeignKey("register.Site", null=True, on_delete=models.PROTECT, related_name="captures")
    url = models.CharField(max_length=2000, blank=True)
    final = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=100)
    charset = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    body = models.BinaryField()
    by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Scoped.Meta):
        constraints = walls("pages_kept", "site", "by")
        ordering = ["-at"]
        indexes = [models.Index(fields=["department", "site", "at"], name="pages_kept_site")]

    @property
    def bytes(self) -> Any:
        """The bytes themselves."""
        return zlib.decompress(bytes(self.body))


class Check(Scoped):
    """One look at an account's page that found something new, or that a person asked for.

    `findings` maps each demand to what was found (`conformance.examine.Finding` as plain data); `before` holds the
    findings that were different until then. `why` says why the page could not be read, "" when it could.
    """

    site = models.ForeignKey("register.Site", on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    capture = models.ForeignKey(Kept, null=True, on_delete=models.PROTECT, related_name="+")
    policy_version = models.ForeignKey("policy.Version", on_delete=models.PROTECT, related_name="+")
    findings = models.JSONField(default=dict)
    before = models.JSONField(default=dict, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta(Scoped.Meta):
        constraints = walls("pages_check", "site", "by", "capture", "policy_version")
        ordering = ["-at"]
        indexes = [models.Index(fields=["department", "site", "at"], name="pages_check_site")]


class Standing(Scoped):
    """How the page of one account stands, and when it is looked at next.

    `check` is the look that the present findings come from; `seen` when they were last seen to be so. `steady` counts
    looks without a change, `failing` those in a row that could not read the page, `why` says why. `summary` counts the
    demands by how they stand (found, missing, unknown), attestations reckoned in, for lists.
    """

    site = models.OneToOneField("register.Site", on_delete=models.CASCADE, related_name="standing")
    check_made = models.ForeignKey(Check, null=True, on_delete=models.PROTECT, related_name="+")
    seen = models.DateTimeField(null=True)
    next_look = models.DateTimeField()
    steady = models.PositiveSmallIntegerField(default=0)
    failing = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=500, blank=True)
    summary = models.JSONField(default=dict, blank=True)

    class Meta(Scoped.Meta):
        constraints = walls("pages_standing", "site", "check_made")
        indexes = [models.Index(fields=["department", "next_look"], name="pages_standing_due")]


class Attestation(Scoped):
    """A named person's word on one demand, until a day: that it is met or not (a page that no machine can read), or
    that it is not practical there. `capture` is the picture or saved page that goes with it.
    """

    site = models.ForeignKey("register.Site", on_delete=models.CASCADE, related_name="attestations")
    demand = models.CharField(max_length=80)
    verdict = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    review_by = models.DateField()
    capture = models.ForeignKey(Kept, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = walls("pages_attestation", "site", "by", "capture")
        ordering = ["-at"]
        indexes = [models.Index(fields=["department", "site", "demand"], name="pages_attestation_site")]


class Wording(Scoped):
    """The department's own words for one demand, in a version; the newest that has begun is the one to show."""

    demand = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    text = models.TextField()
    since = models.DateField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("pages_wording", "by"),
            models.UniqueConstraint(fields=["department", "demand", "number"], name="pages_wording_number"),
        ]
        ordering = ["demand", "-number"]


class Website(Scoped):
    """A page of the official website that should link to the official accounts, and what it links to.

    `links` maps the keys of accounts that were found in it to whether the link says `rel="me"`.
    """

    url = models.CharField(max_length=500)
    name = models.CharField(max_length=200)
    added_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    added = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True)
    capture = models.ForeignKey(Kept, null=True, on_delete=models.PROTECT, related_name="+")
    links = models.JSONField(default=dict, blank=True)
    seen = models.DateTimeField(null=True)
    next_look = models.DateTimeField(null=True)
    failing = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=500, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("pages_website", "added_by", "capture"),
            models.UniqueConstraint(
                fields=["department", "url"], condition=models.Q(ended=None), name="pages_website_once"
            ),
        ]
        ordering = ["name"]
