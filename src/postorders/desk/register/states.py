"""The life of an official account in the register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postorders.desk.base.states import State, Workflow


class Keeping(Workflow):
    """From the first entry until the account is given up. Only what is listed is shown to the public as ours."""

    to_verify = State(_("To verify"), ("listed", "not-ours", "retired"), first=True)
    listed = State(_("Listed"), ("suspended", "revoked", "retired"))
    suspended = State(_("Suspended"), ("listed", "revoked", "retired"))
    revoked = State(_("Revoked"), ("to-verify", "retired"))
    retired = State(_("Retired"), ("to-verify",))
    not_ours = State(_("Not the department's"), ("to-verify",))


# States in which somebody must hold the keys: the account exists and is ours, listed or not.
HELD = ("to-verify", "listed", "suspended", "revoked")
# How the U.S. Digital Registry calls them.
REGISTRY = {
    "to-verify": "under_review",
    "listed": "published",
    "suspended": "archive_requested",
    "revoked": "archived",
    "retired": "archived",
    "not-ours": "archived",
}
