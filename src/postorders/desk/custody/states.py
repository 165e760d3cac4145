"""The life of a departure: an account whose holder leaves or moves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from postorders.desk.base.states import State, Workflow


class Handing(Workflow):
    """Open until every step is taken; nothing but the steps makes the account safe again."""

    open = State(_("At risk"), ("safe", "void"), first=True)
    safe = State(_("Safe again"))
    void = State(_("No longer needed"))
