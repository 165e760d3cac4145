"""Official accounts: the register, entering and changing, looking over, and whether an address is the department's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from postorders.desk.api.ground import ANSWERS, Problem, Typed, route
from postorders.desk.base.act import Refused
from postorders.desk.people.models import Member, Unit
from postorders.desk.register import acts
from postorders.desk.register.doubles import doubles
from postorders.desk.register.models import Change, Site
from postorders.errors import InputError
from postorders.platforms.address import address

router = Router(tags=["accounts"])
KEEP = "sites"  # the scope of a token that enters accounts and changes them
Words = Annotated[Typed, Field(max_length=5000)]
Line = Annotated[Typed, Field(max_length=200)]
Address = Annotated[Typed, Field(max_length=2000)]
State = Literal["", "to-verify", "listed", "suspended", "revoked", "retired", "not-ours"]
Limit = Annotated[int, Field(ge=1, le=500)]
Offset = Annotated[int, Field(ge=0, le=10**9)]


class AccountLine(Schema):
    """An account of the register."""

    id: UUID
    number: int
    name: str
    platform: str
    handle: str
    url: str
    state: str
    purpose: str
    purposes: list[str]
    unit: str = Field("", alias="unit_name")
    owner: str = Field("", alias="owner_number")
    named_for: str
    short: str
    long: str
    language: str
    tags: list[str]
    style_guide: str
    permission: str = Field("", alias="grant_name")
    entered: datetime
    told: datetime | None = None
    listed: datetime | None = None
    verified: datetime | None = None
    revalidate_by: date | None = None
    ended: datetime | None = None


class AccountPage(Schema):
    """A part of the register, and how many accounts there are."""

    count: int
    accounts: list[AccountLine]


class About(Schema):
    """What the register says of an account; what is left out stays as it is."""

    name: Line | None = None
    purpose: Words | None = None
    purposes: list[Line] | None = None
    unit: Line | None = Field(None, description="The name of the unit; empty for none.")
    owner: Line | None = Field(None, description="The employee number; empty for nobody.")
    named_for: Line | None = None
    short: Annotated[Typed, Field(max_length=300)] | None = None
    long: Words | None = None
    language: Annotated[Typed, Field(max_length=10)] | None = None
    tags: list[Line] | None = None
    style_guide: Annotated[Typed, Field(max_length=80)] | None = None


class NewAccount(About):
    """An account to enter: its address as people paste it, and what it is for."""

    address: Address


class Looked(Schema):
    """What was looked at, if there is something to note."""

    note: Words = ""


class ChangeLine(Schema):
    """One change of the public list."""

    at: datetime
    what: str
    name: str
    url: str
    words: str


class Resembling(Schema):
    """A known account that the address could be taken for, and why, in words."""

    name: str
    url: str
    why: str
    department: str = Field("", alias="whose")


class Verified(Schema):
    """Whether an address is an account of the register; `problem` says why it is no address at all."""

    asked: str
    url: str = ""
    platform: str = ""
    known: bool = False
    verified: bool = Field(False, description="Whether it is on the list now.")
    problem: Problem | None = None
    account: AccountLine | None = None
    similar: list[Resembling] = []


@router.get("/accounts", response={200: AccountPage, **ANSWERS}, summary="Official accounts")
@route("read", "anyone")
def accounts(
    request: HttpRequest,
    state: State = "",
    platform: Line = "",
    search: Line = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Any:
    """By number, narrowed by state, platform and part of a name."""
    rows = _rows()
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(platform=platform) if platform else rows
    rows = rows.filter(name__icontains=search) if search else rows
    return {"count": rows.count(), "accounts": [_line(one) for one in rows[offset : offset + limit]]}


@router.get("/accounts/verify", response={200: Verified, **ANSWERS}, summary="Is this address the department's?")
@route("read", "anyone")
def verify_address(request: HttpRequest, url: Address) -> Any:
    """Any address, as people paste it, with the known accounts that it could be taken for."""
    try:
        where = address(url)
    except InputError as error:
        return {"asked": url, "problem": error.problems[0]}
    site = _rows().filter(key=where.key).first()
    return {
        "asked": url,
        "url": where.url,
        "platform": where.platform,
        "known": site is not None,
        "verified": site is not None and site.state == "listed",
        "account": _line(site) if site else None,
        "similar": [] if site else doubles(where),
    }


@router.post("/accounts", response={201: AccountLine, **ANSWERS}, summary="Enter an account")
@route(KEEP, "anyone")
def enter(request: HttpRequest, new: NewAccount) -> Any:
    """It tells the address to the Chief. For a member with a permission, and for those who keep the register."""
    given = _about(new)
    given.pop("address")
    return Status(201, _line(acts.enter(request.person, new.address, **given)))


@router.get("/accounts/{site}", response={200: AccountLine, **ANSWERS}, summary="One account")
@route("read", "anyone")
def account(request: HttpRequest, site: UUID) -> Any:
    """For every member."""
    return _line(_one(site))


@router.patch("/accounts/{site}", response={200: AccountLine, **ANSWERS}, summary="Change an account")
@route(KEEP, "anyone")
def change(request: HttpRequest, site: UUID, about: About) -> Any:
    """For who answers for it, and for those who keep the register."""
    return _line(acts.edit(request.person, _one(site), _about(about)))


@router.post("/accounts/{site}/verify", response={200: AccountLine, **ANSWERS}, summary="Looked over: in order")
@route(KEEP, "anyone")
def looked_over(request: HttpRequest, site: UUID, looked: Looked) -> Any:
    """The owner of the token gives a word that the account is ours and in order, as of today."""
    return _line(acts.verify(request.person, _one(site), looked.note))


@router.get("/accounts/{site}/changes", response={200: list[ChangeLine], **ANSWERS}, summary="Its changes")
@route("read", "anyone")
def changes(request: HttpRequest, site: UUID) -> Any:
    """What the public was told of it, newest first; at most 500."""
    return list(Change.objects.filter(site=_one(site))[:500])


def _rows() -> QuerySet[Site]:
    return Site.objects.select_related("unit", "owner", "grant").order_by("number")


def _one(site: UUID) -> Site:
    found: Site = get_object_or_404(_rows(), id=site)
    return found


def _line(site: Site) -> Site:
    """The account with what its line takes from other rows."""
    site.unit_name = site.unit.name if site.unit else ""
    site.owner_number = site.owner.number if site.owner else ""
    site.grant_name = site.grant.name if site.grant else ""
    return site


def _about(said: About) -> dict[str, Any]:
    """What was said, with units and members found. Raises Refused where there is none such."""
    given = {name: value for name, value in said.dict(exclude_unset=True).items() if value is not None}
    if "unit" in given:
        given["unit"] = _named(Unit.objects.filter(name=given["unit"]), given["unit"])
    if "owner" in given:
        given["owner"] = _named(Member.objects.filter(number=given["owner"]), given["owner"])
    return given


def _named(rows: QuerySet[Any], text: str) -> Any:
    found = rows.first() if text else None
    if text and found is None:
        raise Refused(_("There is no %r in the department.") % text, _("Mend it, or leave it out."))
    return found
