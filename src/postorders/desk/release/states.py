"""The life of one post on one account, and of what nobody approved."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postorders.desk.base.states import State, Workflow


class Sending(Workflow):
    """An intent stands before anything is sent; after it, the post is there and read back, or it is said why not."""

    intended = State(_("To be sent"), ("sending", "by-hand", "held", "failed", "recalled"), first=True)
    held = State(_("Held when its time came"), ("intended", "recalled"))
    sending = State(_("Being sent"), ("sent", "intended", "unsure", "failed"))
    unsure = State(_("Sent, outcome unknown"), ("sent", "intended", "failed"))
    by_hand = State(_("To be posted by hand"), ("sent", "read-back", "recalled"))
    sent = State(_("Sent, not yet read back"), ("read-back", "differs", "gone", "taken-down"))
    read_back = State(_("Out, as released"), ("gone", "differs", "taken-down"))
    differs = State(_("Out, but not as released"), ("read-back", "gone", "taken-down"))
    taken_down = State(_("Taken down by us"))
    gone = State(_("Gone from the platform"), ("read-back", "differs", "taken-down"))
    failed = State(_("Failed"), ("intended", "read-back", "recalled"))
    recalled = State(_("Recalled before it was sent"))


class Looking(Workflow):
    """A post on an official account with no approval behind it."""

    open = State(_("Open"), ("settled",), first=True)
    settled = State(_("Settled"))
