"""The lists of releases: newest first, each page from the number where the last one ended."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from postorders.desk.base.page import page
from postorders.desk.register.models import Site
from postorders.desk.register.shown import platform_name
from postorders.desk.release.models import Release
from postorders.desk.release.seen import oversees, releases_for
from postorders.desk.release.states import Sending

PER_PAGE = 50
HAND = ("by-hand", "held", "failed", "differs", "gone")
OUT = ("sent", "read-back", "differs")


@page("anyone")
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """What was released, newest first, narrowed by state, account and draft."""
    asked = {name: request.GET[name] for name in ("state", "site", "draft") if request.GET.get(name)}
    rows = _narrowed(releases_for(request.person), asked)
    found = keyed(rows.select_related("site", "draft", "by").defer("judgment"), request.GET.get("before", ""))
    shown = {
        "rows": [_line(one) for one in found[:PER_PAGE]],
        "older": older(found, asked),
        "newest": urlencode(asked) if "before" in request.GET else None,
        "asked": asked,
        "states": [(name, label) for name, label in Sending.choices()],
        "sites": Site.objects.order_by("name", "number").only("number", "name"),
        "oversees": oversees(request.person),
        "here": "releases",
    }
    return render(request, "release/releases.html", shown)


def keyed(rows: QuerySet[Any], before: str) -> list[Any]:
    """A page of rows and one more, newest number first, from below a number on: as quick on the last page as on the
    first."""
    if before.isdecimal() and len(before) < 10:
        rows = rows.filter(number__lt=int(before))
    return list(rows.order_by("-number")[: PER_PAGE + 1])


def older(found: list[Any], asked: dict[str, str]) -> str | None:
    """The query of the next page, None where there is none."""
    return urlencode({**asked, "before": found[PER_PAGE - 1].number}) if len(found) > PER_PAGE else None


def _narrowed(rows: QuerySet[Release], asked: dict[str, str]) -> QuerySet[Release]:
    state, draft, site = asked.get("state", ""), asked.get("draft", ""), asked.get("site", "")
    if state in ("hand", "out"):
        rows = rows.filter(state__in=HAND if state == "hand" else OUT)
    elif state:
        rows = rows.filter(state=state)
    if draft.isdecimal() and len(draft) < 10:
        rows = rows.filter(draft__number=int(draft))
    if site.isdecimal() and len(site) < 10:
        rows = rows.filter(site__number=int(site))
    return rows


def _line(one: Release) -> dict[str, Any]:
    first: dict[str, Any] = next(iter(one.rendering.get("pieces", ())), {})
    return {
        "one": one,
        "platform": platform_name(one.site.platform),
        "says": one.rendering.get("title") or first.get("text", ""),
        "ratify": bool(one.emergency and not one.ratified),
    }
