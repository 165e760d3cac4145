"""Readings: what stands open, what the attorney has signed, and the pages to sign and to withdraw."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from postorders.desk.base.page import page
from postorders.desk.policy import acts, forms
from postorders.desk.policy.force import about, bare_policy, policy_of, versions_in_force
from postorders.desk.policy.models import SignedReading, Version
from postorders.desk.signin.fresh import sign_again
from postorders.errors import InputError
from postorders.policy.policy import Policy

SIGNERS = ("attorney",)


@page("anyone")
def readings(request: HttpRequest) -> HttpResponse:
    """Every reading of the policies in force: open ones first, with the clauses that wait for one."""
    books = []
    for version in versions_in_force():
        policy = policy_of(version)
        order = {"proposed": 0, "withdrawn": 1, "signed": 2}
        books.append((version, sorted(policy.readings, key=lambda one: order[one.status]), _waiting(policy)))
    return render(request, "policy/readings.html", {"books": books, "signer": request.person.has(SIGNERS)})


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest, policy: str, reading: str) -> HttpResponse:
    """One reading: its question, its clauses, its history; for the attorney, the form to sign it."""
    version = _in_force(policy)
    bare = bare_policy(version)
    proposed = next((one for one in bare.readings if one.reading == reading), None)
    if proposed is None:
        raise Http404
    if request.method == "POST":
        request.person.need(SIGNERS)
    form = forms.Sign(proposed, request.POST or None)
    signer, fresh = request.person.has(SIGNERS), request.person.signed_in_anew
    if form.is_bound and not fresh:
        return sign_again(request)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            acts.sign_reading(request.person, version, reading, said["text"], said["reason"], said["effect"])
            messages.success(request, _("Signed. The check goes by it from today."))
            return redirect("policy-reading", policy=policy, reading=reading)
        except InputError as error:
            forms.note(form, error)
    now = about(proposed, bare.by_id)
    history = SignedReading.objects.filter(policy=policy, reading=reading).select_related("signed_by", "withdrawn_by")
    given = {
        "version": version,
        "reading": proposed,
        "stands": next(one for one in policy_of(version).readings if one.reading == reading),
        "clauses": [bare.by_id[name] for name in proposed.clauses if name in bare.by_id],
        "history": [(one, one.about == now) for one in history.order_by("-signed_at")],
        "form": form if signer else None,
        "again": "" if fresh or not signer else sign_again(request)["Location"],
    }
    return render(request, "policy/reading.html", given, status=400 if form.errors else 200)


@page(*SIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, signed: uuid.UUID) -> HttpResponse:
    """Asks why a signed reading is withdrawn, and withdraws it."""
    one = get_object_or_404(SignedReading.objects.select_related("signed_by"), id=signed)
    form = forms.Withdraw(request.POST or None)
    if not request.person.signed_in_anew:
        return sign_again(request)
    if form.is_bound and form.is_valid():
        try:
            acts.withdraw_reading(request.person, one, form.cleaned_data["reason"])
            messages.success(request, _("Withdrawn. From today it limits and lifts nothing."))
            return redirect("policy-reading", policy=one.policy, reading=one.reading)
        except InputError as error:
            forms.note(form, error)
    return render(request, "policy/withdraw.html", {"signed": one, "form": form}, status=400 if form.errors else 200)


def _in_force(policy: str) -> Version:
    version = next((one for one in versions_in_force() if one.policy == policy), None)
    if version is None:
        raise Http404
    return version


def _waiting(policy: Policy) -> list[str]:
    """The clauses that only advise somewhere until one of their readings is signed."""
    grave = [clause.clause for clause in policy.clauses if any(risk.risk == 3 for risk in clause.law)]
    return [name for name in grave if not any(one.status == "signed" for one in policy.readings_of(name))]
