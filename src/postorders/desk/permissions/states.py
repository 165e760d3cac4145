"""The life of a request for leave."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postorders.desk.base.states import State, Workflow


class Asking(Workflow):
    """From the question to the answer, and what may follow. Time alone moves nothing: an unanswered request waits."""

    waiting = State(
        _("Waiting for a decision"),
        ("waiting", "second", "granted", "refused", "sent-back", "withdrawn"),
        first=True,
    )
    second = State(_("Waiting for a second person"), ("granted", "refused", "sent-back", "withdrawn"))
    sent_back = State(_("Sent back to be completed"), ("waiting", "withdrawn"))
    granted = State(_("Granted"), ("revoked", "given-up"))
    refused = State(_("Refused"), ("appealed",))
    appealed = State(_("Appealed"), ("waiting", "refused-finally", "withdrawn"))
    refused_finally = State(_("Refused on appeal"))
    withdrawn = State(_("Withdrawn"))
    revoked = State(_("Revoked"), ("appealed",))
    given_up = State(_("Given up by the holder"))


# States in which somebody's decision is waited for.
OPEN = ("waiting", "second", "appealed")
