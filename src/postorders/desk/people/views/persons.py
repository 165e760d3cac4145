"""The people of the department: the list, one person, and what is done to one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postorders.desk.base.page import page
from postorders.desk.base.person import ROLES
from postorders.desk.custody.risk import risks
from postorders.desk.people import acts, forms
from postorders.desk.people.models import Delegation, Member, RoleHeld, Unit
from postorders.desk.people.who import chain, on_day, today
from postorders.desk.permissions.models import Grant, Request

PER_PAGE = 50
# What the list may be narrowed to: separated people are not shown unless asked for.
STANDINGS = ("in-service", "separated", "everybody")


@page("administrator", "chief")
def people(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by words, unit and standing; a page of it at a time."""
    words, standing = request.GET.get("find", "").strip(), request.GET.get("standing", STANDINGS[0])
    unit = _unit(request.GET.get("unit", ""))
    rows = search(words, standing)
    rows = rows.filter(unit=unit) if unit else rows
    shown: Page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    roles: dict[UUID, list[str]] = {}
    for member, role in RoleHeld.objects.filter(on_day(today()), member__in=list(shown)).values_list("member", "role"):
        roles.setdefault(member, []).append(str(ROLES[role]))
    for one in shown:
        one.named_roles = ", ".join(sorted(roles.get(one.id, ())))
    about = {"find": words, "standing": standing, "standings": STANDINGS, "unit": unit}
    return render(request, "people/people.html", {"page": shown, "today": today(), **about})


def search(words: str, standing: str = STANDINGS[0]) -> QuerySet:
    """Members whose name, number, rank or unit has every word."""
    rows = Member.objects.select_related("unit")
    gone = Q(separated__lte=today())
    rows = {"in-service": rows.exclude(gone), "separated": rows.filter(gone)}.get(standing, rows)
    for word in words.split()[:6]:
        has = Q(name__icontains=word) | Q(number__iexact=word) | Q(rank__icontains=word) | Q(unit__name__icontains=word)
        rows = rows.filter(has)
    return rows


def _unit(text: str) -> Unit | None:
    try:
        unit: Unit | None = Unit.objects.filter(id=UUID(text)).first()
    except ValueError:
        return None
    return unit


@page("administrator", "chief")
def person(request: HttpRequest, member: UUID) -> HttpResponse:
    """One person: what is known, the roles now and before, and what would be left open by a separation."""
    one = get_object_or_404(Member.objects.select_related("unit", "account"), id=member)
    day = today()
    held = RoleHeld.objects.filter(member=one).order_by("-since", "role")
    given = Delegation.objects.filter(Q(by=one) | Q(to=one)).select_related("by", "to")
    shown: dict[str, Any] = {
        "one": one,
        "chain": chain(one),
        "roles": [(role, ROLES[role.role], role.until is None or role.until > day) for role in held],
        "delegations": [delegation for delegation in given if delegation.holds(day) or delegation.starts > day],
        "leads": Unit.objects.filter(head=one).order_by("name"),
        "account": getattr(one, "account", None),
        "form": forms.RoleForm(request.person, initial={"since": day}),
        "in_service": one.active(day),
        "himself": one.id == request.person.member,
        **_open(one),
    }
    return render(request, "people/person.html", shown)


def _open(one: Member) -> dict[str, Any]:
    """What the member still holds and waits for: kind and dates alone, never what a request says."""
    grants = Grant.objects.filter(member=one, revoked=None).filter(Q(ends=None) | Q(ends__gte=today()))
    waiting = Request.objects.filter(member=one, state__in=("waiting", "sent-back", "appealed"))
    return {
        "risks": risks(one),
        "grants": grants.only("kind", "starts", "ends", "department_id", "member_id"),
        "waiting": waiting.values("number", "kind", "asked"),
    }


@page("administrator")
def add(request: HttpRequest) -> HttpResponse:
    """A new member."""
    form = forms.NewPersonForm(request.POST or None, initial={"joined": today()})

    def do() -> None:
        data = dict(form.cleaned_data)
        named = (data.pop("number"), data.pop("name"), data.pop("member_class"))
        form.made = acts.add_member(request.person, *named, **data)

    if request.method == "POST" and form.is_valid() and forms.attempt(form, do):
        messages.success(request, _("%s was added.") % form.made.name)
        return redirect("person", form.made.id)
    return _form(request, form, _("Add a person"), _("Add"))


@page("administrator")
def edit(request: HttpRequest, member: UUID) -> HttpResponse:
    """Name, address, class, rank and first day."""
    one = get_object_or_404(Member.objects, id=member)
    before = {name: getattr(one, name) for name in acts.EDITABLE}
    form = forms.PersonForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        if not changes or forms.attempt(form, lambda: acts.edit_member(request.person, one, changes)):
            messages.success(request, _("Saved."))
            return redirect("person", one.id)
    return _form(request, form, _("Change %s") % before["name"], _("Save"))


@page("administrator")
def transfer(request: HttpRequest, member: UUID) -> HttpResponse:
    """To another unit."""
    one = get_object_or_404(Member.objects.select_related("unit"), id=member)
    form = forms.TransferForm(request.POST or None, initial={"unit": one.unit_id})
    if (
        request.method == "POST"
        and form.is_valid()
        and forms.attempt(form, lambda: acts.transfer(request.person, one, form.cleaned_data["unit"]))
    ):
        messages.success(request, _("%s was moved.") % one.name)
        return redirect("person", one.id)
    return _form(request, form, _("Move %s to another unit") % one.name, _("Move"))


@page("administrator")
def separate(request: HttpRequest, member: UUID) -> HttpResponse:
    """The end of service, with what ends by it and what stays open."""
    one = get_object_or_404(Member.objects, id=member)
    form = forms.SeparateForm(request.POST or None, initial={"on": one.separated or today()})
    if (
        request.method == "POST"
        and form.is_valid()
        and forms.attempt(form, lambda: acts.separate(request.person, one, form.cleaned_data["on"]))
    ):
        messages.success(request, _("%s was separated.") % one.name)
        return redirect("person", one.id)
    held = RoleHeld.objects.filter(on_day(today()), member=one)
    shown = {
        "form": form,
        "one": one,
        "roles": [ROLES[role.role] for role in held],
        "leads": Unit.objects.filter(head=one),
    }
    return render(request, "people/separate.html", {**shown, **_open(one)})


@page("administrator")
@require_POST
def reinstate(request: HttpRequest, member: UUID) -> HttpResponse:
    """Takes a separation back."""
    one = acts.reinstate(request.person, get_object_or_404(Member.objects, id=member))
    messages.success(request, _("%s is in service again. Give the roles anew.") % one.name)
    return redirect("person", one.id)


@page("administrator", "chief")
@require_POST
def give_role(request: HttpRequest, member: UUID) -> HttpResponse:
    """Gives a role."""
    one = get_object_or_404(Member.objects, id=member)
    form = forms.RoleForm(request.person, request.POST)
    data = form.cleaned_data if form.is_valid() else {}
    if data and forms.attempt(form, lambda: acts.give_role(request.person, one, **data)):
        messages.success(request, _("%(name)s holds the role now.") % {"name": one.name})
        return redirect("person", one.id)
    return _form(request, form, _("Give %s a role") % one.name, _("Give the role"))


@page("administrator", "chief")
@require_POST
def end_role(request: HttpRequest, held: UUID) -> HttpResponse:
    """Ends a role today."""
    one = get_object_or_404(RoleHeld.objects.select_related("member"), id=held)
    acts.end_role(request.person, one)
    messages.success(request, _("The role ends today."))
    return redirect("person", one.member_id)


def _form(request: HttpRequest, form: Any, title: str, button: str) -> HttpResponse:
    return render(request, "people/form.html", {"form": form, "heading": title, "button": button})
