"""The list as data, in the shape of the U.S. Digital Registry (GSA), with what this desk knows besides."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from postorders.desk.base.person import ROLES
from postorders.desk.custody.models import Holding
from postorders.desk.people.models import Department
from postorders.desk.people.who import today
from postorders.desk.register.conforming import disclaimer_version, standings
from postorders.desk.register.models import Site
from postorders.desk.register.opened import address_of, data, hostwide, opened
from postorders.desk.register.shown import MOVED, facts, instant, platform_name, public
from postorders.desk.register.states import REGISTRY
from postorders.desk.register.verify import Answer, Found, answer

PAGE, MOST = 25, 100


@opened
def accounts(request: HttpRequest, department: Department) -> HttpResponse:
    """The listed accounts, a page of them: `page` from 1, `page_size` up to 100."""
    size = min(MOST, max(1, _number(request, "page_size", PAGE)))
    listed = public().filter(state="listed")
    count = listed.count()
    pages = max(1, -(-count // size))
    at = min(max(1, _number(request, "page", 1)), pages + 1)
    rows = list(listed[(at - 1) * size : at * size])
    metadata = {"count": count, "page": at, "page_size": size, "pages": pages}
    return data({"metadata": metadata, "results": described(rows, department)})


@opened
def account(request: HttpRequest, department: Department, number: int) -> HttpResponse:
    """One account that is, or was, on the list, by its number in the register."""
    site = public().filter(number=number).first()
    if site is None:
        raise Http404
    return data({"metadata": {"count": 1}, "results": described([site], department)})


@opened
def verified(request: HttpRequest, department: Department) -> HttpResponse:
    """Whether an address is this department's: `metadata.verified`, and the account if the department knows it."""
    said = answer(request.GET.get("url", ""), department)
    own = [one.number for one in said.found if one.slug == department.slug and one.state != MOVED]
    sites = list(public().filter(number__in=own))
    return data(_envelope(said, described(sites, department)), _status(said))


@hostwide
def verified_here(request: HttpRequest) -> HttpResponse:
    """Whether an address is that of any department of this host."""
    said = answer(request.GET.get("url", ""))
    return data(_envelope(said, [_brief(one) for one in said.found if said.kind != "not-ours"]), _status(said))


def described(sites: Sequence[Site], department: Department) -> list[dict[str, Any]]:
    """Accounts in the registry's shape. Called in the department's scope; a constant number of queries.

    `organization` is the element that keeps the account. Ours besides: `approved_by` and `delegation` (roles and days),
    `custodians` (how they stand and their units), `disclaimer_version` and `conformance`. Members are not named: who
    holds the keys is what somebody who wants them would like to know.
    """
    ids = [site.id for site in sites]
    held, stood, worded = _custodians(ids), standings(sites), disclaimer_version(ids)
    grants = {site.id: site.grant for site in Site.objects.filter(id__in=ids).select_related("grant__delegation")}
    found = []
    for site in sites:
        more = {
            **_approved(site, grants.get(site.id)),
            "custodians": held.get(site.id, []),
            "disclaimer_version": worded.get(site.id),
            "conformance": stood.get(site.id, []),
        }
        found.append({**_account(site, department), **more})
    return found


def _account(site: Site, department: Department) -> dict[str, Any]:
    known = facts(site, department)
    return {
        "id": site.number,
        "organization": known["maintained_by"],
        "account": site.handle,
        "service_key": site.platform,
        "service_display_name": platform_name(site.platform),
        "service_url": site.url,
        "short_description": site.short or site.name,
        "long_description": site.long or site.purpose,
        "language": site.language,
        "agencies": [_agency(department)],
        "tags": [{"id": tag, "tag_text": tag} for tag in map(str, site.tags)],
        "created_at": instant(site.entered),
        "updated_at": instant(site.updated),
        "status": known["status"],
        "validated_at": known["verified"] or None,
        "purposes": known["purposes"],
        "info_url": address_of(reverse("register-public", args=[department.slug])),
    }


def _agency(department: Department) -> dict[str, Any]:
    home = address_of(reverse("register-public", args=[department.slug]))
    return {"id": department.slug, "name": department.name, "info_url": home, "contact": department.contact}


def _approved(site: Site, grant: Any) -> dict[str, Any]:
    """By which office, when, and under which delegation; an account that the policy prints is approved by it."""
    if grant is None:
        by = _("the policy itself") if site.as_printed else ""
        return {"approved_by": by, "approval_date": instant(site.listed)[:10] or None, "delegation": None}
    given = grant.delegation
    delegation = {"role": given.role, "since": str(given.starts), "until": str(given.ends or "")} if given else None
    return {
        "approved_by": str(ROLES.get(grant.as_role, grant.as_role)),
        "approval_date": str(grant.granted_on),
        "delegation": delegation,
    }


def _custodians(ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, str]]]:
    """How many hold the keys, first or standing in, and of which unit."""
    now = Q(since__lte=today(), replaced=None) & (Q(until=None) | Q(until__gte=today()))
    found: dict[uuid.UUID, list[dict[str, str]]] = {}
    for one in Holding.objects.filter(now, site__in=ids).select_related("member__unit").order_by("-first", "since"):
        unit = one.member.unit.name if one.member.unit else ""
        found.setdefault(one.site_id, []).append({"role": "first" if one.first else "stand-in", "unit": unit})
    return found


def _brief(found: Found) -> dict[str, Any]:
    return {
        "id": found.number,
        "organization": found.department,
        "service_display_name": found.platform,
        "service_url": found.url,
        "short_description": found.name,
        "agencies": [{"id": found.slug, "name": found.department}],
        "status": REGISTRY.get(found.state, REGISTRY["retired"]),
        "validated_at": instant(found.verified) or None,
    }


def _envelope(said: Answer, results: list[dict[str, Any]]) -> dict[str, Any]:
    alike = [{"service_url": one.found.url, "agency": one.found.department, "why": one.why} for one in said.alike]
    metadata: dict[str, Any] = {
        "query": {"url": said.asked},
        "verified": said.kind == "ours",
        "answer": said.kind,
        "count": len(results),
        "compared": said.compared,
        "through": said.through,
        "now": [one.now for one in said.found if one.now],
        "similar": alike,
        "elsewhere": [_brief(one) for one in said.found] if said.kind == "elsewhere" else [],
    }
    if said.problem:
        metadata["problem"] = {"what": said.problem.what, "mend": said.problem.mend}
    return {"metadata": metadata, "results": results}


def _status(said: Answer) -> int:
    """400 for what is no address; 503 when there was no time to compare, so that no cache keeps the half answer."""
    return 400 if said.kind in ("no-address", "nothing") else 200 if said.compared else 503


def _number(request: HttpRequest, name: str, default: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else default
