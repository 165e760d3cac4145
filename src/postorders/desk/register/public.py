"""The list for everybody: the accounts, the question whether one is ours, the snippet, the list as issued."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from postorders.conformance.links import snippet as linking
from postorders.desk.people.models import Department
from postorders.desk.policy.force import bare_policy, versions_in_force
from postorders.desk.register import proof
from postorders.desk.register.models import Site
from postorders.desk.register.opened import address_of, hostwide, later, opened, plainly
from postorders.desk.register.publish import newest
from postorders.desk.register.shown import ended_at, ended_lately, maintained_by, platform_name, public
from postorders.desk.register.trust import watched_hosts, websites
from postorders.desk.register.verify import LONGEST, Answer, answer
from postorders.ledger.proof import SUFFIX

BUSY_SECONDS = 10


@opened
def accounts(request: HttpRequest, department: Department) -> HttpResponse:
    """The list, by platform; those suspended and those that ended lately below."""
    every = list(public())
    listed = [site for site in every if site.state == "listed"]
    purposes = _purposes()
    rows = [_row(site, department, purposes) for site in listed]
    issue = newest()
    given = {
        "platforms": _by_platform(rows),
        "count": len(rows),
        "suspended": [_row(site, department, purposes) for site in every if site.state == "suspended"],
        "ended": [_row(site, department, purposes) for site in ended_lately(every)],
        "issue": issue,
        "provable": issue is not None and proof.provable(department, issue),
        "minutes": proof.minutes_left(issue) if issue else 0,
        "structured": _structured(department, listed),
        "longest": LONGEST,
    }
    return render(request, "register/public/accounts.html", given)


@opened
def verify(request: HttpRequest, department: Department) -> HttpResponse:
    """Is this account really this department's?"""
    said = answer(request.GET.get("url", ""), department)
    return _answered(request, "register/public/verify.html", said, department)


@hostwide
def verify_here(request: HttpRequest) -> HttpResponse:
    """Is this account really that of a department of this host?"""
    return _answered(request, "register/public/verify_here.html", answer(request.GET.get("url", "")))


@opened
def snippet(request: HttpRequest, department: Department) -> HttpResponse:
    """Links to the listed accounts as a piece of HTML, for a page that takes in pieces."""
    return plainly(_links(), "text/html; charset=utf-8")


@opened
def snippet_help(request: HttpRequest, department: Department) -> HttpResponse:
    """The same to copy, with what to do with it."""
    given = {
        "text": _links(),
        "fragment": address_of(reverse("register-snippet", args=[department.slug])),
        "trust": address_of(reverse("register-trust", args=[department.slug])),
        "domain": next(iter(watched_hosts()), "") or _("your-domain"),
    }
    return render(request, "register/public/snippet.html", given)


@opened
def issued(request: HttpRequest, department: Department) -> HttpResponse:
    """The exact bytes of the list as it was issued last."""
    issue = newest()
    if issue is None:
        return later(_("No list has been issued yet."), 3600)
    return plainly(issue.body.encode(), "application/json")


@opened
def issue_proof(request: HttpRequest, department: Department) -> HttpResponse:
    """The proof that the department's ledger holds the SHA-256 of those bytes."""
    issue = newest()
    if issue is None:
        return later(_("No list has been issued yet."), 3600)
    made = proof.proof_of(department, issue)
    if made is None:
        minutes = proof.minutes_left(issue)
        text = _("The newest list is not signed yet. It will be provable within {minutes} minutes.")
        return later(text.format(minutes=minutes), minutes * 60)
    response = plainly(made, "text/plain; charset=utf-8")
    name = f"{department.slug}-list-{issue.number}{SUFFIX}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _answered(request: HttpRequest, template: str, said: Answer, department: Department | None = None) -> HttpResponse:
    given = {"answer": said, "place": department, "longest": LONGEST}
    response: HttpResponse = render(request, template, given, status=200 if said.compared else 503)
    if not said.compared:
        response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def _row(site: Site, department: Department, purposes: dict[str, str]) -> dict[str, Any]:
    return {
        "site": site,
        "platform": platform_name(site.platform),
        "by": maintained_by(site, department),
        "ended": ended_at(site),
        "purposes": [(one, purposes[one]) for one in site.purposes if one in purposes],
    }


def _by_platform(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["platform"], []).append(row)
    return sorted(found.items())


def _purposes() -> dict[str, str]:
    """The purposes that the policies in force name, by clause, in their words."""
    policies = [bare_policy(version) for version in versions_in_force()]
    return {clause.clause: clause.label for policy in policies for clause in policy.ordering("purpose")}


def _links() -> str:
    listed = public().filter(state="listed")
    return linking((f"{site.name} ({platform_name(site.platform)})", site.url) for site in listed)


def _structured(department: Department, listed: list[Site]) -> SafeString:
    """The same for machines, in schema.org's words. It is data, not script: no policy of content forbids it."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "PoliceStation",
        "name": department.name,
        "url": next(iter(websites()), address_of(reverse("register-public", args=[department.slug]))),
        "sameAs": [site.url for site in listed],
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return mark_safe(text)  # nosec B308 B703 - nothing in it can end the element
