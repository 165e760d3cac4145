"""The policy manager's pages: adopt, compare, attach, name what it refers to; and what changed, for every member."""

from __future__ import annotations

import tempfile
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from postorders.desk.base.page import page
from postorders.desk.people.who import today
from postorders.desk.policy import acts, forms
from postorders.desk.policy import changes as changed
from postorders.desk.policy.book import referred_by
from postorders.desk.policy.findings import Findings, findings
from postorders.desk.policy.force import HEAVY, bare_policy, policy_of, versions_in_force
from postorders.desk.policy.models import Document, Draft, Version
from postorders.desk.policy.packed import unpacked
from postorders.errors import InputError
from postorders.known import known
from postorders.policy.attach import anchors
from postorders.policy.attach import attach as matched
from postorders.policy.diff import diff
from postorders.policy.library import TEMPLATES, read, templates
from postorders.policy.policy import Policy

MANAGERS = acts.MANAGERS
SEEN = "policy_seen"
LOOK_BACK = timedelta(days=30)
SEEN_SECONDS = 400 * 24 * 3600


@page("anyone")
def index(request: HttpRequest) -> HttpResponse:
    """The policies in force, and what can be done with them."""
    every = Version.objects.defer(*HEAVY, "attached", "leftover").select_related("adopted_by")
    now = {version.id for version in versions_in_force()}
    manager = request.person.has(MANAGERS)
    drafts = Draft.objects.defer("pack").select_related("by") if manager else []
    shown = [(version, version.id in now) for version in every]
    return render(request, "policy/index.html", {"versions": shown, "drafts": drafts, "manager": manager})


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since the member last said to have seen it, or since the day in `?since=`."""
    key = f"{SEEN}:{request.person.member}"
    if request.method == "POST":
        response = redirect("policy-changes")
        response.set_signed_cookie(
            SEEN,
            str(today()),
            salt=key,
            max_age=SEEN_SECONDS,
            httponly=True,
            samesite="Lax",
            path=reverse("policy-desk"),
            secure=request.is_secure(),
        )
        return response
    day, wrong = _since(request, key)
    return render(request, "policy/changes.html", {"events": changed.since(day), "since": day, "wrong": wrong})


@page(*MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Puts a template or an uploaded pack forward, to be compared before it is adopted."""
    form = forms.Choose(templates(), request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            return redirect("policy-draft", draft=_put_forward(request, form.cleaned_data).id)
        except InputError as error:
            forms.note(form, error)
    return render(request, "policy/choose.html", {"form": form}, status=400 if form.errors else 200)


@page(*MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """A pack that was put forward, beside what is in force: its findings, its differences, and the form to adopt it."""
    one = get_object_or_404(Draft, id=draft)
    form = forms.Adopt(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            version = acts.adopt_draft(request.person, one, form.cleaned_data["proof"], form.cleaned_data["on"])
            messages.success(request, _("Adopted. The policy is in force from {day}.").format(day=version.effective))
            return redirect("policy-version", version=version.id)
        except InputError as error:
            forms.note(form, error)
    policy, found = _looked_at(one)
    old = next((version for version in versions_in_force(date.max) if version.policy == one.policy), None)
    given = {
        "draft": one,
        "form": form,
        "policy": policy,
        "findings": found,
        "old": old,
        "lines": changed.lines(diff(bare_policy(old), policy)) if old else (),
        "taken": Version.objects.filter(policy=one.policy, version=one.version).exists(),
    }
    return render(request, "policy/draft.html", given, status=400 if form.errors else 200)


@page(*MANAGERS)
@require_POST
def discard(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Throws a pack away that was put forward."""
    acts.discard(request.person, get_object_or_404(Draft, id=draft))
    messages.success(request, _("Discarded. Nothing was adopted."))
    return redirect("policy-desk")


@page("anyone")
def version(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """One adopted version: its record, its document, its findings."""
    one = _version(version)
    policy = policy_of(one)
    total = len(policy.clauses)
    given = {
        "version": one,
        "policy": policy,
        "words": len([name for name in one.attached if name in policy.by_id]),
        "total": total,
        "template": one.policy in templates(),
        "before": changed.before(one),
        "findings": findings(policy) if request.person.has(MANAGERS) else None,
        "manager": request.person.has(MANAGERS),
    }
    return render(request, "policy/version.html", given)


@page(*MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """The department's document: looked through first, or attached; what was found for each clause."""
    one = _version(version)
    policy = bare_policy(one)
    form = forms.Attach(request.POST or None, request.FILES or None)
    passages, leftover, looked = dict(one.attached), list(one.leftover), ""
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["document"]
        try:
            if "look" not in request.POST:
                acts.attach(request.person, one, file.read(), file.name)
                messages.success(request, _("Attached. Each clause that was found shows its words."))
                return redirect("policy-attach", version=one.id)
            marks = anchors(policy.manifest.attach)
            seen = matched(file.read(), file.name, policy.id, list(policy.by_id), marks).to_dict()
            passages = {passage["clause"]: passage for passage in seen["passages"]}
            leftover, looked = seen["unmatched_items"], file.name
        except InputError as error:
            forms.note(form, error)
    rows = [(clause, passages.get(clause.clause), one.attached.get(clause.clause)) for clause in policy.clauses]
    given = {"version": one, "form": form, "rows": rows, "leftover": leftover, "looked": looked}
    found = sum(1 for _clause, words, _before in rows if words)
    return render(request, "policy/attach.html", {**given, "found": found}, status=400 if form.errors else 200)


@page("anyone")
def compare(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """What differs between this version and another (`?with=` its id) or the template that ships. Adopts nothing."""
    one = _version(version)
    new = bare_policy(one)
    named = request.GET.get("with", "")
    if named == "template":
        if one.policy not in templates():
            raise Http404
        other, title = read(TEMPLATES / one.policy, known), _("the template that ships with this release")
        lines = changed.lines(diff(new, other))
    else:
        old = _version(_uuid(named)) if named else changed.before(one)
        title = _("the version of {version}").format(version=old.version) if old else ""
        lines = changed.lines(diff(bare_policy(old), new)) if old else ()
    given = {"version": one, "lines": lines, "title": title, "template": named == "template"}
    return render(request, "policy/compare.html", given)


@page("anyone")
def pack(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """The adopted pack, whole, as a zip."""
    one = get_object_or_404(Version, id=version)
    response = HttpResponse(bytes(one.pack), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{one.policy}-{one.version}.zip"'
    return response


@page(*MANAGERS)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """Which versions of other documents the policy means, and what was said of that before."""
    one = _version(version)
    policy = bare_policy(one)
    form = forms.Name(policy, request.POST or None, initial={"name": request.GET.get("name", "")})
    if form.is_bound and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            acts.name_document(request.person, one, said["name"], said["version"], said["dated"], said["link"])
            messages.success(request, _("Named. Everybody sees it beside the clauses that refer to it."))
            return redirect("policy-documents", version=one.id)
        except InputError as error:
            forms.note(form, error)
    history = Document.objects.filter(policy=one.policy).select_related("named_by").order_by("-named_at")
    given = {"version": one, "form": form, "referred": referred_by(policy), "history": history[:50]}
    return render(request, "policy/documents.html", given, status=400 if form.errors else 200)


def _since(request: HttpRequest, key: str) -> tuple[date, bool]:
    """The day to look back to, and whether the one that was asked for is no date."""
    kept = request.get_signed_cookie(SEEN, "", salt=key) if _signed(request, key) else ""
    day = date.fromisoformat(kept) if kept else today() - LOOK_BACK
    if not (asked := request.GET.get("since", "")):
        return day, False
    try:
        return date.fromisoformat(asked), False
    except ValueError:
        return day, True


def _signed(request: HttpRequest, key: str) -> bool:
    try:
        return bool(request.get_signed_cookie(SEEN, "", salt=key))
    except signing.BadSignature:
        return False


def _put_forward(request: HttpRequest, given: dict[str, Any]) -> Draft:
    if given["template"]:
        source = _("the template {name}").format(name=given["template"])
        made: Draft = acts.put_forward(request.person, TEMPLATES / given["template"], source)
        return made
    with tempfile.TemporaryDirectory() as place:
        name = given["pack"].name
        folder = unpacked(given["pack"].read(), Path(place) / "pack", name)
        uploaded: Draft = acts.put_forward(request.person, folder, name[:200])
        return uploaded


def _looked_at(one: Draft) -> tuple[Policy, Findings]:
    with tempfile.TemporaryDirectory() as place:
        policy = read(unpacked(bytes(one.pack), Path(place) / one.policy), known)
    return policy, findings(policy)


def _version(id: uuid.UUID) -> Version:
    found: Version = get_object_or_404(Version.objects.defer(*HEAVY).select_related("adopted_by"), id=id)
    return found


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise Http404 from error
