"""Pages of disposal: what was proposed, what is on hold, and the decision."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postorders.desk.base.page import page
from postorders.desk.ledger import acts, disposal, forms, reading
from postorders.desk.ledger.models import Disposal, Hold

KEEPERS = ("chief", "attorney", "records-custodian")


@page(*KEEPERS)
def disposals(request: HttpRequest) -> HttpResponse:
    """Proposals to dispose of payloads, newest first, and holds; for a records custodian, a form to propose one."""
    form = forms.Propose(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = acts.propose(request.person, data["entries"], data["authority"], data["reason"])
        messages.success(request, _("Proposed. The Chief decides on it."))
        return redirect("ledger-disposal", id=row.id)
    found = Paginator(Disposal.objects.select_related("proposed_by"), reading.PAGE)
    given = {"page": found.get_page(request.GET.get("page")), "form": form}
    return render(request, "ledger/disposals.html", given)


@page(*KEEPERS)
def one(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """One proposal with the entries it names, as far as the reader may read them."""
    row = get_object_or_404(Disposal.objects.select_related("proposed_by", "decided_by"), id=id)
    reading.note_reading(request.person)
    named = reading.readable(request.person).filter(index__in=row.indexes).order_by("index")
    given = {"row": row, "entries": list(reading.tell(named)), "own": row.proposed_by_id == request.person.member}
    return render(request, "ledger/disposal.html", {**given, "form": forms.Reason()})


@page("chief")
@require_POST
def decide(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The Chief's decision on a proposal."""
    row = get_object_or_404(Disposal.objects.select_related("proposed_by"), id=id)
    if "destroy" in request.POST:
        row = disposal.dispose(request.person, row)
        messages.success(request, _("Done. Entry {index} is the certificate.").format(index=row.certificate))
    else:
        form = forms.Reason(request.POST)
        if not form.is_valid():
            messages.error(request, _("Say why you do not allow it."))
            return redirect("ledger-disposal", id=id)
        acts.refuse_disposal(request.person, row, form.cleaned_data["reason"])
        messages.success(request, _("Refused. Everything stays as it is."))
    return redirect("ledger-disposal", id=id)


@page("records-custodian")
@require_POST
def withdraw(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Takes one's own proposal back."""
    acts.withdraw(request.person, get_object_or_404(Disposal, id=id))
    messages.success(request, _("Withdrawn. Everything stays as it is."))
    return redirect("ledger-disposal", id=id)


@page("attorney", "records-custodian")
def holds(request: HttpRequest) -> HttpResponse:
    """What must not be disposed of for the time being."""
    form = forms.Hold(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.hold(request.person, **form.cleaned_data)
        messages.success(request, _("The hold stands from now on."))
        return redirect("ledger-holds")
    found = Paginator(Hold.objects.select_related("placed_by", "lifted_by"), reading.PAGE)
    given = {"page": found.get_page(request.GET.get("page")), "form": form, "lift": forms.Reason(auto_id=False)}
    return render(request, "ledger/holds.html", given)


@page("attorney", "records-custodian")
@require_POST
def lift(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Ends a hold."""
    form = forms.Reason(request.POST)
    if form.is_valid():
        acts.lift_hold(request.person, get_object_or_404(Hold, id=id), form.cleaned_data["reason"])
        messages.success(request, _("The hold is lifted."))
    else:
        messages.error(request, _("Say why the hold is lifted."))
    return redirect("ledger-holds")
