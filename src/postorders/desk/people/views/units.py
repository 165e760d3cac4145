"""The units of the department as a tree, and one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from postorders.desk.base.page import page
from postorders.desk.people import acts, forms
from postorders.desk.people.models import Member, Unit
from postorders.desk.people.who import today


@page("administrator", "chief")
def units(request: HttpRequest) -> HttpResponse:
    """The tree, with the head of each unit and how many serve in it."""
    serving = Member.objects.filter(Q(separated=None) | Q(separated__gt=today())).order_by()
    counts = dict(serving.values_list("unit").annotate(Count("id")))
    return render(request, "people/units.html", {"tree": list(_tree(counts)), "nowhere": counts.get(None, 0)})


def _tree(counts: dict[Any, int]) -> Iterator[dict[str, Any]]:
    """Each unit with its count and the lists that open before it and close after it."""
    below: dict[Any, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.select_related("head").order_by("name"):
        below[unit.parent_id].append(unit)

    def walk(at: Any) -> Iterator[dict[str, Any]]:
        for unit in below[at]:
            gone = unit.head is not None and not unit.head.active(today())
            yield {"unit": unit, "count": counts.get(unit.id, 0), "gone": gone, "opens": bool(below[unit.id])}
            if below[unit.id]:
                yield from walk(unit.id)
                yield {"closes": True}

    yield from walk(None)


@page("administrator")
def add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    form = forms.UnitForm(None, request.POST or None)

    def do() -> None:
        data = form.cleaned_data
        unit = acts.add_unit(request.person, data["name"], data["parent"])
        if data["head"]:
            acts.lead_unit(request.person, unit, data["head"])

    if request.method == "POST" and form.is_valid() and forms.attempt(form, do):
        messages.success(request, _("The unit was added."))
        return redirect("units")
    shown = {"form": form, "heading": _("Add a unit"), "button": _("Add")}
    return render(request, "people/form.html", shown)


@page("administrator")
def unit(request: HttpRequest, unit: UUID) -> HttpResponse:
    """A unit's name, place and head."""
    one = get_object_or_404(Unit.objects.select_related("parent", "head"), id=unit)
    title = _("Change %s") % one.name
    before = {"name": one.name, "parent": one.parent_id, "head": one.head.number if one.head else ""}
    form = forms.UnitForm(one, request.POST or None, initial=before)

    def do() -> None:
        data = form.cleaned_data
        if "name" in form.changed_data:
            acts.rename_unit(request.person, one, data["name"])
        if "parent" in form.changed_data:
            acts.move_unit(request.person, one, data["parent"])
        if "head" in form.changed_data and data["head"]:
            acts.lead_unit(request.person, one, data["head"])

    if request.method == "POST" and form.is_valid() and forms.attempt(form, do):
        messages.success(request, _("Saved."))
        return redirect("units")
    return render(request, "people/form.html", {"form": form, "heading": title, "button": _("Save")})
