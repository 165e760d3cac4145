"""The decider's pages: what waits, one decision, what was decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.base.person import Person
from postorders.desk.people.forms import attempt
from postorders.desk.people.who import today
from postorders.desk.permissions import acts, words
from postorders.desk.permissions.forms import NameForm, ReasonsForm, SearchForm, TermsForm
from postorders.desk.permissions.give import terms_of
from postorders.desk.permissions.local import setting
from postorders.desk.permissions.models import Request
from postorders.desk.permissions.record import why_not
from postorders.desk.permissions.rights import (
    CHIEF,
    Right,
    kind_for,
    policy_for,
    right_of,
    rung_of,
    waiting_for,
)
from postorders.desk.permissions.seats import levels
from postorders.desk.permissions.states import OPEN, Asking
from postorders.desk.permissions.views import PER_PAGE, readable
from postorders.desk.policy.force import in_force
from postorders.desk.signin.fresh import sign_again


@page(*acts.DECIDERS)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the person's decision, oldest first, with its age."""
    rows = Paginator(waiting_for(request.person).select_related("member"), PER_PAGE).get_page(request.GET.get("page"))
    words.labels(in_force(), rows)
    shown = [(asked, words.age(asked.asked), words.age(asked.waiting_since)) for asked in rows]
    return render(request, "permissions/inbox.html", {"rows": rows, "shown": shown})


@page(*acts.DECIDERS)
@require_safe
def decided(request: HttpRequest) -> HttpResponse:
    """What was decided, newest first: all of it for the Chief, for others what they decided themselves."""
    over = [(name, label) for name, label in Asking.choices() if name not in OPEN]
    form = SearchForm(request.GET, states=over)
    found = _decided(request.person)
    if form.is_valid():
        found = _searched(found, form.cleaned_data["q"].strip(), form.cleaned_data["state"])
    rows = Paginator(found.select_related("member"), PER_PAGE).get_page(request.GET.get("page"))
    words.labels(in_force(), rows)
    kept = {name: request.GET[name] for name in ("q", "state") if request.GET.get(name)}
    query = f"{urlencode(kept)}&" if kept else ""
    return render(request, "permissions/decided.html", {"rows": rows, "form": form, "query": query})


def _decided(person: Person) -> Any:
    found = Request.objects.exclude(state__in=OPEN).order_by("-waiting_since", "-number")
    if person.has((CHIEF,)):
        return found
    mine = Request.objects.filter(decisions__by=person.member).exclude(decisions__as_role="").values("id")
    return found.filter(id__in=mine)


def _searched(found: Any, q: str, state: str) -> Any:
    if q:
        found = found.filter(Q(number__startswith=q) | Q(member__name__icontains=q) | Q(member__number=q))
    return found.filter(state=state) if state else found


@page(*acts.DECIDERS)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """The page on which one request is decided; what is written is signed after a fresh sign-in."""
    asked = readable(request.person, number)
    right = right_of(request.person, asked)
    if right is None:
        Asking.move(asked.state, "refused" if asked.state != "appealed" else "refused-finally")
        raise Refused(*why_not(request.person, asked))
    if request.method == "GET" and _signs(asked) and not request.person.signed_in_anew:
        return sign_again(request)
    terms, reasons = _terms_form(request, asked), _reasons_form(request)
    if request.method == "POST" and _done(request, asked, terms, reasons):
        return redirect("permissions-request", number)
    policy, kind = policy_for(asked), kind_for(asked)
    shown = {
        "asked": asked,
        "about": words.described(policy, kind),
        "terms": terms,
        "reasons": reasons,
        "right": right,
        "age": words.age(asked.asked),
        "history": words.history(asked),
        "two": kind.kind in setting("second_approver"),
        "first": _first(asked),
        "may_pass_up": asked.state == "waiting" and _above(asked, right),
    }
    return render(request, "permissions/decide.html", shown)


def _signs(asked: Request) -> bool:
    """Whether a decision on it may have to be signed: the clause wants it written."""
    return asked.state != "appealed" and kind_for(asked).form == "written"


def _above(asked: Request, right: Right) -> bool:
    ladder = levels(policy_for(asked), kind_for(asked), asked.member)
    return max(asked.level, rung_of(right, ladder)) + 1 < len(ladder)


def _first(asked: Request) -> Any:
    """The first of two approvals, with its terms, when a second is waited for."""
    line = asked.decisions.filter(what="approved").select_related("by").last() if asked.state == "second" else None
    return {"line": line, "terms": terms_of(line)} if line else None


def _reasons_form(request: HttpRequest) -> ReasonsForm:
    return ReasonsForm(request.POST if _gives_reasons(request) else None, auto_id="answer_%s")


def _gives_reasons(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("step") not in ("grant", "approve", "confirm")


def _terms_form(request: HttpRequest, asked: Request) -> Any:
    """The form of an approval: its terms, or a second person's signature; None where there is nothing to fill in."""
    data = request.POST if request.method == "POST" and not _gives_reasons(request) else None
    form = kind_for(asked).form
    if asked.state == "appealed":
        return None
    if asked.state == "second":
        return NameForm(data) if terms_of(asked.decisions.filter(what="approved").last()).form == "written" else None
    return TermsForm(data, wanted=form, initial={"starts": max(asked.starts, today()), "ends": asked.ends})


def _done(request: HttpRequest, asked: Request, terms: Any, reasons: ReasonsForm) -> bool:
    """Does what the pressed button says; False when a form has something to mend."""
    person, name = request.person, request.POST.get("step", "")
    form = reasons if _gives_reasons(request) else terms
    if form is not None and not form.is_valid():
        return False
    given = form.cleaned_data if form is not None else {}
    steps: dict[str, Callable[[], object]] = {
        "grant": lambda: acts.grant(person, asked, terms.terms()),
        "approve": lambda: acts.approve(person, asked, terms.terms()),
        "confirm": lambda: acts.confirm(person, asked, given.get("signed_name", "")),
        "refuse": lambda: acts.refuse(person, asked, given["reasons"]),
        "send-back": lambda: acts.send_back(person, asked, given["reasons"]),
        "pass-up": lambda: acts.pass_up(person, asked, given["reasons"]),
        "stands": lambda: acts.decide_appeal(person, asked, False, given["reasons"]),
        "anew": lambda: acts.decide_appeal(person, asked, True, given["reasons"]),
    }
    if name not in steps:
        raise Refused(_("No decision was chosen."), _("Press one of the buttons."))
    if form is None:
        steps[name]()
    elif not attempt(form, steps[name]):
        return False
    messages.success(request, _("Your decision is recorded, and the member is told."))
    return True


@page(*acts.DECIDERS)
@require_POST
def sealed(request: HttpRequest, number: str) -> HttpResponse:
    """Opens a sealed justification; the opening is on the record."""
    asked = readable(request.person, number)
    text = acts.read_sealed(request.person, asked)
    return render(request, "permissions/sealed.html", {"asked": asked, "text": text})
