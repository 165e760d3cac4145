"""What a policy manager should know before a version is adopted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from postorders.desk.base.person import ROLES
from postorders.desk.people.models import Delegation, RoleHeld
from postorders.desk.people.who import today
from postorders.errors import Problem
from postorders.policy.lint import lint
from postorders.policy.policy import Approver, Policy


@dataclass(frozen=True, slots=True)
class Findings:
    """What a careful manager would mend, the labels of approvers whom nobody is, and what is not proved."""

    problems: tuple[Problem, ...]
    vacant: tuple[str, ...]
    unproved: str

    @property
    def none(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.problems or self.vacant or self.unproved)


def findings(policy: Policy) -> Findings:
    """The findings on a policy, for the people of the department at work."""
    manifest = policy.manifest
    return Findings(tuple(lint(policy)), vacant(policy), manifest.status_note if manifest.status == "unproved" else "")


def vacant(policy: Policy) -> tuple[str, ...]:
    """The labels of approvers that permissions of the policy name and that nobody in the department is today."""
    held, approvers = _held(), policy.manifest.approvers
    named = dict.fromkeys(by for kind in policy.manifest.permissions for by in kind.by if by in approvers)
    return tuple(approvers[name].label for name in named if not held & _roles(name, approvers[name]))


def _roles(name: str, approver: Approver) -> set[str]:
    """The roles of the desk that may act as an approver."""
    if approver.needs == "delegation":
        return {"designee"}
    return set(approver.any_of or (name,)) & set(ROLES)


def _held() -> set[str]:
    """The roles that anybody in service holds today; a delegation in force makes a designee."""
    day = today()
    serving = Q(member__separated=None) | Q(member__separated__gt=day)
    open_ended = Q(until=None) | Q(until__gte=day)
    held = set(RoleHeld.objects.filter(serving, open_ended, since__lte=day).values_list("role", flat=True).distinct())
    given = Delegation.objects.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day, revoked=None)
    return held | ({"designee"} if given.exists() else set())
