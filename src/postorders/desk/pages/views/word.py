"""A person's word: what a page shows is brought and attested, something is not practical, a word is taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postorders.archive.read import read
from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.pages import acts, demanded, look, rights
from postorders.desk.pages.forms import AttestForm, BringForm, PracticalForm, failed
from postorders.desk.pages.models import Attestation, Kept
from postorders.desk.pages.rights import DECIDERS
from postorders.desk.pages.store import capture_of
from postorders.desk.pages.views.account import found, readable
from postorders.desk.people.forms import attempt
from postorders.errors import InputError


@page("anyone")
def bring(request: HttpRequest, site: UUID) -> HttpResponse:
    """Takes a saved page or a picture, to be attested on the next page."""
    one = found(site)
    rights.need_look(request.person, one)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = acts.bring(request.person, one, form.capture(timezone.now().isoformat()))
            return redirect("account-page-attest", one.id, row.id)
        except InputError as error:
            failed(form, error)
    return render(request, "pages/bring.html", {"site": one, "form": form})


@page("anyone")
def attest(request: HttpRequest, site: UUID, capture: UUID) -> HttpResponse:
    """What is found in a capture, and the person's own word on each demand."""
    one = found(site)
    rights.need_look(request.person, one)
    row = readable(request.person, one, capture)
    given = demanded.ordered()
    seen, why = _seen(row, given)
    form = AttestForm(request.POST or None, demands=given.demands, seen=seen if row.source == "upload" else {})

    def do() -> None:
        data = form.cleaned_data
        acts.attest(request.person, one, form.verdicts(), row, data["review_by"], data["reason"])

    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, _("Your word is on the record."))
        return redirect("account-page", one.id)
    rows = [(demand, seen.get(demand.demand), form[demand.demand]) for demand in given.demands]
    rest = [form["reason"], form["review_by"]]
    shown = {"site": one, "capture": row, "rows": rows, "rest": rest, "form": form, "why": why}
    return render(request, "pages/attest.html", shown)


def _seen(row: Kept, given: demanded.Ordered) -> tuple[dict[str, dict[str, Any]], str]:
    """What the machine finds in a capture, and why it finds nothing."""
    try:
        seen = read(capture_of(row))
    except InputError as error:
        return {}, error.problems[0].what
    found = look.examined(demanded.examiner(given, demanded.watched(), demanded.own()), seen)
    return found, next((one["note"] for one in found.values() if one["verdict"] == "unknown"), "")


@page(*DECIDERS)
def not_practical(request: HttpRequest, site: UUID, demand: str) -> HttpResponse:
    """The reason why a demand is not practical on one page, where the policy leaves room for that."""
    rights.need(request.person, DECIDERS)
    one = found(site)
    wanted = demanded.ordered().by_id.get(demand)
    if wanted is None:
        raise Http404
    if not wanted.practical:
        raise Refused(
            _("The policy demands it without asking whether it is practical."), _("Mend the page, or ask the attorney.")
        )
    form = PracticalForm(request.POST or None)

    def do() -> None:
        data = form.cleaned_data
        acts.not_practical(request.person, one, demand, data["reason"], data["review_by"])

    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, _("The reason is on the record."))
        return redirect("account-page", one.id)
    return render(request, "pages/practical.html", {"site": one, "demand": wanted, "form": form})


@page("anyone")
@require_POST
def withdraw(request: HttpRequest, site: UUID, attestation: UUID) -> HttpResponse:
    """Takes a person's word back."""
    one = found(site)
    row = get_object_or_404(Attestation.objects, id=attestation, site=one)
    acts.withdraw(request.person, row)
    messages.success(request, _("It is taken back."))
    return redirect("account-page", one.id)
