"""Requests in plain words: who decides a kind and how, how old something is, what was done at each step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from postorders.desk.base.person import ROLES
from postorders.desk.permissions.models import Decision, Request
from postorders.desk.permissions.rules import is_device
from postorders.policy.policy import PermissionKind, Policy

FORMS = {
    "written": lazy("In writing: the decider signs in again and signs by name."),
    "express": lazy("In express words."),
    "unstated": lazy("The clause names no form; the department may choose."),
}
GIVEN = {
    "written": lazy("in writing, signed"),
    "express": lazy("in express words"),
    "unstated": lazy("in no stated form"),
}
_STEPS = {
    "completed": lazy("%(who)s completed the request."),
    "withdrawn": lazy("%(who)s withdrew the request."),
    "passed-up": lazy("%(who)s passed it up, with a recommendation."),
    "sent-back": lazy("%(who)s sent it back to be completed."),
    "granted": lazy("%(who)s granted it."),
    "approved": lazy("%(who)s gave the first of two approvals."),
    "confirmed": lazy("%(who)s confirmed the approval."),
    "refused": lazy("%(who)s refused it."),
    "revoked": lazy("%(who)s revoked the permission."),
    "given-up": lazy("%(who)s gave the permission up."),
    "appealed": lazy("%(who)s appealed."),
    "upheld": lazy("%(who)s heard the appeal: the decision stands."),
    "set-aside": lazy("%(who)s heard the appeal: it is to be decided anew."),
    "escalated": lazy("It had no answer in the time that is set. Nothing was decided; it was also put to:"),
    "rerouted": lazy("It went to whoever decides it now, because that had changed. Nothing was decided."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of history: when, what was done, by what right, and the words that were given."""

    at: datetime
    says: str
    right: str
    words: str


@dataclass(frozen=True, slots=True)
class Described:
    """A kind in plain words."""

    kind: PermissionKind
    who: str
    form: Any
    lifts: tuple[str, ...]
    device: bool


def described(policy: Policy, kind: PermissionKind) -> Described:
    """A kind with who decides, in the policy's own words for them, and the clauses that it lifts."""
    labels = [policy.manifest.approvers[name].label for name in kind.by]
    lifts = tuple(clause.clause for clause in policy.clauses if clause.lifted_by.permission == kind.kind)
    return Described(kind, _(" or ").join(labels), FORMS[kind.form], lifts, is_device(policy, kind))


def history(asked: Request) -> list[Step]:
    """What was done with a request, from the first to the last."""
    lines = asked.decisions.select_related("by", "delegation__by")
    first = Step(asked.asked, _("%(who)s asked.") % {"who": asked.member.name}, "", "")
    return [first, *(_step(line) for line in lines)]


def _step(line: Decision) -> Step:
    says = str(_STEPS[line.what]) % {"who": line.by.name if line.by else "Post Orders"}
    return Step(line.at, says, _right(line), line.reasons)


def _right(line: Decision) -> str:
    """By what right it was done, for a reader; the page of the permission has the delegation's own number."""
    if (given := line.delegation) is None:
        return str(ROLES.get(line.as_role, line.as_role))
    said = _("designee of %(by)s (%(role)s), from %(starts)s to %(ends)s")
    ends = str(given.ends) if given.ends else _("further notice")
    role = str(ROLES.get(given.role, given.role))
    return said % {"by": given.by.name, "role": role, "starts": given.starts, "ends": ends}


def age(since: datetime) -> str:
    """How long ago, in days."""
    days = max((timezone.localdate() - timezone.localdate(since)).days, 0)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else _("today")


def changes(person_id: Any, since: datetime) -> list[tuple[Request, Step]]:
    """What others did with a member's requests since a moment, newest first; at most 20."""
    lines = Decision.objects.filter(request__member=person_id, at__gt=since).exclude(by=person_id)
    found = lines.select_related("request", "by", "delegation__by").order_by("-at")[:20]
    return [(line.request, _step(line)) for line in found]


def labels(policy: Policy, asked: Iterable[Any]) -> None:
    """Gives each request or grant the label of its kind, as `label`."""
    known = {kind.kind: kind.label for kind in policy.manifest.permissions}
    for one in asked:
        one.label = known.get(one.kind, one.kind)
