"""What a designee may be named for: the kinds that the adopted policies let a designee decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import Person
from postorders.desk.people.models import Delegation
from postorders.desk.people.who import today
from postorders.policy.policy import PermissionKind, Policy

# Who may name a designee, the highest first: the giver's own role goes with the delegation.
GIVERS = ("chief", "bureau-commander", "commander")


def need_ahead(starts: date) -> None:
    """Raises Refused for a designation that would begin before today: nobody is named after the fact."""
    if starts < today():
        raise Refused(_("A designation does not reach back."), _("Begin today or later."))


def seen_by(person: Person) -> QuerySet:
    """The delegations that a person sees, newest first: the Chief all of them, others those that they gave or hold."""
    rows = Delegation.objects.select_related("by", "to").order_by("-starts", "-given")
    return rows if person.has(("chief",)) else rows.filter(Q(by=person.member) | Q(to=person.member))


def policies() -> list[Policy]:
    """Every policy in force today in the department at work, each in its latest version."""
    from postorders.desk.policy.force import policy_of
    from postorders.desk.policy.models import Version

    rows = Version.objects.defer("compiled", "pack", "document").filter(effective__lte=today())
    latest = {row.policy: row for row in rows.order_by("effective")}
    return [policy_of(row) for row in latest.values()]


def kinds(found: Sequence[Policy] | None = None) -> list[PermissionKind]:
    """Every kind of permission whose clause stands in a policy in force."""
    return [
        kind
        for policy in (policies() if found is None else found)
        for kind in policy.manifest.permissions
        if kind.clause in {clause.clause for clause in policy.clauses}
    ]


def delegable(role: str, found: Sequence[Policy] | None = None) -> list[PermissionKind]:
    """The kinds that a holder of `role` decides and a designee may decide as well."""
    return [kind for kind in kinds(found) if "designee" in kind.by and role in kind.by]


def unfilled(held: set[str], found: Sequence[Policy]) -> list[tuple[str, str]]:
    """The approvers that policies name and that nobody is, as (role, label); a chain and a designee are left out."""
    named = {
        role: approver.label
        for policy in found
        for role, approver in policy.manifest.approvers.items()
        if not approver.any_of and not approver.needs
    }
    return [(role, label) for role, label in named.items() if role not in held]
