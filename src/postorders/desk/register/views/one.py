"""One account: what is known of it, how it stands, and what can be done."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.base.person import Person
from postorders.desk.custody.rights import may_see
from postorders.desk.people.forms import attempt
from postorders.desk.people.who import today
from postorders.desk.permissions.rights import may_read
from postorders.desk.register import record, rules
from postorders.desk.register.doubles import Double, doubles
from postorders.desk.register.forms import ChangeForm
from postorders.desk.register.glance import WHATS, lines
from postorders.desk.register.models import Change, Site
from postorders.desk.register.states import Keeping
from postorders.desk.register.steps import STEPS, offered

CHANGES = 20


def found(site: UUID) -> Site:
    """The account in the department at work; 404 when there is none."""
    about = ("grant__request__member", "grant__by", "unit", "owner", "entered_by", "listed_by", "verified_by")
    row: Site = get_object_or_404(Site.objects.select_related(*about), id=site)
    return row


@page("anyone")
@require_safe
def one(request: HttpRequest, site: UUID) -> HttpResponse:
    """One account, for every member; who holds the keys is named to those who keep it."""
    row, person = found(site), request.person
    (line,) = lines([row])
    ledger = f"{reverse('ledger-entries')}?{urlencode({'about': row.about})}"
    shown = {
        "site": row,
        "line": line,
        "steps": list(offered(person, row)),
        "then": [Keeping.states[name].label for name in Keeping.states[row.state].then],
        "sees_keys": may_see(person, row),
        "reads_grant": row.grant is not None and may_read(person, row.grant.request),
        "purposes": _purposes(row),
        "alike": _alike(row),
        "changes": [
            (change, WHATS.get(change.what, change.what)) for change in Change.objects.filter(site=row)[:CHANGES]
        ],
        "ledger": ledger,
        "today": today(),
        **_leave(row),
    }
    return render(request, "register/account.html", shown)


def _alike(site: Site) -> list[Double]:
    """What it could be taken for; nothing where its address cannot be read any more."""
    with suppress(Refused):
        return doubles(rules.read(site.url), site.name)
    return []


def _purposes(site: Site) -> list[tuple[str, str]]:
    """The clauses that name its purposes, with their labels; a clause that no policy in force has any more stays."""
    known = {clause.clause: clause.label for clause in rules.ordering("purpose")}
    return [(clause, known.get(clause, "")) for clause in site.purposes]


def _leave(site: Site) -> dict[str, Any]:
    """What keeps an account that waits from being listed, and a permission that outlived its account."""
    if site.state == "to-verify":
        try:
            return {"fits": record.leave(site, None)}
        except Refused as refused:
            return {"lacks": refused.problems[0]}
    outlived = site.state in ("revoked", "retired", "not-ours") and site.grant is not None
    return {"outlived": bool(outlived and site.grant.stands(today()))}


@page("anyone")
def step(request: HttpRequest, site: UUID, name: str) -> HttpResponse:
    """One step with its form; from the list some are taken at once."""
    row, chosen = found(site), STEPS[name]
    _need(request.person, row, name)
    form = chosen.form(request.POST if request.method == "POST" else None, **chosen.fields(request.person, row))

    def do() -> object:
        given = {"changes": form.changes(row)} if isinstance(form, ChangeForm) else form.cleaned_data
        return chosen.do(request.person, row, given)

    if request.method == "POST" and form.is_valid() and attempt(form, do):
        said = {"name": row.name, "label": chosen.label}
        messages.success(request, _("%(label)s: %(name)s. It is on the record.") % said)
        if name == "revoke":
            messages.info(request, _("If that was a mistake, take the account up again: it waits among the revoked."))
        return redirect("sites") if "list" in request.POST else redirect("site", row.id)
    return render(request, "register/step.html", {"site": row, "step": chosen, "name": name, "form": form})


def _need(person: Person, site: Site, name: str) -> None:
    """Raises Refused where the step is not the person's, or not one of this state."""
    chosen = STEPS[name]
    if site.state not in chosen.states:
        what = _("%(name)s is %(state)s.") % {"name": site.name, "state": site.get_state_display().lower()}
        raise Refused(what, _("Open it again to see what can be done."))
    if not chosen.open_to(person, site):
        what = _("Only who answers for the account, or keeps the register, does this.")
        raise Refused(what, _("Ask one of them."))
