"""The roster as a file: bring one in, after seeing what it would change; take it out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postorders.desk.base.page import page
from postorders.desk.people import apply, forms
from postorders.desk.people.models import Member
from postorders.desk.people.roster import COLUMNS, export, import_roster
from postorders.desk.people.who import today

SHOWN = 200


@page("administrator")
def roster(request: HttpRequest) -> HttpResponse:
    """A dry run first, always; `digest` in the form says that it was seen."""
    form = forms.RosterForm(request.POST or None, request.FILES or None)
    shown = {"form": form, "columns": COLUMNS.items()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/roster.html", shown)
    text, digest = form.cleaned_data["roster"], request.POST.get("digest", "")
    plan = import_roster(request.person, text)
    if digest and digest != plan.digest:
        messages.warning(request, _("The department has changed since this was shown. Look again, then confirm."))
    elif digest and not plan.problems:
        import_roster(request.person, text, dry_run=False, expected=digest)
        messages.success(request, _("The roster was brought in."))
        return redirect("people")
    more = {"plan": plan, "text": text, "changes": plan.changes[:SHOWN], "left": max(0, len(plan.changes) - SHOWN)}
    return render(request, "people/roster.html", {**shown, **more, "problems": plan.problems[:SHOWN]})


@page("administrator")
@require_POST
def take_out(request: HttpRequest) -> HttpResponse:
    """The whole roster as CSV; that it was taken is on the record."""
    apply.export_done(request.person, Member.objects.count())
    text = "".join(export(today()))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="roster-{today()}.csv"'
    return answer
