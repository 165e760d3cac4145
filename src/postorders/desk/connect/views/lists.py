"""Every official account with how it is connected, and the department's applications on platforms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postorders.desk.base.page import page
from postorders.desk.connect import acts, forms, words
from postorders.desk.connect.models import Application, Connection
from postorders.desk.connect.rights import APPLIERS, need_apply
from postorders.desk.custody.models import Holding
from postorders.desk.custody.rights import MANAGERS, READERS
from postorders.desk.custody.who import known_at
from postorders.desk.people.forms import attempt
from postorders.desk.people.who import on_day, today
from postorders.desk.register.models import Site
from postorders.desk.register.opened import address_of
from postorders.desk.register.rules import acts_as
from postorders.desk.register.shown import platform_name
from postorders.platforms.publisher import publishers

PER_PAGE = 50


@page("anyone")
@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """The listed accounts that a person keeps, or all of them for who looks after all."""
    person, now = request.person, timezone.now()
    rows = Site.objects.filter(state="listed").order_by("name", "number")
    if not acts_as(person, (*READERS, *MANAGERS)):
        held = Holding.objects.filter(known_at(None), on_day(today()), member=person.member)
        rows = rows.filter(id__in=held.values("site"))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    there = {row.site_id: row for row in Connection.objects.filter(site__in=[one.id for one in shown]).defer("sealed")}
    lines = [_line(one, there.get(one.id), now) for one in shown]
    given = {"page": shown, "rows": lines, "applies": acts_as(person, APPLIERS), "here": "connections"}
    return render(request, "connect/connections.html", given)


def _line(site: Site, row: Connection | None, now: Any) -> dict[str, Any]:
    publisher = publishers().get(site.platform)
    level, says = words.standing(row, publisher.can if publisher else None, now)
    return {"site": site, "row": row, "platform": platform_name(site.platform), "level": level, "says": says}


@page(*APPLIERS)
@require_http_methods(["GET", "HEAD", "POST"])
def applications(request: HttpRequest) -> HttpResponse:
    """The department's own applications on platforms: entered and replaced, and never shown again."""
    need_apply(request.person)
    form = forms.ApplicationForm(request.POST or None)

    def do() -> object:
        data = form.cleaned_data
        return acts.application(request.person, data["platform"], data["server"], form.given())

    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, _("Kept, sealed. It is not shown again."))
        return redirect("applications")
    there = Application.objects.select_related("by").defer("sealed").order_by("platform", "server")
    given = {
        "form": form,
        "rows": [(one, platform_name(one.platform)) for one in there],
        "answer": address_of(reverse("connect-answer")),
        "here": "connections",
    }
    return render(request, "connect/applications.html", given, status=422 if form.errors else 200)
