"""The life of a proposal to dispose of payloads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postorders.desk.base.states import State, Workflow


class Disposing(Workflow):
    """One person proposes, another decides; what is done cannot be undone."""

    proposed = State(_("Waiting for the Chief"), ("done", "refused", "withdrawn"), first=True)
    done = State(_("Done"))
    refused = State(_("Refused"))
    withdrawn = State(_("Withdrawn"))
