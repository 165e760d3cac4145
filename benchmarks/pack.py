"""The pack that is measured, ready to check; and the same pack with more patterns."""

from __future__ import annotations

from postorders.known import known
from postorders.policy.library import TEMPLATES, read
from postorders.policy.policy import Policy
from postorders.screening.checker import Checker
from postorders.signals.library import shipped

PACK = "kcpd-261"


def policy() -> Policy:
    """The policy that is measured."""
    return read(TEMPLATES / PACK, known)


def checker() -> Checker:
    """Every clause of the pack, with the concepts that it uses."""
    return Checker(policy(), shipped())
