"""Drafts of official posts: what they said at each version, their media, where they go, and who stood for what."""

from __future__ import annotations

from django.db import models

from postorders.desk.base.rows import Scoped, walls
from postorders.desk.drafts.states import Writing
from postorders.posts.media.small import size


class Draft(Scoped):
    """One official post in the making.

    `version` is the number of its latest version. `given` are the author's answers to asked facts ("yes", "no"), with
    `duty` and `device` as declared at release. `facts_by` checked the facts, `facts_from` says against what.
    `scheduled` is when it shall go out, null for at once. `emergency` says that it goes out now and is ratified after.
    `replies` is the place of the post that it answers or corrects, by the account's id. `returned` is what was said
    when it was last sent back, "" once it is approved.
    """

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=Writing.choices(), default=Writing.first)
    author = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveIntegerField(default=1)
    given = models.JSONField(default=dict, blank=True)
    facts_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    facts_from = models.TextField(blank=True)
    facts_at = models.DateTimeField(null=True)
    scheduled = models.DateTimeField(null=True, blank=True)
    emergency = models.TextField(blank=True)
    replies = models.JSONField(default=dict, blank=True)
    returned = models.TextField(blank=True)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("drafts_draft", "author", "facts_by"),
            models.UniqueConstraint(fields=["department", "number"], name="drafts_draft_number"),
        ]
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["department", "state", "-updated"], name="drafts_draft_state"),
            models.Index(fields=["department", "scheduled"], name="drafts_draft_when"),
        ]

    @property
    def about(self) -> str:
        """How the ledger names it."""
        return f"draft {self.number}"


class Version(Scoped):
    """What a draft said at one time; kept for ever. `own` holds texts for single accounts, by the account's id."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=2000, blank=True)
    language = models.CharField(max_length=10, default="en")
    own = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("drafts_version", "draft", "by"),
            models.UniqueConstraint(fields=["department", "draft", "number"], name="drafts_version_number"),
        ]
        ordering = ["number"]


class Target(Scoped):
    """An account that a draft goes to."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="targets")
    site = models.ForeignKey("register.Site", on_delete=models.PROTECT, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [
            *walls("drafts_target", "draft", "site"),
            models.UniqueConstraint(fields=["department", "draft", "site"], name="drafts_target_once"),
        ]


class Attached(Scoped):
    """A file of a draft: the clean copy that is sent, and the hash of what was brought.

    `alt` describes it to those who cannot see it, `words` are the words in it, which are judged like the text.
    `found` are the notes of cleaning (`posts.media`): what was removed, what was not checked, GPS. `vouched_by` gave a
    person's word that a file which no machine examined may go out, in `vouched`.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    original_sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    alt = models.TextField(blank=True)
    words = models.TextField(blank=True)
    found = models.JSONField(default=list, blank=True)
    vouched = models.TextField(blank=True)
    vouched_by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = walls("drafts_attached", "draft", "vouched_by", "by")
        ordering = ["place", "at"]

    @property
    def shown(self) -> tuple[int, int]:
        """Width and height in pixels at which a page shows it."""
        return size(self.width, self.height)


class Chunk(Scoped):
    """A part of a file, at most one megabyte: files of any length go in and out without being held whole.

    `which` is `copy` for the clean copy, `original` for what was brought, `small` for the picture as pages show it.
    """

    file = models.ForeignKey(Attached, on_delete=models.CASCADE, related_name="chunks")
    which = models.CharField(max_length=10)
    index = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta(Scoped.Meta):
        constraints = [
            *walls("drafts_chunk", "file"),
            models.UniqueConstraint(fields=["department", "file", "which", "index"], name="drafts_chunk_once"),
        ]
        ordering = ["index"]


class Overridden(Scoped):
    """A named person's record that a flag is mistaken, about one rendering of one text: another text has it no more.

    `flag` is the clause, concept and words of the flag; `text_sha256` binds everything that is said, `as_role` is the
    role held. One without a clause is a person's word on a text that no pattern can read.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="overrides")
    clause = models.CharField(max_length=40)
    concept = models.CharField(max_length=80, blank=True)
    flag = models.JSONField(default=dict)
    text_sha256 = models.CharField(max_length=64)
    reason = models.TextField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = walls("drafts_overridden", "draft", "by")
        ordering = ["at"]


class Approval(Scoped):
    """One person's approval of exactly what will be published: `manifest` lists every rendering, medium, alternative
    text, account and time, canonical JSON; `digest` is its SHA-256. `void` says why it is void, "" while it counts.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="approvals")
    level = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    manifest = models.TextField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)
    void = models.CharField(max_length=300, blank=True)
    void_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = walls("drafts_approval", "draft", "by")
        ordering = ["at"]


class Guide(Scoped):
    """One version of the style and content guidelines, as the Chief or a designee set them.

    `text` is what people read; `rules` what the desk looks for: {"kind", "value", "says"} each.
    """

    number = models.PositiveIntegerField()
    text = models.TextField()
    rules = models.JSONField(default=list, blank=True)
    starts = models.DateField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    as_role = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("drafts_guide", "by"),
            models.UniqueConstraint(fields=["department", "number"], name="drafts_guide_number"),
        ]
        ordering = ["-number"]
