"""Who may decide a request today, looked at anew each time: roles end, delegations begin and are revoked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from postorders.desk.base.person import Person
from postorders.desk.people.models import Delegation, Member
from postorders.desk.people.who import delegations_of, holders, today
from postorders.desk.permissions.models import Request
from postorders.desk.permissions.seats import Seat, held_by, levels
from postorders.desk.permissions.states import OPEN
from postorders.desk.policy.force import kind_of, policy_of, version_in_force
from postorders.policy.policy import PermissionKind, Policy

CHIEF = "chief"


@dataclass(frozen=True, slots=True)
class Right:
    """One member's right to decide: in a role of their own, or by a delegation as the designee of its giver."""

    member: Member
    role: str
    delegation: Delegation | None = None

    @property
    def as_role(self) -> str:
        """The role as the judge wants it: a designee decides as one."""
        return "designee" if self.delegation else self.role


def policy_for(asked: Request) -> Policy:
    """The version, in force today, of the policy that a request was made under. Raises Refused when none is."""
    return policy_of(version_in_force(policy=asked.policy_version.policy))


def seats_of(asked: Request) -> list[Seat]:
    """The seats whose turn it is, as they were set when the request came to them."""
    return [Seat(turn.role, turn.member, turn.designee) for turn in asked.turns.select_related("member")]


def rights(asked: Request) -> list[Right]:
    """Everyone who may decide a waiting request now; empty when nobody may."""
    if asked.state not in OPEN:
        return []
    return rights_in(seats_of(asked), asked.member, asked.kind, bool(asked.escalated), asked.barred_id)


def rights_in(seats: Iterable[Seat], of: Member, kind: str, late: bool = False, barred: Any = None) -> list[Right]:
    """Everyone who may decide from these seats on what the member `of` asks for.

    `late` lets alternates in. Nobody decides for themselves, nor through a designee of their own; only the Chief,
    whom nobody stands above, is decided on by the Chief's designee.
    """
    found: list[Right] = []
    for seat in seats:
        sitting = _sitting(seat)
        found += [Right(member, seat.role) for member in sitting]
        if seat.designee:
            found += [
                Right(one.to, seat.role, one) for one in delegations_of(sitting) if _covers(one, seat, kind, of, late)
            ]
    return [right for right in found if right.member.id not in (of.id, barred)]


def _sitting(seat: Seat) -> list[Member]:
    if seat.member is None:
        return holders(seat.role)
    holds = seat.member.active(today()) and seat.role in held_by([seat.member])[0][1]
    return [seat.member] if holds else []


def _covers(one: Delegation, seat: Seat, kind: str, of: Member, late: bool) -> bool:
    fits = one.role == seat.role and (not one.kinds or kind in one.kinds)
    return fits and (late or not one.alternate) and (one.by_id != of.id or seat.role == CHIEF)


def right_of(person: Person, asked: Request) -> Right | None:
    """The right by which a person may decide a request now, in an own role before a delegation; None without one."""
    return _best(rights(asked), person)


def right_to_give(person: Person, policy: Policy, kind: PermissionKind, of: Member) -> Right | None:
    """The right by which a person could give a permission of that kind to that member, at whatever level."""
    seats = [seat for level in levels(policy, kind, of) for seat in level]
    return _best(rights_in(seats, of, kind.kind, late=True), person)


def _best(found: Iterable[Right], person: Person) -> Right | None:
    mine = [right for right in found if right.member.id == person.member]
    return min(mine, key=lambda right: right.delegation is not None, default=None)


def rung_of(right: Right, ladder: Sequence[Sequence[Seat]]) -> int:
    """The level of a chain of command at which a right's own seat stands, 0 when it has none of its own."""
    sits = right.delegation.by if right.delegation else right.member
    own = (Seat(right.role, sits, designee) for designee in (True, False))
    wanted = {*own, Seat(right.role, None, True), Seat(right.role)}
    return next((i for i, level in enumerate(ladder) if wanted & set(level)), 0)


def waiting_for(person: Person) -> QuerySet:
    """The requests that wait for a person's decision, oldest first: `rights`, found the other way round."""
    if person.roles <= {"member"}:
        return Request.objects.none()
    mine = Q(turns__role__in=person.roles) & (Q(turns__member=person.member) | Q(turns__member=None))
    for one in _held(person) if "designee" in person.roles else ():
        mine |= _through(one)
    open_now = Request.objects.filter(mine, state__in=OPEN).exclude(member=person.member)
    return open_now.exclude(barred=person.member).order_by("asked", "number").distinct()


def _held(person: Person) -> list[Delegation]:
    """The delegations to a person that are in force, whose givers still hold the role that they gave."""
    current = Q(revoked=None) | Q(revoked__gt=today())
    found = Delegation.objects.filter(current, to=person.member).select_related("by")
    held = [one for one in found if one.holds(today()) and one.by.active(today())]
    roles = {member.id: names for member, names in held_by({one.by for one in held})}
    return [one for one in held if one.role in roles[one.by_id]]


def _through(one: Delegation) -> Q:
    found = Q(turns__role=one.role, turns__designee=True) & (Q(turns__member=one.by_id) | Q(turns__member=None))
    if one.role != CHIEF:
        found &= ~Q(member=one.by_id)
    if one.kinds:
        found &= Q(kind__in=one.kinds)
    return found & Q(escalated__isnull=False) if one.alternate else found


def kind_for(asked: Request) -> PermissionKind:
    """The kind that was asked for, as the policy in force knows it. Raises Refused when it knows it no more."""
    return kind_of(policy_for(asked), asked.kind)


def may_read(person: Person, asked: Request) -> bool:
    """Whether a person may open a request: whose it is, who decides or decided it, who could give it, the Chief."""
    if asked.member_id == person.member or person.has((CHIEF,)):
        return True
    if person.roles <= {"member"}:
        return False
    if asked.decisions.filter(by=person.member).exclude(as_role="").exists() or right_of(person, asked):
        return True
    if asked.state != "granted":
        return False
    return right_to_give(person, policy_for(asked), kind_for(asked), asked.member) is not None
