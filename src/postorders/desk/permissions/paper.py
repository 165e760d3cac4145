"""The page of a permission: everything that an approval needs, in plain text, and its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from postorders.desk.base.person import ROLES
from postorders.desk.people.models import Delegation
from postorders.desk.permissions.models import Request
from postorders.desk.permissions.rights import Right
from postorders.policy.policy import PermissionKind, Policy


@dataclass(frozen=True, slots=True)
class Terms:
    """What a decider grants: days (`ends` None for open), conditions, reasons, form, the decider's express words, and
    the name typed as a signature, "" where it is not signed.
    """

    starts: date
    ends: date | None = None
    conditions: str = ""
    reasons: str = ""
    form: str = "unstated"
    words: str = ""
    signed_name: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's approval: by which right, when, and the name signed."""

    right: Right
    at: datetime
    signed_name: str = ""


def written(policy: Policy, kind: PermissionKind, asked: Request, terms: Terms, approvals: Iterable[Approval]) -> str:
    """The text of the page, in the department's language. The same facts give the same text."""
    with translation.override(asked.department.language):
        rows = [*_of_policy(policy, kind, asked), *_of_request(asked), *_of_terms(kind, terms)]
        rows += [row for approval in approvals for row in _of_approval(approval)]
        head = _("PERMISSION %(number)s") % {"number": asked.number}
        return "\n".join([head, "", *(_line(label, value) for label, value in rows)]) + "\n"


def digest(paper: str) -> str:
    """SHA-256, in hex, of the text of a page."""
    return hashlib.sha256(paper.encode()).hexdigest()


def _line(label: str, value: str) -> str:
    """A row of the page; further lines of a value are set in, so that they cannot pass for rows."""
    return f"{label}: " + "\n    ".join((value or "-").replace("\r\n", "\n").split("\n"))


def _of_policy(policy: Policy, kind: PermissionKind, asked: Request) -> list[tuple[str, str]]:
    lifts = [clause.clause for clause in policy.clauses if clause.lifted_by.permission == kind.kind]
    return [
        (_("Department"), asked.department.name),
        (_("Policy"), f"{policy.manifest.title}, {policy.manifest.version}, SHA-256 {policy.hash}"),
        (_("Clause"), f"{kind.clause} ({policy.by_id[kind.clause].label})"),
        (_("Clauses that it lifts"), ", ".join(lifts)),
        (_("Permission"), f"{kind.label} ({kind.kind})"),
    ]


def _of_request(asked: Request) -> list[tuple[str, str]]:
    scope = "; ".join(f"{name} {value}" for name, value in sorted(asked.scope.items()))
    return [
        (_("Asked by"), f"{asked.member.name} ({asked.member.number})"),
        (_("Asked at"), _moment(asked.asked)),
        (_("Purpose"), asked.purpose),
        (_("For"), asked.item),
        (_("Scope"), scope),
    ]


def _of_terms(kind: PermissionKind, terms: Terms) -> list[tuple[str, str]]:
    return [
        (_("Form that the clause wants"), kind.form),
        (_("Form given"), terms.form),
        (_("In force from"), str(terms.starts)),
        (_("In force to"), str(terms.ends) if terms.ends else _("further notice")),
        (_("Conditions"), terms.conditions),
        (_("Reasons"), terms.reasons),
        (_("Words of permission"), terms.words),
    ]


def _of_approval(approval: Approval) -> list[tuple[str, str]]:
    member, right = approval.right.member, approval.right
    signed = _("signed in anew and typed the name %(name)s") % {"name": approval.signed_name}
    return [
        (_("Decided by"), f"{member.name} ({member.number})"),
        (_("As"), proof(right.delegation) if right.delegation else str(ROLES.get(right.role, right.role))),
        (_("Decided at"), _moment(approval.at)),
        (_("Signature"), signed if approval.signed_name else _("none; the form does not ask for one")),
    ]


def proof(one: Delegation) -> str:
    """The delegation that lets a designee decide, as a page shows it."""
    said = _("designee of %(by)s (%(role)s), delegation %(id)s of %(given)s, in force from %(starts)s to %(ends)s")
    role, ends = str(ROLES.get(one.role, one.role)), str(one.ends) if one.ends else _("further notice")
    given = timezone.localdate(one.given)
    about = {"by": one.by.name, "role": role, "id": one.id, "given": given, "starts": one.starts, "ends": ends}
    return said % about


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
