"""Pages of the ledger: who did what, one entry, its proof."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from postorders.desk.base.page import page
from postorders.desk.ledger import acts, reading, words
from postorders.desk.ledger.forms import Search
from postorders.desk.ledger.models import Payload
from postorders.desk.ledger.proving import proof_of
from postorders.ledger.entry import Entry
from postorders.ledger.proof import SUFFIX


@page("anyone")
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first."""
    whole = request.person.has(acts.READERS)
    reading.note_reading(request.person)
    form = Search(request.GET, acts=list(words.acts()))
    rows = reading.asked(reading.readable(request.person), form.asked(request.GET.get("before", "")))
    shown = list(reading.tell(rows[: reading.PAGE + 1]))
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    more = shown[reading.PAGE - 1].index if len(shown) > reading.PAGE else None
    given = {
        "form": form,
        "whole": whole,
        "entries": shown[: reading.PAGE],
        "older": None if more is None else urlencode({**kept, "before": more}),
        "newest": urlencode(kept) if "before" in request.GET else None,
        "searched": bool(kept),
        "published": reading.published(),
    }
    return render(request, "ledger/entries.html", given)


@page("anyone")
@require_GET
def entry(request: HttpRequest, index: int) -> HttpResponse:
    """One entry with all its fields, and what to withhold in a proof of it."""
    row = _row(request, index)
    if request.person.number not in (row.actor, row.subject):
        reading.note_reading(request.person)
    found = reading.contents(row)
    fields = words.readable(found).items() if isinstance(found, Entry) else ()
    given = {"entry": reading.told(row), "fields": fields, "signed": index < reading.published()}
    return render(request, "ledger/entry.html", given)


@page("anyone")
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """The proof of an entry as a file."""
    row = _row(request, index)
    if request.method != "POST":
        return redirect("ledger-entry", index=index)
    data = proof_of(request.person, request.user.department, row, request.POST.getlist("hide"))
    name = f"{request.user.department.slug}-{index}{SUFFIX}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type="text/plain; charset=utf-8", headers=headers)


def _row(request: HttpRequest, index: int) -> Payload:
    row = reading.readable(request.person).filter(index=index).first()
    if row is None:
        raise Http404
    return row
