"""Where a request goes: from the adopted policy and the chain of command to the seats that may decide it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from postorders.desk.people.models import Member, RoleHeld
from postorders.desk.people.who import chain, today
from postorders.policy.policy import PermissionKind, Policy

# Roles that a policy means as *the member's own*: found in the chain of command above the member.
IN_CHAIN = ("supervisor", "commander", "bureau-commander")
DESIGNEE = "designee"


@dataclass(frozen=True, slots=True)
class Seat:
    """One place that may decide: a role held by one member, or (no member) by whoever holds it.

    `designee` says whether the policy lets a designee decide in its place.
    """

    role: str
    member: Member | None = None
    designee: bool = False


def levels(policy: Policy, kind: PermissionKind, member: Member) -> list[list[Seat]]:
    """The seats for a member's request, level above level; only a chain of command has more than one.

    An empty list says that nobody may decide it.
    """
    approvers = policy.manifest.approvers
    by_delegation = any(name == DESIGNEE or approvers[name].needs == "delegation" for name in kind.by)
    plain = [name for name in kind.by if not approvers[name].any_of and not approvers[name].needs]
    steps = tuple(dict.fromkeys(role for name in kind.by for role in approvers[name].any_of))
    above = held_by(chain(member)) if steps or set(plain) & set(IN_CHAIN) else []
    always = [seat for role in plain if (seat := _plain(role, above, by_delegation))]
    rungs = _rungs(steps, above, by_delegation)
    return [[*always, rung] for rung in rungs] if rungs else [always] if always else []


def _plain(role: str, above: list[tuple[Member, set[str]]], designee: bool) -> Seat | None:
    """The seat of one role: the nearest above the member who holds it, or the department's holder of it."""
    if role not in IN_CHAIN:
        return Seat(role, None, designee)
    return next((Seat(role, head, designee) for head, roles in above if role in roles), None)


def _rungs(steps: tuple[str, ...], above: list[tuple[Member, set[str]]], designee: bool) -> list[Seat]:
    """The rungs of a chain of command, nearest first; who holds a role for the whole department stands on top."""
    own = [(head, [role for role in steps if role in roles]) for head, roles in above]
    rungs = [Seat(roles[-1], head, designee) for head, roles in own if roles]
    reached = {rung.role for rung in rungs}
    return rungs + [Seat(role, None, designee) for role in steps if role not in IN_CHAIN and role not in reached]


def held_by(members: Iterable[Member], on: date | None = None) -> list[tuple[Member, set[str]]]:
    """Each member with the roles held on a day (today if not given), in one query."""
    known, day = list(members), on or today()
    roles: dict[object, set[str]] = {member.id: set() for member in known}
    in_time = Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))
    for holder, role in RoleHeld.objects.filter(in_time, member__in=known).values_list("member_id", "role"):
        roles[holder].add(role)
    return [(member, roles[member.id]) for member in known]
