"""Permissions: asking, deciding, and the permissions in force as the judge takes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from postorders.desk.api.ground import ANSWERS, Typed, route
from postorders.desk.base.person import Person
from postorders.desk.people.models import Member
from postorders.desk.people.who import today
from postorders.desk.permissions import acts
from postorders.desk.permissions.leave import as_file, as_permission, grants_of
from postorders.desk.permissions.models import Request
from postorders.desk.permissions.paper import Terms
from postorders.desk.permissions.rights import right_of, waiting_for
from postorders.desk.permissions.rules import Wish
from postorders.desk.policy.force import in_force

router = Router(tags=["permissions"])
Words = Annotated[Typed, Field(max_length=5000)]
Name = Annotated[Typed, Field(max_length=200)]


class Kind(Schema):
    """A kind of permission that the policy in force knows."""

    kind: str
    label: str
    clause: str
    by: list[str]
    form: str
    scope: str
    says: str


class RequestLine(Schema):
    """A request for leave, and where it stands."""

    number: str
    kind: str
    member: str = Field(alias="member.number")
    purpose: str
    state: str
    starts: date
    ends: date | None = None
    scope: dict[str, str]
    asked: datetime


class Permissions(Schema):
    """Permissions in force, as `postorders check --permission FILE` reads them."""

    permissions: list[dict[str, Any]]


class Completed(Schema):
    """A request anew, after it was sent back."""

    purpose: Words
    starts: date | None = None
    ends: date | None = None
    item: Words = ""
    post: Name = ""
    site: Name = ""
    justification: Words = ""


class NewRequest(Completed):
    """What to ask for."""

    kind: Name


class Reasons(Schema):
    """Why."""

    reasons: Words


class GrantTerms(Schema):
    """What is granted. A written form is signed in a browser, not here."""

    starts: date
    ends: date | None = None
    conditions: Words = ""
    reasons: Words = ""
    form: Annotated[str, Field(pattern="^(express|unstated)$")] = "unstated"
    words: Words = ""


@router.get("/permissions/kinds", response={200: list[Kind], **ANSWERS}, summary="What can be asked for")
@route("read", "anyone")
def kinds(request: HttpRequest) -> Any:
    """The kinds of the policy in force, with who decides and in which form."""
    return list(in_force().manifest.permissions)


@router.get("/permissions/mine", response={200: Permissions, **ANSWERS}, summary="My permissions in force")
@route("read", "anyone")
def mine(request: HttpRequest, on: date | None = None) -> Any:
    """On a day, today's when none is given."""
    return as_file(grants_of(Member.objects.get(id=request.person.member), on or today()))


@router.get("/permissions", response={200: list[RequestLine], **ANSWERS}, summary="My requests, newest first")
@route("read", "anyone")
def requests(request: HttpRequest) -> Any:
    """At most 500."""
    return list(_rows().filter(member=request.person.member).order_by("-asked")[:500])


@router.get("/inbox", response={200: list[RequestLine], **ANSWERS}, summary="What waits for my decision, oldest first")
@route("decide", *acts.DECIDERS)
def inbox(request: HttpRequest) -> Any:
    """At most 500."""
    return list(waiting_for(request.person).select_related("member")[:500])


@router.post("/permissions", response={201: RequestLine, **ANSWERS}, summary="Ask for a permission")
@route("ask", "anyone")
def ask(request: HttpRequest, new: NewRequest) -> Any:
    """It goes to whoever may decide under the policy in force."""
    given = new.dict()
    return Status(201, acts.ask(request.person, given.pop("kind"), Wish(**given)))


@router.get("/permissions/{number}", response={200: RequestLine, **ANSWERS}, summary="One request")
@route("read", "anyone")
def one(request: HttpRequest, number: str) -> Any:
    """One's own, or one that waits for one's decision."""
    return _open(request.person, number)


@router.post("/permissions/{number}/complete", response={200: RequestLine, **ANSWERS}, summary="Complete a request")
@route("ask", "anyone")
def complete(request: HttpRequest, number: str, wish: Completed) -> Any:
    """After it was sent back."""
    return acts.complete(request.person, _open(request.person, number), Wish(**wish.dict()))


@router.post("/permissions/{number}/withdraw", response={200: RequestLine, **ANSWERS}, summary="Withdraw a request")
@route("ask", "anyone")
def withdraw(request: HttpRequest, number: str) -> Any:
    """Before it is decided."""
    return acts.withdraw(request.person, _open(request.person, number))


@router.post("/permissions/{number}/appeal", response={200: RequestLine, **ANSWERS}, summary="Appeal a decision")
@route("ask", "anyone")
def appeal(request: HttpRequest, number: str, grounds: Reasons) -> Any:
    """A refusal or a revocation."""
    return acts.appeal(request.person, _open(request.person, number), grounds.reasons)


@router.post("/permissions/{number}/grant", response={200: Permissions, **ANSWERS}, summary="Grant a request")
@route("decide", *acts.DECIDERS)
def grant(request: HttpRequest, number: str, terms: GrantTerms) -> Any:
    """Where the clause does not want it written."""
    given = acts.grant(request.person, _open(request.person, number), Terms(**terms.dict()))
    return as_file([as_permission(given)])


@router.post("/permissions/{number}/refuse", response={200: RequestLine, **ANSWERS}, summary="Refuse a request")
@route("decide", *acts.DECIDERS)
def refuse(request: HttpRequest, number: str, why: Reasons) -> Any:
    """With reasons that the member reads."""
    return acts.refuse(request.person, _open(request.person, number), why.reasons)


@router.post("/permissions/{number}/send-back", response={200: RequestLine, **ANSWERS}, summary="Send a request back")
@route("decide", *acts.DECIDERS)
def send_back(request: HttpRequest, number: str, why: Reasons) -> Any:
    """Saying what is missing."""
    return acts.send_back(request.person, _open(request.person, number), why.reasons)


@router.post("/permissions/{number}/pass-up", response={200: RequestLine, **ANSWERS}, summary="Pass a request up")
@route("decide", *acts.DECIDERS)
def pass_up(request: HttpRequest, number: str, why: Reasons) -> Any:
    """To the next level of the chain of command, with a recommendation."""
    return acts.pass_up(request.person, _open(request.person, number), why.reasons)


@router.post("/permissions/{number}/revoke", response={200: RequestLine, **ANSWERS}, summary="Revoke a permission")
@route("decide", *acts.DECIDERS)
def revoke(request: HttpRequest, number: str, why: Reasons) -> Any:
    """From today, with a reason."""
    return acts.revoke(request.person, _open(request.person, number, given=True), why.reasons)


def _rows() -> Any:
    return Request.objects.select_related("member", "policy_version")


def _open(person: Person, number: str, given: bool = False) -> Request:
    """The request of that number, if the person may open it; another's looks as if it were not there."""
    asked: Request = get_object_or_404(_rows(), number=number)
    decided = asked.decisions.filter(by=person.member).exclude(as_role="").exists()
    if asked.member_id == person.member or decided or right_of(person, asked) or (given and person.has(("chief",))):
        return asked
    raise Http404
