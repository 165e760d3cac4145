"""Who somebody is today: the roles held, the chain of command above, the people who hold a role."""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from postorders.desk.base import scope
from postorders.desk.base.person import Person
from postorders.desk.people.models import Delegation, Department, Member, RoleHeld, Unit

_zones: dict[uuid.UUID, tuple[float, str]] = {}


def today() -> date:
    """The day in the department's zone: in a page that zone is on already, elsewhere the department is asked."""
    department = scope.anywhere()
    if department is None or timezone.get_current_timezone() != timezone.get_default_timezone():
        return timezone.localdate()
    return timezone.localdate(timezone=_zone(department))


def _zone(department: uuid.UUID) -> ZoneInfo:
    """The department's zone, remembered for a minute."""
    asked, name = _zones.get(department, (0.0, ""))
    if not name or time.monotonic() - asked > 60:
        name = Department.objects.values_list("timezone", flat=True).filter(id=department).first() or "UTC"
        _zones[department] = (time.monotonic(), name)
    return ZoneInfo(name)


def forget_zones() -> None:
    """Asks for every department's zone anew: one has changed."""
    _zones.clear()


def person_of(request: HttpRequest) -> Person | None:
    """The person behind a request; None when the account belongs to no member in service."""
    from postorders.desk.signin.fresh import signed_in_anew

    member = Member.objects.filter(id=request.user.member_id).first()
    if member is None or not member.active(today()):
        return None
    return person(member, signed_in_anew=signed_in_anew(request))


def person(member: Member, **given: Any) -> Person:
    """A member as an acting person, with the roles held today."""
    return Person(member.department_id, member.id, member.number, member.name, roles_of(member), **given)


def roles_of(member: Member) -> frozenset[str]:
    """The roles that a member holds today; an active delegation makes a designee."""
    on = today()
    held = set(RoleHeld.objects.filter(on_day(on), member=member).values_list("role", flat=True))
    if any(one.holds(on) for one in Delegation.objects.filter(_standing(on), to=member)):
        held.add("designee")
    return frozenset({"member", *held})


def stands_in(person: Person, kinds: Collection[str] = ()) -> bool:
    """Whether a person decides as the Chief does today: the Chief, or a designee of one, for what `kinds` names.

    An alternate does not, nor a designee of somebody else, nor one whose designation is narrowed to other kinds.
    """
    if person.has(("chief",)):
        return True
    if person.member is None or not person.has(("designee",)):
        return False
    chiefs = {one.id for one in holders("chief")}
    held = Delegation.objects.filter(_standing(today()), to=person.member, role="chief", alternate=False)
    return any(
        one.by_id in chiefs and one.holds(today()) and (not one.kinds or set(one.kinds) & set(kinds)) for one in held
    )


def holders(role: str, on: date | None = None) -> list[Member]:
    """The members in service who hold a role on a day (today if not given)."""
    day = on or today()
    found = RoleHeld.objects.filter(on_day(day), role=role).select_related("member")
    return [held.member for held in found if held.member.active(day)]


def chain(member: Member) -> list[Member]:
    """The heads of the member's unit and of those above it, nearest first, without the member."""
    units = {unit.id: unit for unit in Unit.objects.select_related("head")}
    found: list[Member] = []
    at, seen = units.get(member.unit_id), set()
    while at is not None and at.id not in seen:
        seen.add(at.id)
        if at.head is not None and at.head_id != member.id and at.head not in found and at.head.active(today()):
            found.append(at.head)
        at = units.get(at.parent_id)
    return found


def delegations_of(givers: Iterable[Member], on: date | None = None) -> list[Delegation]:
    """The delegations that these members have given and that are in force on a day."""
    day = on or today()
    found = Delegation.objects.filter(_standing(day), by__in=list(givers)).select_related("by", "to")
    return [one for one in found if one.holds(day) and one.to.active(day)]


def on_day(day: date) -> Q:
    """Roles that are held on a day."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def _standing(day: date) -> Q:
    return Q(revoked=None) | Q(revoked__gt=day)
