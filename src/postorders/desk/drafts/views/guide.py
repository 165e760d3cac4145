"""The guidelines for style and content: read by everybody, set by the Chief or a designee, every version kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.drafts import acts, rights, style
from postorders.desk.drafts.forms import KINDS, GuideForm, rule_forms, typed_rules
from postorders.desk.drafts.models import Guide
from postorders.desk.people.forms import attempt
from postorders.desk.people.who import today
from postorders.desk.register.rules import acts_as


@page("anyone")
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The guidelines in force, what the desk looks for by itself, and every version before."""
    rows, asked = Guide.objects.select_related("by"), request.GET.get("version", "")
    here = rows.filter(number=int(asked)).first() if asked.isdecimal() and len(asked) < 6 else None
    in_force = style.guide_on(today())
    shown = here or in_force
    return render(
        request,
        "drafts/guide.html",
        {
            "guide": shown,
            "in_force": in_force,
            "rules": [(KINDS.get(one["kind"], one["kind"]), one) for one in (shown.rules if shown else ())],
            "versions": rows,
            "sets": acts_as(request.person, rights.DECIDERS),
        },
    )


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new version, beginning from the one in force."""
    if not acts_as(request.person, rights.DECIDERS):
        raise Refused(_("The Chief or a designee for accounts sets the guidelines."), _("Ask them."))
    before = Guide.objects.first()
    data = request.POST if request.method == "POST" else None
    if data is not None and "more" in data:
        form = GuideForm(initial={name: data.get(name, "") for name in ("text", "starts")})
        return _shown(request, form, rule_forms(typed_rules(data), more=True))
    form = GuideForm(data, initial={"text": before.text if before else "", "starts": today()})
    rules = rule_forms(before.rules if before else [], data=data)

    def do() -> Any:
        given = [rule for one in rules if (rule := one.rule())]
        return acts.set_guide(request.person, form.cleaned_data["text"], given, form.cleaned_data["starts"])

    if data is not None and form.is_valid() & rules.is_valid() and attempt(form, do):
        messages.success(request, _("The guidelines are set."))
        return redirect("posts-guide")
    wrong = bool(form.errors or (data is not None and not rules.is_valid()))
    return _shown(request, form, rules, 422 if wrong else 200)


def _shown(request: HttpRequest, form: GuideForm, rules: Any, status: int = 200) -> HttpResponse:
    return render(request, "drafts/guide_new.html", {"form": form, "rules": rules}, status=status)
