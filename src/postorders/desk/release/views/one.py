"""One release: its state and attempts, what was released beside what is served, who stood for it, what can be done."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postorders.archive.read import upload
from postorders.desk.base.page import page
from postorders.desk.drafts.rights import may_post
from postorders.desk.pages.views.account import bytes_of
from postorders.desk.people.forms import attempt
from postorders.desk.register.rules import acts_as
from postorders.desk.register.shown import platform_name
from postorders.desk.release import acts, forms, kept, words
from postorders.desk.release.models import PutRight, Release, Stands
from postorders.desk.release.rights import APPROVERS, may_answer
from postorders.desk.release.seen import need_release

TAKES: dict[str, tuple[str, ...]] = {
    "recall": ("intended", "by-hand", "held", "failed"),
    "anew": ("held",),
    "retry": ("failed",),
    "attest": ("by-hand", "failed", "sent"),
    "took-down": ("sent", "read-back", "differs", "gone"),
}
OUT = ("sent", "read-back", "differs")


def found(release: UUID) -> Release:
    """The release in the department at work; 404 when there is none."""
    about = ("site", "by", "draft__author", "draft__facts_by", "version", "policy_version", "ratified_by", "department")
    row: Release = get_object_or_404(Release.objects.select_related(*about), id=release)
    return row


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, release: UUID) -> HttpResponse:
    """One release, and what is done to it."""
    row = need_release(request.person, found(release))
    sent: dict[str, Any] = {}
    if request.method == "POST":
        do = request.POST.get("do", "")
        form = _forms(request.POST, request.FILES, do)
        if form.is_valid() and attempt(form, lambda: DOES[do](request, row, form.cleaned_data)):
            messages.success(request, _("Recorded."))
            return redirect("release", row.id)
        sent = {do: form}
    shown = {**_now(request, row, sent), **_behind(row)}
    return render(request, "release/release.html", shown, status=422 if sent else 200)


@page("anyone")
@require_safe
def state(request: HttpRequest, release: UUID) -> HttpResponse:
    """The part of the page that changes while a post is sent; nothing (204) while it is as the browser has it."""
    row = need_release(request.person, found(release))
    shown = _now(request, row, {})
    if request.GET.get("was") == shown["seal"]:
        return HttpResponse(status=204)
    return render(request, "release/_now.html", {**shown, "apart": True})


@page("anyone")
@require_safe
def capture(request: HttpRequest, release: UUID, index: int) -> HttpResponse:
    """The exact bytes that were served of a piece, to be saved and never shown here."""
    row = need_release(request.person, found(release))
    piece = get_object_or_404(Stands.objects.select_related("capture"), release=row, index=index)
    if piece.capture is None:
        raise Http404
    return bytes_of(piece.capture)


@page("anyone")
@require_safe
def archive(request: HttpRequest, release: UUID) -> HttpResponse:
    """Everything that was kept of it, as one web archive to be saved."""
    name, body = kept.archive(need_release(request.person, found(release)))
    response = HttpResponse(body, content_type="application/gzip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _forms(data: Any, files: Any, do: str) -> Any:
    """The form that was sent. Raises Http404 for none that this page has."""
    if do not in DOES:
        raise Http404
    if do == "attest":
        return forms.AttestForm(data, files, prefix=do)
    kinds = {"took-down": forms.TookDownForm, "ratify": forms.RatifyForm, "anew": forms.DeclareForm}
    return kinds[do](data, prefix=do) if do in kinds else django.Form(data)


def _attest(request: HttpRequest, row: Release, data: dict[str, Any]) -> object:
    file = data["picture"]
    brought = upload(file.read(), file.name, timezone.now().isoformat())
    return acts.attest(request.person, row, data["url"], brought)


DOES: dict[str, Callable[[HttpRequest, Release, dict[str, Any]], object]] = {
    "recall": lambda request, row, data: acts.recall(request.person, row),
    "retry": lambda request, row, data: acts.retry(request.person, row),
    "anew": lambda request, row, data: acts.anew(request.person, row, data["device"], data["duty"]),
    "attest": _attest,
    "took-down": lambda request, row, data: acts.took_down(request.person, row, data["why"]),
    "ratify": lambda request, row, data: acts.ratify(request.person, row, data["verdict"], data["words"]),
}


def _now(request: HttpRequest, row: Release, sent: dict[str, Any]) -> dict[str, Any]:
    """What changes while it is sent: state, attempts, pieces, and what can be done. `seal` is a digest of it."""
    attempts = [
        {"one": one, "what": words.WHATS.get(one.what, one.what), "came_to": words.CAME_TO.get(one.came_to, "")}
        for one in row.attempts.all()
    ]
    shown: dict[str, Any] = {
        "one": row,
        "platform": platform_name(row.site.platform),
        "says": words.says(row),
        "attempts": attempts,
        "pieces": _pieces(row),
        "media": row.rendering["media"],
        "live": row.state in words.UNDER_WAY,
        "forms": _offered(request, row, sent),
        "corrects": row.state in OUT and may_answer(request.person, row.site),
    }
    shown["offers"] = bool(shown["corrects"] or set(shown["forms"]) - {"ratify"})
    shown["refused"] = [
        error
        for name, form in sent.items()
        if name.replace("-", "_") not in shown["forms"]
        for error in form.non_field_errors()
    ]
    told = row.state + render_to_string("release/_live.html", {**shown, "seal": ""}, request)
    return {**shown, "seal": hashlib.sha256(told.encode()).hexdigest()[:16]}


def _offered(request: HttpRequest, row: Release, sent: dict[str, Any]) -> dict[str, Any]:
    """The forms of what this person can do now, by name, `-` written as `_`."""
    answers = may_answer(request.person, row.site)
    mine = answers or request.person.member == row.by_id
    may = {
        "recall": mine,
        "retry": mine,
        "anew": mine or may_post(request.person, row.site),
        "attest": answers,
        "took-down": answers and row.pieces.exists(),
        "ratify": _may_ratify(request, row),
    }
    made = {
        "recall": django.Form,
        "retry": django.Form,
        "anew": lambda: forms.DeclareForm(prefix="anew"),
        "attest": lambda: forms.AttestForm(prefix="attest"),
        "took-down": lambda: forms.TookDownForm(prefix="took-down"),
        "ratify": lambda: forms.RatifyForm(prefix="ratify"),
    }
    return {
        name.replace("-", "_"): sent.get(name) or made[name]()
        for name, allowed in may.items()
        if allowed and (name not in TAKES or row.state in TAKES[name])
    }


def _may_ratify(request: HttpRequest, row: Release) -> bool:
    waits = bool(row.emergency) and not row.ratified
    own = request.person.member in (row.by_id, row.draft.author_id)
    return waits and not own and acts_as(request.person, APPROVERS)


def _pieces(row: Release) -> list[dict[str, Any]]:
    """Each piece as it was released, beside what is served of it, or what a person attests where nothing is read."""
    there = {one.index: one for one in row.pieces.select_related("capture").defer("capture__body")}
    found = []
    for index, piece in enumerate(row.rendering["pieces"]):
        stands = there.get(index)
        found.append(
            {
                "number": index + 1,
                "index": index,
                "text": piece["text"],
                "card": piece["card"],
                "files": [row.rendering["media"][at] for at in piece["media"]],
                "stands": stands,
                "attested": bool(stands and stands.read and not stands.activity),
                "served": stands.activity.get("content", "") if stands else "",
                "alts": [one.get("name", "") for one in stands.activity.get("attachment", ())] if stands else [],
            }
        )
    return found


def _behind(row: Release) -> dict[str, Any]:
    """Who stood for what: the judgment, the overrides, the approvals, what was declared, and its corrections."""
    steps = PutRight.objects.select_related("correction").filter(release=row)
    return {
        "kept": row.pieces.exclude(capture=None).exists(),
        "judged": words.judged(row.judgment),
        "overrides": row.draft.overrides.select_related("by"),
        "approvals": row.draft.approvals.select_related("by").filter(void=""),
        "declared": row.draft.given,
        "corrections": [one.correction for one in steps],
        "rights": [one.correction for one in PutRight.objects.select_related("correction").filter(successor=row)],
        "others": Release.objects.filter(draft=row.draft_id).exclude(id=row.id).select_related("site"),
        "ledger": f"{reverse('ledger-entries')}?{urlencode({'about': row.about})}",
        "here": "releases",
    }
