"""What a chief wants to know of the posts: what waits, what went out, who overrode what, what is to be looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from postorders.desk.base.page import page
from postorders.desk.drafts.models import Draft, Overridden
from postorders.desk.release.models import Correction, Incident, Release
from postorders.desk.release.seen import OVERSEERS
from postorders.desk.release.views.lists import HAND

MOST = 20
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@page(*OVERSEERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything at a glance, a fixed number of questions for however many posts."""
    now = timezone.now()
    rows = Release.objects.select_related("site", "by", "draft").defer("judgment", "rendering")
    shown: dict[str, Any] = {
        "waiting": _some(Draft.objects.filter(state="waiting").select_related("author").order_by("updated")),
        "planned": _some(rows.filter(state__in=("intended", "sending", "unsure")).order_by("due", "number")),
        "hand": _some(rows.filter(state__in=HAND, corrected=None).order_by("-number")),
        "out": _some(rows.filter(out_at__gte=now - WEEK).order_by("-out_at")),
        "overridden": _some(
            Overridden.objects.filter(at__gte=now - MONTH).select_related("by", "draft__author").order_by("-at")
        ),
        "emergencies": _emergencies(rows),
        "incidents": _some(Incident.objects.filter(state="open").select_related("site").order_by("-number")),
        "corrections": _some(Correction.objects.filter(done=None).select_related("draft", "by").order_by("-number")),
        "now": now,
        "here": "overview",
    }
    return render(request, "release/overview.html", shown)


def _some(rows: Any) -> dict[str, Any]:
    """The first rows of a list, and whether there are more."""
    found = list(rows[: MOST + 1])
    return {"rows": found[:MOST], "more": len(found) > MOST}


def _emergencies(rows: Any) -> dict[str, Any]:
    """The releases that wait for another person's word, one for each draft, those due first."""
    waits = rows.filter(ratified="").exclude(emergency="").order_by("ratify_by", "number")[: MOST * 8]
    first: dict[Any, Release] = {}
    for one in waits:
        first.setdefault(one.draft_id, one)
    found = list(first.values())
    return {"rows": found[:MOST], "more": len(found) > MOST}
