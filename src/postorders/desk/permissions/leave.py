"""Permissions as the judge takes them, and as a member carries them to the private check."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from postorders.desk.base.person import Person
from postorders.desk.people.models import Delegation, Member
from postorders.desk.permissions.models import Grant
from postorders.posts import permission as posts


def grants_of(member: Member, on: date) -> list[posts.Permission]:
    """The permissions of a member that are in force on a day, exactly as the judge wants them."""
    return [as_permission(grant) for grant in standing(member, on)]


def standing(member: Member, on: date) -> list[Grant]:
    """The grants of a member that are in force on a day."""
    found = Grant.objects.filter(member=member, starts__lte=on).select_related("by", "delegation__by", "request")
    return [grant for grant in found if grant.stands(on)]


def as_permission(grant: Grant) -> posts.Permission:
    """One grant as the judge's permission."""
    return posts.Permission(
        id=grant.name,
        kind=grant.kind,
        granted_by=grant.as_role,
        form=grant.form,
        start=str(grant.starts),
        granted_on=str(grant.granted_on),
        granted_by_name=grant.by.name,
        end=_day(grant.ends),
        revoked=_day(grant.revoked),
        conditions=grant.conditions,
        scope=tuple(sorted(grant.scope.items())),
        delegation=_shown(grant.delegation),
    )


def as_file(permissions: Iterable[posts.Permission]) -> dict[str, Any]:
    """The content of `permissions.json`."""
    return {"permissions": [one.to_dict() for one in permissions]}


def fragment(person: Person, member: Member, on: date) -> str:
    """What follows `#leave=` in a link to the private check; a browser keeps that part to itself.

    Base64url of JSON: the permissions in force, and who their holder is.
    """
    holder = {"author": member.number, "member_class": member.member_class, "name": member.name}
    data = {**as_file(grants_of(member, on)), **holder, "roles": sorted(person.roles - {"member"})}
    return base64.urlsafe_b64encode(json.dumps(data, ensure_ascii=False).encode()).decode().rstrip("=")


def text_hash(text: str) -> str:
    """SHA-256 of the words of a post, with the line ends that browsers and readers give it."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).hexdigest()


def _shown(delegation: Delegation | None) -> posts.Delegation | None:
    if delegation is None:
        return None
    return posts.Delegation(delegation.by.name, str(delegation.starts), _day(delegation.ends))


def _day(day: date | None) -> str:
    return str(day) if day else ""
