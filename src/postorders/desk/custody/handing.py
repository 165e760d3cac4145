"""The pages on departures: those that are open, and the checklist of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from postorders.archive.read import upload
from postorders.desk.base.page import page
from postorders.desk.base.person import Person
from postorders.desk.custody import departing, forms, steps, tell
from postorders.desk.custody.models import Departure, Holding, Step
from postorders.desk.custody.rights import may_decide, may_read_all, may_step, need_see
from postorders.desk.custody.who import known_at
from postorders.desk.people.forms import attempt
from postorders.desk.people.who import on_day, today

PER_PAGE = 50
STATES = {"open": ("open",), "ended": ("safe", "void")}


@page("anyone")
@require_safe
def departures(request: HttpRequest) -> HttpResponse:
    """The open ones, those that are due first; or those that ended, the last first."""
    state = request.GET.get("state", "open")
    if state not in STATES:
        raise Http404
    rows = readable(request.person).filter(state__in=STATES[state])
    rows = rows.order_by("due", "site__number") if state == "open" else rows.order_by("-ended")
    rows = rows.select_related("site", "member").prefetch_related("steps")
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for one in shown:
        one.says, one.left = steps.as_words(one.held_as), steps.missing(one)
        one.asked, one.overdue = len(steps.needed(one)), one.due < today()
        one.because = tell.CAUSES.get(one.cause, "")
    return render(request, "custody/departures.html", {"page": shown, "state": state})


def readable(person: Person) -> QuerySet:
    """The departures that a person sees: all of them, or those of accounts that the person keeps."""
    if may_read_all(person):
        return Departure.objects.all()
    held = Holding.objects.filter(known_at(None), on_day(today()), member=person.member)
    return Departure.objects.filter(Q(site__owner=person.member) | Q(site__in=held.values("site")))


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: HttpRequest, departure: UUID) -> HttpResponse:
    """The checklist of one account and one member: what was done, by whom, and what is missing."""
    one = _one(request, departure)
    do, errors = request.POST.get("do", ""), {}
    if request.method == "POST":
        form = _form(request, one, do)
        if form.is_valid() and attempt(form, DOES[do](request, one, form)):
            messages.success(request, _("Recorded."))
            return redirect("departure", one.id)
        errors = {(do, request.POST.get("step", "")): form}
    return render(request, "custody/departure.html", _shown(request, one, errors), status=422 if errors else 200)


def _one(request: HttpRequest, departure: UUID) -> Departure:
    taken = Step.objects.select_related("by", "evidence").defer("evidence__body")
    rows = Departure.objects.select_related("site__owner", "member", "policy_version", "ended_by")
    one: Departure = get_object_or_404(rows.prefetch_related(Prefetch("steps", taken)), id=departure)
    need_see(request.person, one.site)
    return one


def _form(request: HttpRequest, one: Departure, do: str) -> Any:
    """The form that was sent. Raises Http404 for none that this page has."""
    item = steps.BY_NAME.get(request.POST.get("step", ""))
    if do not in DOES or (do in ("take", "waive") and item is None):
        raise Http404
    if do == "take" and item is not None:
        return forms.StepForm(item, one, request.POST, request.FILES)
    if do == "safe":
        return Form(request.POST)
    return forms.WaiveForm(request.POST, prefix=f"{do}-{item.name}" if item else do)


Doing = Callable[[], object]


def _take(request: HttpRequest, one: Departure, form: Any) -> Doing:
    data = dict(form.cleaned_data)
    words, file = data.pop("words"), data.pop("evidence", None)

    def do() -> None:
        brought = upload(file.read(), file.name, timezone.now().isoformat()) if file else None
        given = departing.Given(**data, evidence=brought)
        departing.take_step(request.person, one, request.POST["step"], words, given)

    return do


def _waive(request: HttpRequest, one: Departure, form: Any) -> Doing:
    return lambda: departing.waive_step(request.person, one, request.POST["step"], form.cleaned_data["reason"])


def _safe(request: HttpRequest, one: Departure, form: Any) -> Doing:
    return lambda: departing.make_safe(request.person, one)


def _stay(request: HttpRequest, one: Departure, form: Any) -> Doing:
    return lambda: departing.stay(request.person, one, form.cleaned_data["reason"])


DOES: dict[str, Callable[[HttpRequest, Departure, Any], Doing]] = {
    "take": _take,
    "waive": _waive,
    "safe": _safe,
    "stay": _stay,
}


def _shown(request: HttpRequest, one: Departure, errors: dict[tuple[str, str], Any]) -> dict[str, Any]:
    taken = {row.name: row for row in one.steps.all()}
    open_now = one.state == "open"
    may = open_now and may_step(request.person, one)
    decides = may and may_decide(request.person)
    items = []
    for item in steps.needed(one):
        row = taken.get(item.name)
        take = errors.get(("take", item.name)) or forms.StepForm(item, one)
        waive = errors.get(("waive", item.name)) or forms.WaiveForm(prefix=f"waive-{item.name}")
        items.append({"item": item, "row": row, "take": may and take, "waive": decides and waive})
    return {
        "one": one,
        "site": one.site,
        "because": tell.CAUSES.get(one.cause, ""),
        "says": steps.as_words(one.held_as),
        "items": items,
        "left": steps.missing(one, taken.values()),
        "may": may,
        "overdue": open_now and one.due < today(),
        "stays": taken.get("stays"),
        "safe": errors.get(("safe", "")),
        "stay": decides and one.cause == "transferred" and (errors.get(("stay", "")) or forms.WaiveForm(prefix="stay")),
    }


@page("anyone")
@require_safe
def evidence(request: HttpRequest, departure: UUID, step: UUID) -> HttpResponse:
    """What was brought for a step, exactly as it came, to be saved and not shown."""
    one = _one(request, departure)
    row = get_object_or_404(Step.objects.select_related("evidence"), id=step, departure=one)
    if row.evidence is None:
        raise Http404
    ending = row.evidence.name.rpartition(".")[2]
    name = f"site-{one.site.number}-{row.name}.{ending if ending.isalnum() and len(ending) <= 8 else 'bin'}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(row.evidence.bytes, content_type="application/octet-stream", headers=headers)
