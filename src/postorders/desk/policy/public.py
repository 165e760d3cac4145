"""The policy for everybody: the version in force on a day, clause by clause, its versions, and its data."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from postorders import __version__
from postorders.desk.base.act import Refused
from postorders.desk.people.models import Department
from postorders.desk.people.who import today
from postorders.desk.policy.book import Referred, book, referred_by, row
from postorders.desk.policy.force import HEAVY, policy_of, versions_in_force
from postorders.desk.policy.models import Version
from postorders.desk.policy.outside import outside
from postorders.plain import digest, to_plain
from postorders.policy.glossary import glossary
from postorders.policy.library import compiled
from postorders.policy.policy import Policy

KEPT_SECONDS = 24 * 3600


@outside
def policy(request: HttpRequest, department: Department) -> HttpResponse:
    """The version in force: `?on=` on another day, `?policy=` of another policy, `?find=` goes to a clause."""
    versions, version, found = _asked(request)
    if (wanted := request.GET.get("find", "").strip()) and (clause := _find(found, wanted)):
        return HttpResponseRedirect(f"{request.path}{_kept(request)}#{quote(clause, safe='')}")
    given = {
        "version": version,
        "versions": versions,
        "policy": found,
        "body": _body(version, found, _kept(request)),
        "clauses": list(found.by_id),
        "terms": glossary(found),
        "missing": wanted,
        **_standing(request, version),
    }
    return render(request, "policy/policy.html", given)


@outside
def clause(request: HttpRequest, department: Department, clause: str) -> HttpResponse:
    """One clause with everything that bears on it."""
    _versions, version, found = _asked(request)
    one = found.by_id.get(clause)
    if one is None:
        mend = _("Open the whole policy and find it there.")
        raise Refused(_("The policy has no clause {name!r}.").format(name=clause), mend)
    ids = list(found.by_id)
    at = ids.index(clause)
    given = {
        "version": version,
        "policy": found,
        "row": row(version, found, one),
        "previous": ids[at - 1] if at else "",
        "next": ids[at + 1] if at + 1 < len(ids) else "",
        **_standing(request, version),
    }
    return render(request, "policy/clause.html", given)


@outside
def versions(request: HttpRequest, department: Department) -> HttpResponse:
    """Every adopted version with its dates and hash."""
    every = Version.objects.defer(*HEAVY, "attached", "leftover").order_by("policy", "-effective")
    now = {version.id for version in versions_in_force()}
    shown = [
        (version, version.id in now, version.effective > today()) for version in every.select_related("adopted_by")
    ]
    return render(request, "policy/versions.html", {"versions": shown})


@outside
def data(request: HttpRequest, department: Department) -> HttpResponse:
    """The version in force as data: the pack, its readings as they stand, the department's own words."""
    _versions, version, found = _asked(request)
    said = {
        "department": department.name,
        "policy": found.id,
        "version": version.version,
        "effective": str(version.effective),
        "hash": version.hash,
        "readings_hash": found.readings_hash,
        "adopted_on": str(version.adopted_on),
        "proof": version.proof,
        "pack": compiled(found),
        "attached": version.attached,
        "document": {"name": version.document_name, "sha256": version.document_hash, "text_sha256": version.text_hash},
        "documents": [_plain(one) for one in referred_by(found)],
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _asked(request: HttpRequest) -> tuple[list[Version], Version, Policy]:
    """The versions in force on the day that was asked for, the one that was chosen, and it with its readings."""
    day = _day(request)
    found = versions_in_force(day)
    if not found:
        what = _("No policy of this department was in force on {day}.").format(day=day)
        raise Refused(what, _("The list of versions says from which day on there was one."))
    name = request.GET.get("policy", "")
    chosen = next((one for one in found if one.policy == name), None)
    if chosen is None and name:
        raise Http404
    version = chosen or max(found, key=lambda one: one.effective)
    return found, version, policy_of(version, day)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET["on"]) if request.GET.get("on") else today()
    except ValueError as error:
        raise Refused(_("This is not a date."), _("Write it as 2026-05-01.")) from error


def _find(policy: Policy, wanted: str) -> str:
    """The id of the clause that somebody means, by its number, of several parts the first; "" when there is none."""
    small = wanted.lower().rstrip(".")
    return next((name for name in policy.by_id if small in (name.lower(), name.lower().split("#")[0])), "")


def _standing(request: HttpRequest, version: Version) -> dict[str, Any]:
    """Whether this is the version of today, and which one comes or came after it."""
    later = Version.objects.defer(*HEAVY).filter(policy=version.policy, effective__gt=version.effective)
    after = later.order_by("effective").first()
    return {
        "after": after,
        "superseded": after is not None and after.effective <= today(),
        "on": request.GET.get("on", ""),
        "today": today(),
        "query": _kept(request),
    }


def _body(version: Version, policy: Policy, query: str) -> SafeString:
    """The text of the page, rendered once for each state of the version, its readings and its documents."""
    documents = [_plain(one) for one in referred_by(policy)]
    state = (str(version.id), version.hash, policy.readings_hash, version.text_hash, version.attached, documents)
    key = "policy-page-" + digest([*state, str(translation.get_language()), query, __version__])
    page = cache.get(key)
    if page is None:
        given = {"book": book(version, policy), "slug": version.department.slug, "query": query}
        page = render_to_string("policy/_book.html", given)
        cache.set(key, str(page), KEPT_SECONDS)
    return mark_safe(page)  # nosec B308 B703


def _plain(one: Referred) -> dict[str, Any]:
    named = one.document
    meant = {"version": named.version, "dated": str(named.dated or ""), "link": named.link} if named else None
    return {"name": one.name, "clauses": to_plain(one.clauses), "meant": meant}


def _kept(request: HttpRequest) -> str:
    """The query that links of the page carry on: the day, the policy and the language, "" for none."""
    given = {name: request.GET[name] for name in ("on", "policy", "lang") if request.GET.get(name)}
    if given.get("lang") not in dict(settings.LANGUAGES):
        given.pop("lang", None)
    return f"?{urlencode(given)}" if given else ""
