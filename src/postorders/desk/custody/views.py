"""The pages on who holds the keys of an account: now, on a day, as it was known then; and what is done to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from postorders.desk.base.page import page
from postorders.desk.custody import acts, forms, lacks, who
from postorders.desk.custody.models import Departure, Holding
from postorders.desk.custody.rights import may_manage, need_manage, need_see
from postorders.desk.people.forms import attempt
from postorders.desk.people.who import today
from postorders.desk.register.models import Site

PER_PAGE = 50


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def custody(request: HttpRequest, site: UUID) -> HttpResponse:
    """Who holds the keys, where the password is kept, who may post; a holder is named, the place noted."""
    one = _site(request, site)
    naming = request.POST.get("do") == "name"
    name = forms.NameForm(request.POST if naming else None, initial={"since": today()})
    keep = forms.KeepForm(
        request.POST if request.POST.get("do") == "keep" else None, initial={"where": one.kept_in}, prefix="keep"
    )
    if naming and name.is_valid() and attempt(name, lambda: acts.name(request.person, one, **name.cleaned_data)):
        messages.success(request, _("%s holds the keys.") % name.cleaned_data["member"].name)
        return redirect("account-custody", one.id)
    if keep.is_bound and keep.is_valid() and _kept(request, one, keep):
        messages.success(request, _("Saved."))
        return redirect("account-custody", one.id)
    shown = {"name_form": name, "keep_form": keep, **_standing(request, one), **_history(request, one)}
    status = 422 if request.method == "POST" else 200
    return render(request, "custody/custody.html", shown, status=status)


def _kept(request: HttpRequest, site: Site, form: forms.KeepForm) -> bool:
    return attempt(form, lambda: acts.keep(request.person, site, form.cleaned_data["where"]))


def _site(request: HttpRequest, site: UUID) -> Site:
    """The account, for who may see its custody. Raises Refused."""
    one: Site = get_object_or_404(Site.objects.select_related("owner", "unit"), id=site)
    need_see(request.person, one)
    return one


def _standing(request: HttpRequest, site: Site) -> dict[str, Any]:
    """How the custody stands today."""
    day = today()
    rows = who.custodians(site)
    found = lacks.lacks(day, [site])
    return {
        "site": site,
        "now": [(row, row.member.active(day)) for row in rows],
        "lacks": found[0].words if found else (),
        "departures": Departure.objects.filter(site=site, state="open").select_related("member"),
        "posters": who.posters(site),
        "may": may_manage(request.person, site),
    }


def _history(request: HttpRequest, site: Site) -> dict[str, Any]:
    """What is asked of another day, or of what was known; and every line that was ever written."""
    asked = {name: request.GET[name] for name in ("on", "known") if request.GET.get(name)}
    form = forms.WhenForm(asked or None, initial={"on": today()})
    then = None
    if asked and form.is_valid():
        data = form.cleaned_data
        then = {**data, "rows": who.custodians(site, data["on"], data["known"]), "day": data["on"] or today()}
    lines = Holding.objects.filter(site=site).select_related("member", "by").order_by("-recorded", "-since")
    return {
        "when_form": form,
        "then": then,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
    }


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, site: UUID, holding: UUID) -> HttpResponse:
    """The end of a holding."""
    row = _row(request, site, holding)
    form = forms.EndForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: acts.end(request.person, row, data["on"], data["reason"])):
            messages.success(request, _("The custody of %s ends.") % row.member.name)
            return redirect("account-custody", row.site_id)
    return _form(request, row, form, _("End the custody of %s") % row.member.name, _("End it"))


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, site: UUID, holding: UUID) -> HttpResponse:
    """A line that was wrong is replaced by another; both remain."""
    row = _row(request, site, holding)
    form = forms.CorrectForm(row, request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: acts.correct(request.person, row, **form.cleaned_data))
    ):
        messages.success(request, _("Corrected. The line as it was stays in the history."))
        return redirect("account-custody", row.site_id)
    return _form(request, row, form, _("Correct the line of %s") % row.member.name, _("Correct it"))


def _row(request: HttpRequest, site: UUID, holding: UUID) -> Holding:
    """The line, for who may change it. Raises Refused."""
    rows = Holding.objects.select_related("site", "member")
    row: Holding = get_object_or_404(rows, id=holding, site=site)
    need_manage(request.person, row.site)
    return acts.standing(row)


def _form(request: HttpRequest, row: Holding, form: Any, heading: str, button: str) -> HttpResponse:
    shown = {"row": row, "site": row.site, "form": form, "heading": heading, "button": button}
    return render(request, "custody/form.html", shown, status=422 if form.errors else 200)
