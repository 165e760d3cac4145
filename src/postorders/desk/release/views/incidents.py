"""Posts on official accounts that nobody approved: the list, one of them, and what came of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postorders.desk.base.page import page
from postorders.desk.pages.views.account import bytes_of
from postorders.desk.people.forms import attempt
from postorders.desk.register.shown import platform_name
from postorders.desk.release import acts, forms
from postorders.desk.release.models import Incident
from postorders.desk.release.rights import may_answer
from postorders.desk.release.seen import incidents_for, need_incident
from postorders.desk.release.views.lists import PER_PAGE, keyed, older

STATES = ("open", "settled")


@page("anyone")
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The incidents, newest first: the open ones, or those that are settled."""
    state = request.GET.get("state", "open")
    if state not in STATES:
        raise Http404
    rows = incidents_for(request.person).filter(state=state).select_related("site", "settled_by")
    found = keyed(rows, request.GET.get("before", ""))
    shown = {
        "rows": [(one, platform_name(one.site.platform)) for one in found[:PER_PAGE]],
        "older": older(found, {"state": state}),
        "state": state,
        "here": "incidents",
    }
    return render(request, "release/incidents.html", shown)


def _one(request: HttpRequest, incident: UUID) -> Incident:
    """The incident, for who answers for its account. Raises Refused."""
    rows = Incident.objects.select_related("site", "settled_by", "capture").defer("capture__body")
    return need_incident(request.person, get_object_or_404(rows, id=incident))


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest, incident: UUID) -> HttpResponse:
    """One incident: what stands there, the bytes that were kept, and a person's word on it."""
    row = _one(request, incident)
    may = row.state == "open" and may_answer(request.person, row.site)
    form = forms.SettleForm(request.POST or None)

    def do() -> object:
        return acts.settle(request.person, row, form.cleaned_data["words"])

    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, _("Settled. It is on the record."))
        return redirect("incident", row.id)
    shown = {"one": row, "platform": platform_name(row.site.platform), "form": may and form, "here": "incidents"}
    shown["posted"] = _moment(row.served_at)
    return render(request, "release/incident.html", shown, status=422 if form.errors else 200)


def _moment(said: str) -> datetime | None:
    """The moment that a platform names; None for what is none."""
    with suppress(ValueError):
        return parse_datetime(said)
    return None


@page("anyone")
@require_safe
def capture(request: HttpRequest, incident: UUID) -> HttpResponse:
    """The exact bytes of the post as the platform served it, to be saved and never shown here."""
    row = _one(request, incident)
    if row.capture is None:
        raise Http404
    return bytes_of(row.capture)
