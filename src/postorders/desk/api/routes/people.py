"""Who I am, who is who, and the delegations in force."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from postorders.desk.api.ground import ANSWERS, Typed, route
from postorders.desk.people import acts, designation
from postorders.desk.people.models import Delegation, Member

router = Router(tags=["people"])
Limit = Annotated[int, Field(ge=1, le=500)]
Offset = Annotated[int, Field(ge=0, le=10**9)]
DECIDERS = ("chief", "bureau-commander", "commander")


class Me(Schema):
    """The owner of the token."""

    department: str
    number: str
    name: str
    roles: list[str]
    scopes: list[str]


class MemberLine(Schema):
    """A member, as a list shows one."""

    number: str
    name: str
    member_class: str
    rank: str
    separated: date | None = None


class MemberPage(Schema):
    """A part of the list of members, and how many there are."""

    count: int
    members: list[MemberLine]


class DelegationLine(Schema):
    """A delegation."""

    id: UUID
    by: str = Field(alias="by.number")
    to: str = Field(alias="to.number")
    role: str
    starts: date
    ends: date | None = None
    kinds: list[str]
    alternate: bool
    revoked: date | None = None


class NewDelegation(Schema):
    """Whom to name, for how long, for what."""

    to: Typed = Field(max_length=40)
    starts: date
    ends: date | None = None
    kinds: list[Typed] = []
    alternate: bool = False
    reason: Typed = Field("", max_length=300)


@router.get("/me", response={200: Me, **ANSWERS}, summary="Who this token speaks for")
@route("read", "anyone")
def me(request: HttpRequest) -> Any:
    """The member, with the roles held today and the scopes of the token."""
    person = request.person
    return {
        "department": request.department.slug,
        "number": person.number,
        "name": person.name,
        "roles": sorted(person.roles),
        "scopes": sorted(person.token_scopes or ()),
    }


@router.get("/people", response={200: MemberPage, **ANSWERS}, summary="Members of the department")
@route("people", "administrator", "chief")
def people(request: HttpRequest, search: str = "", limit: Limit = 50, offset: Offset = 0) -> Any:
    """By name; `search` is part of a name."""
    found = Member.objects.filter(name__icontains=search) if search else Member.objects.all()
    return {"count": found.count(), "members": list(found[offset : offset + limit])}


@router.get("/delegations", response={200: list[DelegationLine], **ANSWERS}, summary="Delegations, newest first")
@route("read", *DECIDERS, "designee")
def delegations(request: HttpRequest) -> Any:
    """At most 500: the Chief sees all of them, others those that they gave or hold."""
    return list(designation.seen_by(request.person)[:500])


@router.post("/delegations", response={201: DelegationLine, **ANSWERS}, summary="Name a designee")
@route("people", *DECIDERS)
def delegate(request: HttpRequest, new: NewDelegation) -> Any:
    """The giver's own role goes with it."""
    given = new.dict()
    to = get_object_or_404(Member.objects, number=given.pop("to"))
    designation.need_ahead(new.starts)
    return Status(201, acts.delegate(request.person, to, **given))


@router.delete("/delegations/{delegation}", response={200: DelegationLine, **ANSWERS}, summary="Revoke a delegation")
@route("people", *DECIDERS)
def revoke(request: HttpRequest, delegation: UUID) -> Any:
    """It ends today and stays on the record."""
    one = get_object_or_404(Delegation.objects.select_related("by", "to"), id=delegation)
    return acts.revoke_delegation(request.person, one)
