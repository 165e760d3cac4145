"""The life of an official post until it goes out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postorders.desk.base.states import State, Workflow


class Writing(Workflow):
    """From the first word to the release. Any change while it waits or is approved sends it back to be written."""

    written = State(_("Being written"), ("waiting", "approved", "released", "dropped"), first=True)
    waiting = State(_("Waits for approval"), ("written", "approved", "dropped"))
    approved = State(_("Approved"), ("written", "released", "dropped"))
    released = State(_("Released"))
    dropped = State(_("Given up"), ("written",))
