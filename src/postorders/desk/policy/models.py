"""Adopted versions of the department's policies, readings that its attorney signed, documents that they refer to."""

from __future__ import annotations

from django.db import models

from postorders.desk.base.rows import Scoped, walls


class Version(Scoped):
    """One adopted version of one policy: the department's own copy, whole. What it orders never changes.

    `compiled` is what `policy.library.compiled` wrote; `pack` is a zip of the pack's folder with its adoption
    record; `attached` maps clause ids to the words found in the department's own document (`document_hash`), each
    as `policy.attach.Passage` is written; `text_hash` is that of the document's extracted text, in which their
    offsets count, and `leftover` names items of the document that no clause carries.
    """

    policy = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    effective = models.DateField()
    hash = models.CharField(max_length=64)
    compiled = models.TextField()
    pack = models.BinaryField()
    adopted_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField()
    proof = models.TextField(blank=True)
    document = models.BinaryField(default=b"")
    document_name = models.CharField(max_length=200, blank=True)
    document_hash = models.CharField(max_length=64, blank=True)
    text_hash = models.CharField(max_length=64, blank=True)
    attached = models.JSONField(default=dict, blank=True)
    leftover = models.JSONField(default=list, blank=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("policy_version", "adopted_by"),
            models.UniqueConstraint(fields=["department", "policy", "version"], name="policy_version_once"),
        ]
        ordering = ["policy", "-effective"]


class SignedReading(Scoped):
    """How the department's attorney reads a clause: signed, dated, with a reason, and reversible.

    `about` is the hash of the question and of what its clauses say: when a new version changes them, the signature
    does not carry over.
    """

    policy = models.CharField(max_length=80)
    reading = models.CharField(max_length=80)
    text = models.TextField()
    effect = models.CharField(max_length=10, blank=True)
    reason = models.TextField()
    about = models.CharField(max_length=64)
    signed_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    withdrawn_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta(Scoped.Meta):
        constraints = walls("policy_signedreading", "signed_by", "withdrawn_by")
        ordering = ["policy", "reading", "signed_on", "signed_at"]


class Draft(Scoped):
    """A pack that was put forward and is not adopted: a template or an upload, to be compared first.

    `pack` is a zip of its folder, law packs included.
    """

    source = models.CharField(max_length=200)
    policy = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    hash = models.CharField(max_length=64)
    pack = models.BinaryField()
    by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = walls("policy_draft", "by")
        ordering = ["-made"]


class Document(Scoped):
    """Which version of a document that the policy refers to (`name`, as the pack prints it) the department means.

    A newer row of the same name takes the place of an older one, which stays.
    """

    policy = models.CharField(max_length=80)
    name = models.CharField(max_length=300)
    version = models.CharField(max_length=80)
    dated = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True)
    named_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    named_on = models.DateField()
    named_at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = walls("policy_document", "named_by")
        ordering = ["policy", "name", "named_at"]
