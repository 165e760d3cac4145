"""Who is designee for whom: the list, naming one, revoking one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postorders.desk.base.page import page
from postorders.desk.base.person import ROLES, Person
from postorders.desk.people import acts, designation, forms
from postorders.desk.people.models import Delegation, Member
from postorders.desk.people.views.persons import PER_PAGE, search
from postorders.desk.people.who import today

FOUND = 20


@page(*designation.GIVERS)
def delegations(request: HttpRequest) -> HttpResponse:
    """Those in force or to come, and those that are over: the Chief sees all, others their own."""
    day, rows = today(), _seen(request.person)
    over = Q(ends__lt=day) | Q(revoked__lte=day)
    past = Paginator(rows.filter(over), PER_PAGE).get_page(request.GET.get("page"))
    labels = {kind.kind: kind.label for kind in designation.kinds()}
    standing = [_told(one, labels) for one in rows.exclude(over)]
    shown = {"standing": standing, "page": past, "past": [_told(one, labels) for one in past]}
    return render(request, "people/delegations.html", {**shown, "today": day})


def _seen(person: Person) -> QuerySet:
    rows = Delegation.objects.select_related("by", "to").order_by("-starts", "-given")
    return rows if person.has(("chief",)) else rows.filter(by=person.member)


def _told(one: Delegation, labels: Mapping[str, str]) -> dict[str, Any]:
    return {"one": one, "role": ROLES[one.role], "kinds": ", ".join(labels.get(kind, kind) for kind in one.kinds)}


@page(*designation.GIVERS)
def name(request: HttpRequest) -> HttpResponse:
    """Finds the person first, then asks for dates and kinds."""
    if not (to := _chosen(request.GET.get("to", ""))):
        words = request.GET.get("find", "").strip()
        found = search(words).exclude(id=request.person.member)[:FOUND] if words else []
        return render(request, "people/designate.html", {"find": words, "found": found})
    role = next(role for role in designation.GIVERS if role in request.person.roles)
    form = forms.DelegationForm(designation.delegable(role), request.POST or None, initial={"starts": today()})
    if (
        request.method == "POST"
        and form.is_valid()
        and forms.attempt(form, lambda: acts.delegate(request.person, to, **form.cleaned_data))
    ):
        messages.success(request, _("%s was named.") % to.name)
        return redirect("delegations")
    heading = _("Name %s as designee or alternate") % to.name
    return render(request, "people/form.html", {"form": form, "heading": heading, "button": _("Name")})


def _chosen(text: str) -> Member | None:
    try:
        return get_object_or_404(Member.objects, id=UUID(text)) if text else None
    except ValueError:
        return None


@page(*designation.GIVERS)
@require_POST
def revoke(request: HttpRequest, delegation: UUID) -> HttpResponse:
    """Ends a delegation today."""
    one = acts.revoke_delegation(
        request.person, get_object_or_404(Delegation.objects.select_related("to"), id=delegation)
    )
    messages.success(request, _("%s is designee no longer.") % one.to.name)
    return redirect("delegations")
