"""Every act on drafts and on the style guidelines, in one place to be called from."""

from __future__ import annotations

from postorders.desk.drafts.approving import approve, ask_approval, override, send_back
from postorders.desk.drafts.filing import attach, describe, detach, vouch
from postorders.desk.drafts.guiding import set_guide
from postorders.desk.drafts.writing import aim, answer, begin, drop, schedule, take_up, verify_facts, write

__all__ = [
    "aim",
    "answer",
    "approve",
    "ask_approval",
    "attach",
    "begin",
    "describe",
    "detach",
    "drop",
    "override",
    "schedule",
    "send_back",
    "set_guide",
    "take_up",
    "verify_facts",
    "vouch",
    "write",
]
