"""What a request and an approval must hold before they count, read from the adopted policy's own words for the kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from postorders.capability import capability
from postorders.desk.base.act import Refused
from postorders.desk.base.person import Person
from postorders.desk.people.models import Member
from postorders.desk.people.who import today
from postorders.desk.permissions.leave import text_hash
from postorders.desk.permissions.paper import Terms
from postorders.policy.policy import PermissionKind, Policy

FLOW = capability("permission-flow", "Asking for leave, deciding, delegating, revoking.")
DEVICES = capability("device-permits", "Leave to use a device, named, dated and revocable.")
# The forms in which a permission may be given, by the form that its clause wants, the plainest first.
FORMS = {"written": ("written",), "express": ("express", "written"), "unstated": ("unstated", "express", "written")}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member asks for: why, from when to when (`ends` None for open), and what for.

    `item` is the words of the one post, or the device; `post` the id of the one post; `site` narrows to an account;
    `justification` is kept sealed.
    """

    purpose: str
    starts: date | None = None
    ends: date | None = None
    item: str = ""
    post: str = ""
    site: str = ""
    justification: str = ""


def is_device(policy: Policy, kind: PermissionKind) -> bool:
    """Whether a kind is leave to use a device: it lifts a clause that speaks of one."""
    return any("device" in clause.when for clause in policy.clauses if clause.lifted_by.permission == kind.kind)


def need_open(policy: Policy, kind: PermissionKind) -> None:
    """Raises Refused unless the policy holds the clause that the kind rests on, and this desk carries it out."""
    if kind.clause not in policy.by_id:
        what = _("The policy in force has no clause %(clause)s to give this leave under.") % {"clause": kind.clause}
        raise Refused(what, _("Ask the policy manager."))
    if not FLOW.on or (is_device(policy, kind) and not DEVICES.on):
        raise Refused(_("This desk does not carry out such permissions."), _("Ask the policy manager."))


def checked_wish(wish: Wish, policy: Policy, kind: PermissionKind) -> Wish:
    """The wish with its first day filled in, and an item only where the kind names one. Raises Refused otherwise."""
    starts = wish.starts or today()
    _need(bool(wish.purpose.strip()), _("The request does not say what it is for."), _("Write the purpose."))
    _need(starts >= today(), _("Leave cannot begin in the past."), _("Choose today or a later day."))
    _need_order(starts, wish.ends)
    if kind.scope == "item":
        what = _("This permission is for one post, and none is named.")
        _need(bool(wish.item.strip() or wish.post.strip()), what, _("Give the words of the post, or its number."))
    if is_device(policy, kind):
        _need(
            bool(wish.item.strip()),
            _("The device is not named."),
            _("Write which device: its tag, or make and number."),
        )
        _need(wish.ends is not None, _("Leave to use a device needs an end."), _("Choose the last day."))
    if kind.sealed:
        what = _("The request does not say why naming oneself is unsafe or would hinder an investigation.")
        _need(bool(wish.justification.strip()), what, _("Write it; only those who decide can open it."))
    named = kind.scope == "item" or is_device(policy, kind)
    return replace(wish, starts=starts, item=wish.item if named else "")


def scope_of(wish: Wish, kind: PermissionKind, member: Member) -> dict[str, str]:
    """What the permission is narrowed to: one post, or the member (and one account of theirs, where named)."""
    if kind.scope == "item":
        by_text = {"text_sha256": text_hash(wish.item)} if wish.item.strip() else {}
        return {**by_text, **({"post": wish.post.strip()} if wish.post.strip() else {})}
    return {"author": member.number, **({"site": wish.site.strip()} if wish.site.strip() else {})}


def checked_terms(terms: Terms, policy: Policy, kind: PermissionKind, person: Person) -> Terms:
    """The terms, fit for the form that the clause wants. Raises Refused with what they lack."""
    starts = max(terms.starts, today())
    form = terms.form if terms.form in FORMS[kind.form] else FORMS[kind.form][0]
    _need_order(starts, terms.ends)
    _need(not terms.ends or terms.ends >= today(), _("It would have ended already."), _("Choose a later last day."))
    if is_device(policy, kind):
        _need(terms.ends is not None, _("Leave to use a device needs an end."), _("Choose the last day."))
    if form == "express":
        what = _("The clause wants express permission, and no words of permission are given.")
        _need(bool(terms.words.strip()), what, _("Write in your own words what you permit."))
    signed = need_signature(person, terms.signed_name) if form == "written" else ""
    return replace(terms, starts=starts, form=form, signed_name=signed)


def need_signature(person: Person, name: str) -> str:
    """The signer's name. Raises Refused unless it was typed as it stands in the roster, after a fresh sign-in."""
    what = _("Something written is signed, and you have not signed in anew.")
    _need(person.signed_in_anew, what, _("Sign in again, then sign."))
    _need(
        _plain(name) == _plain(person.name),
        _("The name typed is not yours."),
        _("Type %(name)s.") % {"name": person.name},
    )
    return person.name


def need_reasons(text: str) -> str:
    """The reasons, without outer space. Raises Refused when there are none."""
    _need(bool(text.strip()), _("No reasons are given."), _("Write why; the member reads it."))
    return text.strip()


def _need_order(starts: date, ends: date | None) -> None:
    _need(not ends or ends >= starts, _("It would end before it begins."), _("Mend the dates."))


def _need(held: bool, what: str, mend: str) -> None:
    if not held:
        raise Refused(what, mend)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
