"""The register as a file: bring one in, after seeing what it would change; take it out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postorders.desk.base.page import page
from postorders.desk.custody.rights import READERS
from postorders.desk.people.who import today
from postorders.desk.register.exchange.bring import bring
from postorders.desk.register.exchange.columns import COLUMNS
from postorders.desk.register.exchange.out import export
from postorders.desk.register.forms import BringForm
from postorders.desk.register.record import CLERKS, need

SHOWN = 200
KINDS = {"csv": ("text/csv; charset=utf-8", "csv"), "json": ("application/json", "json")}
NAMES = {"csv": "accounts", "json": "accounts", "registry": "accounts-registry"}


@page(*CLERKS)
def bring_in(request: HttpRequest) -> HttpResponse:
    """A dry run first, always; `digest` in the form says that it was seen."""
    need(request.person, CLERKS)
    form = BringForm(request.POST or None, request.FILES or None)
    shown = {"form": form, "columns": COLUMNS.items()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "register/bring.html", shown)
    text, digest = form.cleaned_data["register"], request.POST.get("digest", "")
    plan = bring(request.person, text)
    if digest and digest != plan.digest:
        messages.warning(request, _("The register has changed since this was shown. Look again, then confirm."))
    elif digest and not plan.problems:
        bring(request.person, text, dry_run=False, expected=digest)
        messages.success(request, _("The register was brought in."))
        return redirect("sites")
    refused = {one.line for one in plan.problems}
    changes = [one for one in plan.changes if one.line not in refused]
    more = {"plan": plan, "text": text, "changes": changes[:SHOWN], "left": max(0, len(changes) - SHOWN)}
    return render(request, "register/bring.html", {**shown, **more, "problems": plan.problems[:SHOWN]})


@page(*READERS)
@require_safe
def take_out(request: HttpRequest, shape: str) -> HttpResponse:
    """The whole register as a file."""
    need(request.person, READERS)
    kind, ending = KINDS.get(shape, KINDS["json"])
    answer = HttpResponse(export(shape), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{NAMES[shape]}-{today()}.{ending}"'
    return answer
