"""The drafts that a person may open: as a list, and as a month."""

from __future__ import annotations

import calendar as months
import re
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postorders.desk.base.page import page
from postorders.desk.drafts import glance, rights
from postorders.desk.drafts.forms import FindForm
from postorders.desk.drafts.models import Draft, Target
from postorders.desk.drafts.states import Writing
from postorders.desk.people.who import today

PER_PAGE = 50
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@page("anyone")
@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """The drafts, newest first, narrowed by their state."""
    form = FindForm(request.GET, states=Writing.choices())
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = glance.readable(request.person)
    if state:
        rows = rows.filter(state=state)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    given = {"form": form, "page": shown, "rows": _rows(list(shown)), "narrowed": bool(state)}
    return render(request, "drafts/posts.html", {**given, "writes": rights.may_write(request.person)})


def _rows(drafts: list[Draft]) -> list[dict[str, Any]]:
    """Each draft with its accounts and the beginning of its text, in two questions for however many."""
    names = _names([one.id for one in drafts])
    return [
        {"draft": one, "sites": names.get(one.id, []), "begins": glance.begins(getattr(one, "text", ""))}
        for one in drafts
    ]  # fmt: skip


def _names(drafts: list[UUID]) -> dict[UUID, list[str]]:
    """The names of the accounts that drafts go to."""
    names: dict[UUID, list[str]] = {}
    rows = Target.objects.filter(draft__in=drafts).order_by("site__number")
    for draft, name in rows.values_list("draft", "site__name"):
        names.setdefault(draft, []).append(name)
    return names


@page("anyone")
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month: what goes out on which day, and what went out, in the time of the department."""
    first = _first(request.GET.get("month", ""))
    weeks = months.Calendar(months.SUNDAY).monthdatescalendar(first.year, first.month)
    rows = _in_month(request, first)
    by_day: dict[date, list[dict[str, Any]]] = {}
    for row in rows:
        by_day.setdefault(row["at"].date(), []).append(row)
    shown = [
        [{"day": day, "inside": day.month == first.month, "rows": by_day.get(day, [])} for day in week]
        for week in weeks
    ]  # fmt: skip
    last, after = first - timedelta(days=1), _after(first)
    given = {"first": first, "weeks": shown, "rows": rows, "before": f"{last:%Y-%m}", "after": f"{after:%Y-%m}"}
    return render(request, "drafts/calendar.html", {**given, "names": weeks[0], "today": today()})


def _first(month: str) -> date:
    """The first day of the month that is asked for, else of this one."""
    found = _MONTH.fullmatch(month)
    return date(int(found[1]), int(found[2]), 1) if found else today().replace(day=1)


def _after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _in_month(request: HttpRequest, first: date) -> list[dict[str, Any]]:
    """What has a time in the month: that set for it, else that of its release; in the order of time.

    Each in words, for a month may hold some hundreds: a template takes as long again to make them.
    """
    zone = timezone.get_current_timezone()
    start, end = (datetime.combine(day, time.min, zone) for day in (first, _after(first)))
    inside = Q(scheduled__gte=start, scheduled__lt=end) | Q(
        scheduled=None, state="released", updated__gte=start, updated__lt=end
    )
    found = glance.readable(request.person).filter(inside).exclude(state="dropped")
    rows = list(found.values("id", "number", "state", "scheduled", "updated", "text"))
    names, labels = _names([row["id"] for row in rows]), {name: str(label) for name, label in Writing.choices()}
    days, one = [str(WEEKDAYS_ABBR[day]) for day in range(7)], reverse("posts-one", args=[0]).removesuffix("0/")
    cells = []
    for row in rows:
        at, begins = timezone.localtime(row["scheduled"] or row["updated"]), glance.begins(row["text"])
        when = {"at": at, "hour": f"{at:%H:%M}", "when": f"{days[at.weekday()]} {at:%Y-%m-%d %H:%M}"}
        said = {"begins": begins, "short": glance.begins(begins, 30) or row["number"], "state": labels[row["state"]]}
        to = {"url": f"{one}{row['number']}/", "name": _("Draft %(number)s") % {"number": row["number"]}}
        cells.append({**when, **said, **to, "sites": ", ".join(names.get(row["id"], ()))})
    return sorted(cells, key=lambda cell: cell["at"])
