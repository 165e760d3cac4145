"""Each department's people and policy: that whoever must decide is there."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils import timezone

from postorders.desk.base import scope
from postorders.desk.base.act import Refused
from postorders.desk.base.person import ROLES
from postorders.desk.config import Config
from postorders.desk.operate.doctor import Finding, doubtful, wrong
from postorders.desk.people.models import Delegation, Department
from postorders.desk.people.who import holders
from postorders.desk.policy.force import in_force
from postorders.policy.policy import Policy
from postorders.words import _

NEEDED = ("administrator", "chief", "attorney", "records-custodian")


def check(config: Config) -> Iterator[Finding]:
    """Roles that a department cannot do without are held; its policy is in force, and its deciders exist."""
    departments = list(Department.objects.order_by("slug"))
    if not departments:
        yield wrong("no-department", _("No department works here."), _("Make one with 'postorders desk init'."))
    for department in departments:
        with scope.within(department.id), timezone.override(ZoneInfo(department.timezone)):
            yield from _roles(department)
            yield from _policy(department)


def _roles(department: Department) -> Iterator[Finding]:
    for role in NEEDED:
        if not holders(role):
            what = _("Nobody holds the role {role}.").format(role=ROLES[role])
            level = wrong if role in ("administrator", "chief") else doubtful
            yield level("role-missing", what, _("Give it to a member, on the page People."), department.slug)
    today = timezone.localdate()
    if not any(one.holds(today) for one in Delegation.objects.filter(revoked=None)):
        mend = _("The Chief names one, on the page Delegations, before being away.")
        yield doubtful("no-designee", _("The Chief has named no designee."), mend, department.slug)


def _policy(department: Department) -> Iterator[Finding]:
    try:
        policy = in_force()
    except Refused as refused:
        yield wrong("no-policy", refused.problems[0].what, refused.problems[0].mend, department.slug)
        return
    if policy.manifest.status == "unproved":
        what = _("Nothing shows that {title} was adopted.").format(title=policy.manifest.title)
        mend = _("Adopt it with its proof, such as board minutes. Until then it can support no case.")
        yield doubtful("policy-unproved", what, mend, department.slug)
    for role in sorted(_deciders(policy)):
        if role in ROLES and role not in ("member", "designee", *NEEDED) and not holders(role):
            what = _("Nobody holds the role {role}, which decides on permissions.").format(role=ROLES[role])
            yield doubtful("decider-missing", what, _("Give it to a member, on the page People."), department.slug)


def _deciders(policy: Policy) -> set[str]:
    """The roles that decide on permissions under a policy."""
    found = {role for kind in policy.manifest.permissions for role in kind.by}
    return found | {role for approver in policy.manifest.approvers.values() for role in approver.any_of}


CHECKS = (check,)
