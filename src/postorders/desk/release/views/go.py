"""The last step before the public: what would go out, all that bars it with its cure, and the release."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.drafts.barred import Gate
from postorders.desk.drafts.models import Draft
from postorders.desk.drafts.rights import may_post, may_read
from postorders.desk.drafts.said import sites
from postorders.desk.permissions.local import setting
from postorders.desk.register.shown import platform_name
from postorders.desk.release import acts, door
from postorders.desk.release.forms import ReleaseForm
from postorders.desk.release.models import Release
from postorders.errors import InputError


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def release_draft(request: HttpRequest, number: int) -> HttpResponse:
    """What would be published where, and releasing it; the gate is asked each time the page is opened."""
    draft = _draft(request, number)
    if draft.state == "released":
        return redirect(_of(draft))
    form = ReleaseForm(request.POST or None)
    urgent = request.POST.get("do") == "emergency"
    if request.method == "POST" and urgent:
        form.fields["why"].required = True
    seen = _look(request, draft, form, urgent)
    sent = request.method == "POST" and form.is_valid() and _same(form, seen)
    if sent and (rows := _released(request, draft, form, urgent)):
        return redirect("release", rows[0].id) if len(rows) == 1 else redirect(_of(draft))
    status = 422 if request.method == "POST" else 200
    return render(request, "release/go.html", _shown(draft, form, seen, urgent), status=status)


def _draft(request: HttpRequest, number: int) -> Draft:
    """The draft, for who may read it or post on one of its accounts. Raises Refused."""
    draft: Draft = get_object_or_404(Draft.objects.select_related("author", "facts_by"), number=number)
    person = request.person
    if not may_read(person, draft) and not any(may_post(person, site) for site in sites(draft)):
        raise Refused(
            _("This is a draft of %s.") % draft.author.name, _("Ask its author, or those who keep its accounts.")
        )
    return draft


def _of(draft: Draft) -> str:
    return f"{reverse('releases')}?draft={draft.number}"


def _look(request: HttpRequest, draft: Draft, form: ReleaseForm, urgent: bool) -> Gate:
    """The gate: while nothing is declared, without what stands on device and duty."""
    if form.is_bound and form.is_valid():
        told = form.cleaned_data["device"], form.cleaned_data["duty"]
        return door.look(draft, request.person, None, *told, emergency=urgent)
    return door.look(draft, request.person, moment="draft")


def _same(form: ReleaseForm, seen: Gate) -> bool:
    """Whether what would go out is what the person has read."""
    if form.cleaned_data["seen"] in ("", seen.digest):
        return True
    form.add_error(None, _("The draft was changed while you read it. Below is what would go out now; read it again."))
    return False


def _released(request: HttpRequest, draft: Draft, form: ReleaseForm, urgent: bool) -> list[Release]:
    """The releases; none where the act refused, which the page then tells beside the form."""
    data, person = form.cleaned_data, request.person
    try:
        if urgent:
            rows: list[Release] = acts.emergency(person, draft, data["why"], data["device"], data["duty"])
        else:
            rows = acts.intend(person, draft, data["device"], data["duty"])
    except InputError as refused:
        form.add_error(None, refused.problems[0].what)
        return []
    told = ngettext("Released to %(n)d account.", "Released to %(n)d accounts.", len(rows)) % {"n": len(rows)}
    messages.success(request, told)
    return rows


def _shown(draft: Draft, form: ReleaseForm, seen: Gate, urgent: bool) -> dict[str, Any]:
    if form.is_bound:
        form.data = form.data.copy()
        form.data["seen"] = seen.digest
    else:
        form.initial |= {"seen": seen.digest, **{name: draft.given.get(name, "") for name in ("device", "duty")}}
    accounts = [
        {
            "site": one.site,
            "platform": platform_name(one.site.platform),
            "bars": one.bars,
            "notes": one.notes,
            "rendering": one.rendering,
            "pieces": _pieces(one.plain) if one.rendering else [],
        }
        for one in seen.aimed
    ]
    return {
        "draft": draft,
        "form": form,
        "bars": seen.bars,
        "accounts": accounts,
        "barred": not seen.may_release,
        "only_approval": [bar.kind for bar in seen.every] == ["approval"],
        "urgent": urgent,
        "hours": setting("ratify_hours"),
        "declared": form.is_bound,
    }


def _pieces(plain: dict[str, Any]) -> list[dict[str, Any]]:
    """The pieces of a rendering, each with the files that it carries."""
    return [{**one, "files": [plain["media"][at] for at in one["media"]]} for one in plain["pieces"]]
