"""The department's applications on platforms, and its connected accounts."""

from __future__ import annotations

from django.db import models

from postorders.desk.base.rows import Scoped, walls


class Application(Scoped):
    """The department's own application on a platform, where one is needed to connect accounts: `settings` in the open
    (client id, server), `sealed` the client's secret.
    """

    platform = models.CharField(max_length=40)
    server = models.CharField(max_length=300, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    sealed = models.BinaryField(default=b"")
    by = models.ForeignKey("people.Member", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta(Scoped.Meta):
        constraints = [
            *walls("connect_application", "by"),
            models.UniqueConstraint(fields=["department", "platform", "server"], name="connect_application_once"),
        ]


class Connection(Scoped):
    """One official account with the keys that publish on it. `sealed` holds the secrets, encrypted, bound to this row.

    `known_as` is the platform's own id of the account; `scopes` what was allowed; `expires` when the keys run out.
    `void` says why they no longer work, "" while they do. `told` counts the notices given of the end.
    """

    site = models.OneToOneField("register.Site", on_delete=models.PROTECT, related_name="connection")
    server = models.CharField(max_length=300, blank=True)
    handle = models.CharField(max_length=200)
    known_as = models.CharField(max_length=200, blank=True)
    sealed = models.BinaryField()
    scopes = models.JSONField(default=list, blank=True)
    expires = models.DateTimeField(null=True)
    renewed = models.DateTimeField(null=True)
    void = models.CharField(max_length=300, blank=True)
    told = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta(Scoped.Meta):
        constraints = walls("connect_connection", "site", "by")
        indexes = [models.Index(fields=["department", "expires"], name="connect_connection_ends")]
