"""Approval: exactly what would be published, read and approved by its digest; and a page of it to print."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postorders.desk.base.page import page
from postorders.desk.drafts import acts, cures, glance, manifest, rights, said
from postorders.desk.drafts.forms import SeenForm
from postorders.desk.drafts.views.one import found, gate_of
from postorders.desk.people.forms import attempt
from postorders.plain import digest


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """What an approver reads, with the button; what was changed meanwhile is shown anew and is not approved."""
    person, draft = request.person, found(request.person, number)
    rights.need_role(person)
    form = SeenForm(request.POST if request.method == "POST" else None)

    def do() -> object:
        return acts.approve(person, draft, form.cleaned_data["seen"])

    if form.is_bound and form.is_valid() and attempt(form, do):
        messages.success(request, _("You approved exactly this."))
        return redirect("posts-one", number)
    here = gate_of(person, draft)
    attached = said.files(draft)
    shown = {
        "draft": draft,
        "form": form,
        "digest": here.digest,
        "printed": manifest.printed(manifest.text_of(dict(here.manifest))),
        "previews": glance.previews(here.aimed, attached),
        "barred": _left(cures.barred(person, here)),
        "may": cures.may_approve(person, here),
        "returns": draft.state in ("waiting", "approved"),
    }
    return render(request, "drafts/approve.html", shown, status=422 if form.errors else 200)


def _left(barred: list[cures.Barred]) -> list[cures.Barred]:
    """What keeps it back besides approval, and besides what only whoever releases it has to say or to be."""
    return [row for row in barred if row.bar.kind not in ("approval", "poster") and not cures.at_release(row.bar)]


@page("anyone")
@require_safe
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """The manifest as it stands and each one that was approved, made to be printed."""
    draft = found(request.person, number)
    now = manifest.of(draft)
    approvals = [(one, manifest.printed(one.manifest)) for one in draft.approvals.select_related("by")]
    shown = {
        "draft": draft,
        "printed": manifest.printed(manifest.text_of(now)),
        "digest": digest(now),
        "approvals": approvals,
        "version": said.latest(draft),
    }
    return render(request, "drafts/paper.html", shown)
