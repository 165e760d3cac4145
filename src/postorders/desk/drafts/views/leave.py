"""Leave for this very post: the request filled in with the post as it stands, so that it need not be copied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.drafts import rights, said
from postorders.desk.drafts.barred import Aimed
from postorders.desk.drafts.cures import lift_of
from postorders.desk.drafts.models import Draft
from postorders.desk.drafts.record import OPEN
from postorders.desk.drafts.views.one import found, gate_of
from postorders.desk.people.forms import attempt
from postorders.desk.permissions import acts, words
from postorders.desk.permissions.forms import LONGEST, AskForm
from postorders.desk.permissions.models import Request
from postorders.desk.policy.force import in_force, kind_of


@page("anyone")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """The request for the one post, named by its flag: `clause`, `concept`, and `site`, a number of the register."""
    person, draft = request.person, found(request.person, number)
    rights.need_change(person, draft)
    if draft.state not in OPEN:
        raise Refused(_("It is %s.") % draft.get_state_display().lower(), _("Begin another draft."))
    one = _aimed(request, draft)
    kind = lift_of(one, request.GET.get("clause", ""), request.GET.get("concept", ""))["permission"]
    about = words.described(in_force(), kind_of(in_force(), kind))
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, about=about, initial=_filled(draft, one))
    asked: list[Request] = []
    if form.is_bound and form.is_valid() and attempt(form, lambda: asked.append(acts.ask(person, kind, form.wish()))):
        given = asked[0].number
        messages.success(request, _("You asked. Request %(number)s waits for a decision.") % {"number": given})
        return redirect("permissions-request", given)
    shown = {"draft": draft, "site": one.site, "form": form, "about": about}
    return render(request, "drafts/leave.html", shown, status=422 if form.errors else 200)


def _aimed(request: HttpRequest, draft: Draft) -> Aimed:
    """The draft on the account that the flag was found on. Raises Refused where it is not to be lifted by leave for
    the one post."""
    clause, concept, site = (request.GET.get(name, "") for name in ("clause", "concept", "site"))
    for one in gate_of(request.person, draft).aimed:
        if str(one.site.number) == site and lift_of(one, clause, concept).get("scope") == "item":
            return one
    raise Refused(_("The draft has no such flag."), _("Open the draft again."))


def _filled(draft: Draft, one: Aimed) -> dict[str, Any]:
    """What is asked for: the words where the form takes that many, and always the name that stands for all of it."""
    names = ", ".join(f"{file.name} ({file.alt})" if file.alt else file.name for file in said.files(draft))
    told = {"number": draft.number, "site": one.site.name, "files": names}
    purpose = _("Draft %(number)d, to be published on %(site)s.") % told
    if names:
        purpose = f"{purpose} " + _("With: %(files)s.") % told
    text = one.post.text
    return {"purpose": purpose[:LONGEST], "item": text if len(text) <= LONGEST else "", "post": one.post.id}
