"""What is done with requests for leave: asking, deciding, revoking, appealing. Time by itself decides nothing."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import ANYONE, ROLES, Person
from postorders.desk.people.models import Member
from postorders.desk.people.who import today
from postorders.desk.permissions import record, route
from postorders.desk.permissions.daily import escalate, reroute, tell_ending
from postorders.desk.permissions.give import granted, plain, terms_of, weighed
from postorders.desk.permissions.local import setting
from postorders.desk.permissions.models import Grant, Request
from postorders.desk.permissions.paper import Approval, Terms
from postorders.desk.permissions.record import closed
from postorders.desk.permissions.rights import (
    CHIEF,
    Right,
    kind_for,
    policy_for,
    right_of,
    right_to_give,
    rights,
)
from postorders.desk.permissions.rules import Wish, checked_terms, checked_wish, need_open, need_reasons, scope_of
from postorders.desk.permissions.seal import seal, unseal
from postorders.desk.permissions.seats import levels
from postorders.desk.permissions.states import Asking
from postorders.desk.policy.force import kind_of, policy_of, version_in_force
from postorders.policy.policy import PermissionKind

__all__ = ["escalate", "reroute", "tell_ending"]  # the desk's own acts are part of this page too

# Whom a policy may name as an approver, or a department as the one who hears appeals. An administrator decides nothing.
DECIDERS = tuple(role for role in ROLES if role not in ("member", "administrator"))


@act("permissions.ask", "{actor_name} asked for leave: request {request} ({kind}).", may=ANYONE)
def ask(person: Person, kind: str, wish: Wish) -> Done:
    """Asks for leave of one kind of the policy in force; it goes to whoever may decide, and they are told."""
    version = version_in_force()
    policy = policy_of(version)
    wanted = kind_of(policy, kind)
    need_open(policy, wanted)
    wish = checked_wish(wish, policy, wanted)
    asked = Request(number=record.next_number(), kind=kind, policy_version=version, member_id=person.member)
    asked.waiting_since = timezone.now()
    asked.department_id = person.department
    _fill(asked, wish, wanted)
    route.tell_deciders(asked, route.route(asked), _("A member asked for leave."))
    return record.done(asked, starts=str(asked.starts), ends=str(asked.ends or "further notice"))


@act("permissions.complete", "{actor_name} completed the request {request}.", may=ANYONE)
def complete(person: Person, asked: Request, wish: Wish) -> Done:
    """Answers a request that was sent back: it waits again, before the same people."""
    found = record.own(person, asked)
    record.moved(found, "waiting")
    policy, kind = policy_for(found), kind_for(found)
    need_open(policy, kind)
    _fill(found, checked_wish(wish, policy, kind), kind)
    record.note(found, person, "completed")
    route.tell_deciders(found, route.route(found), _("A request that was sent back is complete."))
    return record.done(found, starts=str(found.starts), ends=str(found.ends or "further notice"))


@act("permissions.withdraw", "{actor_name} withdrew the request {request}.", may=ANYONE)
def withdraw(person: Person, asked: Request) -> Done:
    """Takes back a request that has not been decided."""
    found = record.own(person, asked)
    closed(found, "withdrawn")
    record.note(found, person, "withdrawn")
    return record.done(found)


@act(
    "permissions.pass-up",
    "{actor_name} passed the request {request} of {member} up the chain of command.",
    may=DECIDERS,
)
def pass_up(person: Person, asked: Request, recommendation: str) -> Done:
    """Passes a request to the next level of the chain of command, with a recommendation."""
    found, right = record.decidable(person, asked, "waiting")
    ladder = levels(policy_for(found), kind_for(found), found.member)
    sits = (
        i for i, level in enumerate(ladder) for seat in level if (seat.role, seat.member) == (right.role, right.member)
    )
    here = max(min(found.level, len(ladder) - 1), next(sits, 0))
    if here + 1 >= len(ladder):
        raise Refused(_("Nobody above you decides this kind of request."), _("Grant it, refuse it, or send it back."))
    words = need_reasons(recommendation)
    record.moved(found, "waiting")
    found.level, found.reach = here + 1, here + 1
    found.save()
    record.note(found, person, "passed-up", words, right)
    route.tell_deciders(found, route.route(found), _("It was passed up to you with a recommendation."))
    return record.done(found, right=right, words=words, level=found.level)


@act("permissions.send-back", "{actor_name} sent the request {request} back to {member} to be completed.", may=DECIDERS)
def send_back(person: Person, asked: Request, reasons: str) -> Done:
    """Sends a request back, saying what is missing; it waits for the member and is decided by nobody meanwhile."""
    found, right = record.decidable(person, asked, "sent-back")
    words = need_reasons(reasons)
    closed(found, "sent-back")
    record.note(found, person, "sent-back", words, right)
    route.tell_asker(found, _("sent back to be completed"))
    return record.done(found, right=right, words=words)


@act(
    "permissions.grant",
    "{actor_name} granted the request {request} of {member} ({kind}), from {starts} to {ends}, as {role}.",
    may=DECIDERS,
)
def grant(person: Person, asked: Request, terms: Terms) -> Done:
    """Grants a request, in the form that its clause wants, and makes its page. Returns the Grant."""
    found, right, terms = weighed(person, asked, terms, "granted")
    if found.state == "second" or found.kind in setting("second_approver"):
        raise Refused(_("Two people approve this kind (local setting)."), _("Give the first approval, or confirm it."))
    record.note(found, person, "granted", terms.reasons, right)
    return granted(found, terms, [Approval(right, timezone.now(), terms.signed_name)])


@act(
    "permissions.approve",
    "{actor_name} gave the first of two approvals to the request {request} of {member}.",
    may=DECIDERS,
)
def approve(person: Person, asked: Request, terms: Terms) -> Done:
    """The first approval, where the department has set that two people approve: nothing is in force yet."""
    found, right, terms = weighed(person, asked, terms, "second")
    if found.kind not in setting("second_approver"):
        raise Refused(_("One person decides this kind."), _("Grant it."))
    record.moved(found, "second")
    found.barred_id = person.member
    found.save()
    record.note(found, person, "approved", terms.reasons, right, plain(terms))
    route.tell_deciders(found, route.route(found), _("One person has approved; a second is to confirm it."))
    return record.done(found, right=right)


@act(
    "permissions.confirm",
    "{actor_name} confirmed the request {request} of {member} ({kind}), from {starts} to {ends}; {role} had approved.",
    may=DECIDERS,
)
def confirm(person: Person, asked: Request, signed_name: str = "") -> Done:
    """The second approval, of the terms of the first. Returns the Grant."""
    found, right = record.decidable(person, asked, "granted")
    if found.state != "second":
        raise Refused(_("Nothing waits for a second approval here."), _("Open the request again."))
    first = found.decisions.filter(what="approved").select_related("by", "delegation__by").latest("at")
    terms = terms_of(first)
    mine = checked_terms(replace(terms, signed_name=signed_name), policy_for(found), kind_for(found), person)
    giver = Right(first.by, first.delegation.role if first.delegation else first.as_role, first.delegation)
    record.note(found, person, "confirmed", "", right)
    both = [Approval(giver, first.at, terms.signed_name), Approval(right, timezone.now(), mine.signed_name)]
    return granted(found, replace(terms, starts=mine.starts), both)


@act("permissions.refuse", "{actor_name} refused the request {request} of {member} ({kind}), as {role}.", may=DECIDERS)
def refuse(person: Person, asked: Request, reasons: str) -> Done:
    """Refuses a request, with reasons that the member reads."""
    found, right = record.decidable(person, asked, "refused")
    words = need_reasons(reasons)
    closed(found, "refused")
    record.note(found, person, "refused", words, right)
    route.tell_asker(found, _("refused"))
    return record.done(found, right=right, words=words)


@act(
    "permissions.revoke", "{actor_name} revoked the permission {request} of {member} ({kind}), as {role}.", may=DECIDERS
)
def revoke(person: Person, asked: Request, reason: str) -> Done:
    """Ends a permission from today, with a reason: by the Chief, or by someone who could give it."""
    found = record.locked(asked)
    Asking.move(found.state, "revoked")
    if found.member_id == person.member:
        raise Refused(_("Nobody revokes their own permission."), _("Give it up."))
    right = right_to_give(person, policy_for(found), kind_for(found), found.member)
    if right is None and person.has((CHIEF,)):
        right = Right(Member.objects.get(id=person.member), CHIEF)
    if right is None:
        raise Refused(_("You could not give this permission, so you cannot revoke it."), _("Tell the Chief."))
    words = need_reasons(reason)
    _end(found, "revoked", words)
    record.note(found, person, "revoked", words, right)
    route.tell_asker(found, _("revoked"))
    return record.done(found, right=right, words=words)


@act("permissions.give-up", "{actor_name} gave up the permission {request} ({kind}).", may=ANYONE)
def give_up(person: Person, asked: Request) -> Done:
    """Ends a permission of one's own from today."""
    found = record.own(person, asked)
    _end(found, "given-up", "")
    record.note(found, person, "given-up")
    return record.done(found)


@act("permissions.appeal", "{actor_name} appealed the decision on the request {request}.", may=ANYONE)
def appeal(person: Person, asked: Request, grounds: str) -> Done:
    """Appeals a refusal or a revocation; who decided that does not decide the appeal, unless there is no other."""
    found = record.own(person, asked)
    words = need_reasons(grounds)
    record.moved(found, "appealed")
    before = found.decisions.filter(what__in=("refused", "revoked")).latest("at")
    found.barred_id = before.by_id
    found.save()
    if not route.route(found):
        found.barred = None
        found.save()
    record.note(found, person, "appealed", words)
    route.tell_deciders(found, rights(found), _("A member appeals a decision to you (local setting)."))
    return record.done(found, words=words)


@act(
    "permissions.decide-appeal",
    "{actor_name} heard the appeal on the request {request} of {member}: {outcome}.",
    may=DECIDERS,
)
def decide_appeal(person: Person, asked: Request, anew: bool, reasons: str) -> Done:
    """Decides an appeal: the decision stands, or the request is to be decided anew by those who may grant it."""
    found, right = record.decidable(person, asked, "waiting" if anew else "refused-finally")
    if found.state != "appealed":
        raise Refused(_("No appeal waits here."), _("Open the request again."))
    words = need_reasons(reasons)
    if anew:
        record.moved(found, "waiting")
        found.barred = None
        found.reach = max(len(levels(policy_for(found), kind_for(found), found.member)) - 1, 0)
        found.save()
        record.note(found, person, "set-aside", words, right)
        route.tell_deciders(found, route.route(found), _("On appeal, it is to be decided anew."))
    else:
        closed(found, "refused-finally")
        record.note(found, person, "upheld", words, right)
    route.tell_asker(found, _("the appeal was decided"))
    return record.done(found, right=right, words=words, outcome="decide anew" if anew else "the decision stands")


@act("permissions.read-sealed", "{actor_name} opened the sealed justification of the request {request}.", may=DECIDERS)
def read_sealed(person: Person, asked: Request) -> Done:
    """Opens a sealed justification, for who may decide the request or has decided on it. Returns the text."""
    found = record.locked(asked)
    if not found.sealed:
        raise Refused(_("This request has no sealed justification."), _("Its purpose says why it was made."))
    decided = found.decisions.filter(by=person.member).exclude(as_role="").exists()
    if found.member_id == person.member or not (decided or right_of(person, found)):
        raise Refused(_("Only those who decide the request open its justification."), _("Ask one of them."))
    return record.done(found, unseal(bytes(found.sealed), found.id))


def _fill(asked: Request, wish: Wish, kind: PermissionKind) -> None:
    asked.purpose, asked.item = wish.purpose.strip(), wish.item.replace("\r\n", "\n")
    asked.starts, asked.ends = wish.starts, wish.ends
    asked.scope = scope_of(wish, kind, asked.member)
    asked.sealed = seal(wish.justification, asked.id) if kind.sealed else b""
    asked.save()


def _end(found: Request, new: str, why: str) -> None:
    closed(found, new)
    given = Grant.objects.get(request=found, revoked=None)
    if given.ends and given.ends < today():
        raise Refused(_("The permission ended on %(day)s.") % {"day": given.ends}, _("There is nothing left to end."))
    Grant.objects.filter(id=given.id).update(revoked=today(), revoked_reason=why)
