"""Personal tokens: what a program may do in its owner's name."""

from __future__ import annotations

from django.db import models

from postorders.desk.base.rows import Scoped, walls


class Token(Scoped):
    """A personal token. Only the hash is kept; `scopes` limit it, and it ends by itself."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=100)
    start = models.CharField(max_length=8)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made = models.DateTimeField(auto_now_add=True)
    ends = models.DateField()
    revoked = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = walls("api_token", "member")
        ordering = ["-made"]
