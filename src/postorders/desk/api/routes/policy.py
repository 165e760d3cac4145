"""The policy in force, its clauses, readings and versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from postorders.desk.api.ground import ANSWERS, route
from postorders.desk.policy.force import policy_of, version_in_force
from postorders.desk.policy.models import Version
from postorders.plain import to_plain
from postorders.policy.policy import Policy

router = Router(tags=["policy"])


class PolicyVersion(Schema):
    """One adopted version."""

    policy: str
    version: str
    title: str
    effective: date
    adopted_on: date
    hash: str


class PolicyText(Schema):
    """A version with what it orders: clauses, readings and oddities, as the pack writes them."""

    version: PolicyVersion
    clauses: list[dict[str, Any]]
    readings: list[dict[str, Any]]
    anomalies: list[dict[str, Any]]


class ClauseText(Schema):
    """One clause with what was said of it."""

    version: PolicyVersion
    clause: dict[str, Any]
    readings: list[dict[str, Any]]
    anomalies: list[dict[str, Any]]


@router.get("/policy", response={200: PolicyText, **ANSWERS}, summary="The policy in force on a day")
@route("read", "anyone")
def policy(request: HttpRequest, on: date | None = None) -> Any:
    """Today's when no day is given."""
    version = version_in_force(on)
    text = policy_of(version)
    return {
        "version": version,
        "clauses": to_plain(text.clauses),
        "readings": to_plain(text.readings),
        "anomalies": to_plain(text.anomalies),
    }


@router.get("/policy/clauses/{clause}", response={200: ClauseText, **ANSWERS}, summary="One clause")
@route("read", "anyone")
def clause(request: HttpRequest, clause: str, on: date | None = None) -> Any:
    """By its id as printed, such as 8.03.C.3."""
    version = version_in_force(on)
    text: Policy = policy_of(version)
    if clause not in text.by_id:
        raise Http404
    return {
        "version": version,
        "clause": to_plain(text.by_id[clause]),
        "readings": to_plain(text.readings_of(clause)),
        "anomalies": to_plain(text.anomalies_of(clause)),
    }


@router.get("/policy/versions", response={200: list[PolicyVersion], **ANSWERS}, summary="Every adopted version")
@route("read", "anyone")
def versions(request: HttpRequest) -> Any:
    """Newest first."""
    return list(Version.objects.defer("compiled", "pack", "document").order_by("-effective"))
