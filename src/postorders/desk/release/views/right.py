"""Putting right: a correction is begun from a release, and shows step by step how each account stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.base.person import Person
from postorders.desk.drafts import acts as drafts
from postorders.desk.people.forms import attempt
from postorders.desk.register.shown import platform_name
from postorders.desk.release import corrections as righting
from postorders.desk.release import forms, words
from postorders.desk.release.models import Correction, PutRight, Release
from postorders.desk.release.righting import DELETE
from postorders.desk.release.rights import may_answer, need_answer
from postorders.desk.release.seen import need_release, oversees, sites_of
from postorders.desk.release.views.lists import PER_PAGE, keyed, older
from postorders.desk.release.views.one import found
from postorders.platforms.publisher import publishers


@page("anyone")
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """The corrections, newest first; those under way alone where that is asked."""
    asked = {"state": "open"} if request.GET.get("state") == "open" else {}
    rows = readable(request.person).select_related("draft", "by").prefetch_related("steps__release")
    rows = rows.filter(done=None) if asked else rows
    found_, now = keyed(rows, request.GET.get("before", "")), timezone.now()
    lines = [
        {"one": one, "kind": words.KINDS.get(one.kind, one.kind), "minutes": _stood(one, now)}
        for one in found_[:PER_PAGE]
    ]
    shown = {"rows": lines, "older": older(found_, asked), "asked": asked, "here": "corrections"}
    return render(request, "release/corrections.html", shown)


def readable(person: Person) -> Any:
    """The corrections that a person may open: all, the own, and those of accounts in the own keeping."""
    if oversees(person):
        return Correction.objects.all()
    mine = Correction.objects.filter(by=person.member)
    there = PutRight.objects.filter(release__site__in=sites_of(person)).values("correction")
    return mine | Correction.objects.filter(id__in=there)


def _stood(one: Correction, now: Any) -> int:
    return max((righting.minutes(step, now) for step in one.steps.all()), default=0)


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, release: UUID) -> HttpResponse:
    """A correction is begun: what stands on the platforms is read and kept first, then it is settled what follows."""
    row = need_release(request.person, found(release))
    need_answer(request.person, row.site)
    there = Correction.objects.filter(draft=row.draft_id, done=None).first()
    if there is not None:
        messages.info(request, _("A correction of this post is under way."))
        return redirect("correction", there.id)
    form = forms.CorrectForm(request.POST or None)
    begun: list[Correction] = []

    def do() -> None:
        data, draft = form.cleaned_data, row.draft
        seen = righting.look(draft)
        begun.append(righting.begin(request.person, draft, data["kind"], data["wrong"], data["right"], seen))

    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, _("Begun. What stood there is kept."))
        return redirect("correction", begun[0].id)
    rows = Release.objects.filter(draft=row.draft_id, state__in=righting.OUT).select_related("site").order_by("number")
    plans = [_plan(one) for one in rows]
    shown = {"one": row, "form": form, "plans": plans, "under": righting.ordered(), "here": "corrections"}
    return render(request, "release/correct.html", shown, status=422 if form.errors else 200)


def _plan(one: Release) -> dict[str, Any]:
    """How an account would be put right, by either kind."""
    can = publishers()[one.site.platform].can
    hows = {kind: words.HOWS[righting.how(can, kind)] for kind in (righting.CORRECTS, righting.RETRACTS)}
    return {"one": one, "platform": platform_name(one.site.platform), **hows}


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, correction: UUID) -> HttpResponse:
    """One correction: what was wrong, what is true, and each account with its step."""
    about = ("draft__author", "said", "by")
    row: Correction = get_object_or_404(Correction.objects.select_related(*about), id=correction)
    _need(request.person, row)
    form = None
    if request.method == "POST":
        form = _said(request)
        if form.is_valid() and attempt(form, lambda: _say(request, row, form)):
            messages.success(request, _("Tied to it. It goes through the same gate as any other post."))
            return redirect("correction", row.id)
    return render(request, "release/correction.html", _shown(request, row, form), status=422 if form else 200)


def _need(person: Person, row: Correction) -> None:
    if not readable(person).filter(id=row.id).exists():
        raise Refused(_("This correction is not yours."), _("Ask who began it, or a custodian of the account."))


def _said(request: HttpRequest) -> Any:
    """The form that was sent. Raises Http404 for none that this page has."""
    do = request.POST.get("do", "")
    if do not in ("say", "write"):
        raise Http404
    return forms.SayForm(request.POST) if do == "say" else django.Form(request.POST)


def _say(request: HttpRequest, row: Correction, form: Any) -> object:
    """Ties a draft to the correction: one that is there, or one begun with what is true."""
    if isinstance(form, forms.SayForm):
        return righting.say(request.person, row, form.cleaned_data["draft"])
    waiting = row.steps.filter(done=None).exclude(how=DELETE).select_related("release__site", "release__version")
    steps = list(waiting)
    if not steps:
        raise Refused(_("Nothing waits for words."), _("Open it again to see where it stands."))
    language = steps[0].release.version.language
    text = row.right or row.wrong
    draft = drafts.begin(
        request.person, text, language=language, own=righting.linked(text, steps),
        sites=[one.release.site for one in steps],
    )  # fmt: skip
    return righting.say(request.person, row, draft)


def _shown(request: HttpRequest, row: Correction, form: Any) -> dict[str, Any]:
    now = timezone.now()
    steps = list(
        row.steps.select_related("release__site", "captured", "successor")
        .defer("captured__body")
        .prefetch_related("release__pieces", "successor__pieces")
        .order_by("release__number")
    )
    lines = [_step(one, now) for one in steps]
    may = row.done is None and any(may_answer(request.person, one.release.site) for one in steps)
    waits = any(one.done is None and one.how != DELETE for one in steps)
    free = row.said is None or row.said.state == "dropped"
    return {
        "one": row,
        "under": righting.ordered(),
        "kind": words.KINDS.get(row.kind, row.kind),
        "steps": lines,
        "stood": max((line["minutes"] for line in lines), default=0),
        "says": may and waits and (form if isinstance(form, forms.SayForm) else forms.SayForm()),
        "writes": may and waits and free,
        "refused": form if form is not None and not isinstance(form, forms.SayForm) else None,
        "here": "corrections",
    }


def _step(one: PutRight, now: Any) -> dict[str, Any]:
    after = one.successor
    return {
        "step": one,
        "platform": platform_name(one.release.site.platform),
        "how": words.HOWS.get(one.how, one.how),
        "waits": words.WAITS.get(one.how, ""),
        "wrong": next((piece.url for piece in one.release.pieces.all()), ""),
        "right": next((piece.url for piece in after.pieces.all()), "") if after else "",
        "after": after,
        "minutes": righting.minutes(one, now),
    }
