"""The department's own words for what the policy demands, in versions."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postorders.conformance.demand import LINK_BACK
from postorders.desk.base.page import page
from postorders.desk.pages import acts, demanded
from postorders.desk.pages.forms import WordingForm
from postorders.desk.pages.models import Wording
from postorders.desk.pages.rights import KEEPERS, WRITERS, need
from postorders.desk.pages.suggest import Suggester
from postorders.desk.people.forms import attempt
from postorders.desk.people.models import Department
from postorders.desk.register.rules import acts_as


@page(*KEEPERS)
@require_safe
def wordings(request: HttpRequest) -> HttpResponse:
    """Each demand with the words to show for it."""
    given = demanded.ordered()
    own: dict[str, list[Wording]] = {}
    for row in Wording.objects.select_related("by").order_by("demand", "-number")[:200]:
        own.setdefault(row.demand, []).append(row)
    rows = [(one, given.cited[one.demand], own.get(one.demand, [])) for one in given.demands if one.demand != LINK_BACK]
    shown = {"rows": rows, "may_write": acts_as(request.person, WRITERS)}
    return render(request, "pages/wordings.html", shown)


@page(*WRITERS)
def word(request: HttpRequest, demand: str) -> HttpResponse:
    """Sets a new version of the words for one demand."""
    need(request.person, WRITERS)
    given = demanded.ordered()
    wanted = given.by_id.get(demand)
    if wanted is None or demand == LINK_BACK:
        raise Http404
    place = Department.objects.get(id=request.person.department)
    suggestion = Suggester(place, given, demanded.watched()).of(wanted)
    form = WordingForm(request.POST or None, initial={"text": suggestion.text})

    def do() -> None:
        acts.word(request.person, demand, form.cleaned_data["text"], form.cleaned_data["since"])

    if request.method == "POST" and form.is_valid() and attempt(form, do):
        messages.success(request, _("These are the department's words now. The next looks tell who shows them."))
        return redirect("wordings")
    shown = {"demand": wanted, "form": form, "suggestion": suggestion}
    return render(request, "pages/word.html", shown)
