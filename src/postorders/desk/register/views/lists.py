"""The list of accounts at a glance, a new account, and who may post where."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.custody.rights import READERS, STEPPERS
from postorders.desk.pages.rights import KEEPERS as WEBSITE
from postorders.desk.people.forms import attempt
from postorders.desk.people.who import today
from postorders.desk.register import acts, posters, rules
from postorders.desk.register.doubles import doubles
from postorders.desk.register.forms import EnterForm, FindForm
from postorders.desk.register.glance import lines, needing, numbers, platform_name, ranked
from postorders.desk.register.models import Site
from postorders.desk.register.record import CLERKS, KEEPERS, LOOKERS, need, need_enterer
from postorders.desk.register.states import HELD
from postorders.platforms.address import Address

PER_PAGE = 50
SEEDERS = (*CLERKS, "policy-manager")


@page("anyone")
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """The register: what needs a hand first, narrowed by words, state and platform; a page of it at a time."""
    form = FindForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    shown = Paginator(_narrowed(asked), PER_PAGE).get_page(request.GET.get("page"))
    person = request.person
    return render(
        request,
        "register/accounts.html",
        {
            "form": form,
            "page": shown,
            "rows": lines(shown),
            "numbers": numbers(),
            "narrowed": any(asked.values()),
            "unseeded": unseeded(),
            "seeds": rules.acts_as(person, SEEDERS),
            "revokes": rules.acts_as(person, KEEPERS),
            "reopens": rules.acts_as(person, LOOKERS),
            "clerk": rules.acts_as(person, CLERKS),
            "reads": rules.acts_as(person, READERS),
            "steps": rules.acts_as(person, STEPPERS),
            "website": rules.acts_as(person, WEBSITE),
            "today": today(),
        },
    )


def _narrowed(asked: dict[str, Any]) -> Any:
    rows = ranked()
    if asked.get("state") == "hand":
        rows = rows.filter(needing(today()))
    elif asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("platform"):
        rows = rows.filter(platform=asked["platform"])
    for word in asked.get("find", "").split()[:6]:
        texts = Q(name__icontains=word) | Q(url__icontains=word) | Q(purpose__icontains=word)
        rows = rows.filter(texts | Q(handle__icontains=word) | Q(unit__name__icontains=word))
    return rows


def unseeded() -> list[str]:
    """The accounts that a policy prints and that are not in the register, as printed."""
    found = {}
    for one in rules.printed():
        with suppress(Refused):
            found[rules.read(one.url).key] = one.as_printed or one.url
    there = set(Site.objects.filter(key__in=found).values_list("key", flat=True)) if found else set()
    return [printed for key, printed in found.items() if key not in there]


@page(*SEEDERS)
@require_POST
def seed(request: HttpRequest) -> HttpResponse:
    """Enters what the policy prints, to be verified."""
    made = acts.seed(request.person)
    told = ngettext(
        "%(n)d account was entered, to be verified.", "%(n)d accounts were entered, to be verified.", len(made)
    )
    messages.success(request, told % {"n": len(made)})
    return redirect("sites")


@page("anyone")
def new(request: HttpRequest) -> HttpResponse:
    """An address is entered: first what it is read as and what it looks like, then the account itself."""
    sent = request.method == "POST"
    form = EnterForm(request.POST if sent else None, initial={"language": request.user.department.language})
    read = _read(request, form) if sent else {}
    alike = read.get("alike")
    if alike:
        form.warn()
    made: list[Site] = []

    def do() -> None:
        made.append(acts.enter(request.person, form.cleaned_data["address"], **form.about()))

    if sent and "look" not in request.POST and form.is_valid() and attempt(form, do):
        messages.success(request, _("%s is in the register now, to be verified. The Chief was told.") % made[0].name)
        return redirect("site", made[0].id)
    if "look" in request.POST:
        form = EnterForm(initial={**request.POST.dict(), "purposes": request.POST.getlist("purposes")})
    if not alike:
        form.fields.pop("sure", None)
    shown = {"form": form, **read, "told": rules.cited("notify-url"), "kept": rules.cited("keep-list")}
    return render(request, "register/new.html", shown)


def _read(request: HttpRequest, form: EnterForm) -> dict[str, Any]:
    """What the address was read as, whether it is known, and what it looks like; or why it is no address."""
    try:
        where = rules.read(request.POST.get("address", ""))
    except Refused as refused:
        return {"unread": refused.problems[0]}
    there = Site.objects.filter(key=where.key).first()
    return {
        "where": where,
        "platform": platform_name(where.platform),
        "there": there,
        "lacks": _lacks(request, where),
        "alike": [] if there else doubles(where, request.POST.get("name", "")),
    }


def _lacks(request: HttpRequest, where: Address) -> Any:
    """Why the person may not enter it, None when they may."""
    try:
        need_enterer(request.person, where)
    except Refused as refused:
        return refused.problems[0]
    return None


@page(*READERS)
@require_safe
def who_posts(request: HttpRequest) -> HttpResponse:
    """Who may post where today, made to be printed."""
    need(request.person, READERS)
    rows = Site.objects.filter(state__in=HELD).select_related("unit", "owner").order_by("name", "number")
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    given = {"page": shown, "rows": posters.table(list(shown)), "today": today()}
    return render(request, "register/posters.html", given)
