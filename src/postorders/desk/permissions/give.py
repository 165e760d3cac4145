"""How a request becomes a permission: the terms weighed, the page made, the grant kept."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.utils.translation import gettext as _

from postorders.desk.base.act import Done
from postorders.desk.base.person import Person
from postorders.desk.people.who import today
from postorders.desk.permissions import paper, record, route
from postorders.desk.permissions.models import Decision, Grant, Request
from postorders.desk.permissions.paper import Approval, Terms
from postorders.desk.permissions.record import closed
from postorders.desk.permissions.rights import Right, kind_for, policy_for
from postorders.desk.permissions.rules import checked_terms, need_open


def weighed(person: Person, asked: Request, terms: Terms, new: str) -> tuple[Request, Right, Terms]:
    """The request, the person's right, and the terms made fit for the form. Raises Refused."""
    found, right = record.decidable(person, asked, new)
    policy, kind = policy_for(found), kind_for(found)
    need_open(policy, kind)
    return found, right, checked_terms(terms, policy, kind, person)


def granted(found: Request, terms: Terms, approvals: list[Approval]) -> Done:
    """The end of a granting act: the page is made, the permission is in force, the member is told."""
    right, policy, kind = approvals[0].right, policy_for(found), kind_for(found)
    text = paper.written(policy, kind, found, terms, approvals)
    given = Grant(
        request=found, name=record.grant_name(found), kind=found.kind, member=found.member, by=right.member,
        as_role=right.as_role, delegation=right.delegation, form=terms.form, granted_on=today(), starts=terms.starts,
        ends=terms.ends, conditions=terms.conditions, scope=found.scope, paper=text, digest=paper.digest(text),
        signed_name=terms.signed_name, signed_at=approvals[0].at if terms.signed_name else None,
    )  # fmt: skip
    given.save()
    closed(found, "granted")
    route.tell_asker(found, _("granted"))
    dates = {"starts": str(terms.starts), "ends": str(terms.ends or "further notice")}
    return record.done(found, given, right, form=terms.form, digest=given.digest, **dates)


def terms_of(first: Decision) -> Terms:
    """The terms of a first approval, as its line of history keeps them."""
    kept = dict(first.terms)
    return Terms(**{**kept, "starts": date.fromisoformat(kept["starts"]), "ends": _day(kept["ends"])})


def plain(terms: Terms) -> dict[str, str]:
    """Terms as a line of history keeps them."""
    return {name: str(value or "") for name, value in asdict(terms).items()}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
