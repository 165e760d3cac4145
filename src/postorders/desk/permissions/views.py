"""The member's pages: own permissions, asking, one request and its history, the page of a permission."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from postorders.desk.base.act import Refused
from postorders.desk.base.page import page
from postorders.desk.base.person import ROLES, Person
from postorders.desk.people.forms import attempt
from postorders.desk.people.models import Member
from postorders.desk.people.who import today
from postorders.desk.permissions import acts, leave, words
from postorders.desk.permissions.forms import AskForm, ReasonsForm
from postorders.desk.permissions.local import setting
from postorders.desk.permissions.models import Request
from postorders.desk.permissions.record import nobody, why_not
from postorders.desk.permissions.rights import kind_for as kind_of_request
from postorders.desk.permissions.rights import may_read, policy_for, right_of, right_to_give, rights, rights_in
from postorders.desk.permissions.rules import is_device
from postorders.desk.permissions.seats import levels
from postorders.desk.permissions.states import OPEN
from postorders.desk.policy.force import in_force, kind_of, policy_of
from postorders.policy.policy import PermissionKind, Policy

PER_PAGE = 50
LOOKED = "permissions-looked"
YEAR = 365 * 24 * 3600


def found(number: str) -> Request:
    """The request of that number in the department at work; 404 when there is none."""
    rows = Request.objects.select_related("member", "policy_version", "department", "barred")
    return get_object_or_404(rows, number=number)


def readable(person: Person, number: str) -> Request:
    """The same, for a person who may open it. Raises Refused for others."""
    asked = found(number)
    if not may_read(person, asked):
        raise Refused(_("This request is for its member and for those who decide it."), _("Ask the member."))
    return asked


@page("anyone")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The person's permissions: in force, asked for, past; and what changed since the last look on this device."""
    person, policy = request.person, in_force()
    me = Member.objects.get(id=person.member)
    current = leave.standing(me, today())
    rows = Request.objects.filter(member=me)
    waiting = list(rows.filter(state__in=(*OPEN, "sent-back")))
    past = Paginator(_past(rows, current), PER_PAGE).get_page(request.GET.get("page"))
    words.labels(policy, [*current, *waiting, *past])
    last = _looked(request)
    shown = {
        "current": current,
        "waiting": [(asked, words.age(asked.asked)) for asked in waiting],
        "past": past,
        "last": last,
        "changes": words.changes(me.id, last) if last else [],
        "check": f"/check/{request.user.department.slug}/#leave={leave.fragment(person, me, today())}",
    }
    response = render(request, "permissions/mine.html", shown)
    kept = {"salt": str(request.user.pk), "max_age": YEAR, "httponly": True, "samesite": "Lax", "path": request.path}
    response.set_signed_cookie(LOOKED, timezone.now().isoformat(), secure=request.is_secure(), **kept)
    return response


def _past(rows: Any, current: list[Any]) -> Any:
    over = rows.exclude(state__in=(*OPEN, "sent-back")).exclude(id__in=[grant.request_id for grant in current])
    return over.order_by("-asked")


def _looked(request: HttpRequest) -> datetime | None:
    """When the person last opened the page on this device: a signed cookie of the account, no row."""
    stamp = request.get_signed_cookie(LOOKED, default="", salt=str(request.user.pk))
    return datetime.fromisoformat(stamp) if stamp else None


@page("anyone")
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """The person's permissions in force as a file for the private check."""
    me = Member.objects.get(id=request.person.member)
    response = JsonResponse(leave.as_file(leave.grants_of(me, today())), json_dumps_params={"indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="permissions.json"'
    return response


@page("anyone")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The kinds of leave that the policy in force knows, with who decides and in which form."""
    policy = in_force()
    known = [words.described(policy, kind) for kind in policy.manifest.permissions if kind.clause in policy.by_id]
    return render(request, "permissions/choose.html", {"kinds": known, "policy": policy})


@page("anyone")
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """The form for one kind, and to whom it would go."""
    policy = in_force()
    wanted = kind_of(policy, kind)
    about = words.described(policy, wanted)
    form = AskForm(request.POST or None, about=about)
    asked: list[Request] = []
    if _sent(request, form, lambda: asked.append(acts.ask(request.person, kind, form.wish()))):
        number = asked[0].number
        messages.success(request, _("You asked. Request %(number)s waits for a decision.") % {"number": number})
        return redirect("permissions-request", number)
    goes_to = _goes_to(policy, wanted, Member.objects.get(id=request.person.member))
    shown = {"form": form, "about": about, "goes_to": goes_to, "nobody": nobody()}
    return render(request, "permissions/ask.html", shown)


def _sent(request: HttpRequest, form: forms.Form, do: Callable[[], object]) -> bool:
    """Whether a form was sent, is right, and was done; what is wrong stands on the form."""
    return request.method == "POST" and form.is_valid() and attempt(form, do)


def _goes_to(policy: Policy, kind: PermissionKind, member: Member) -> list[str]:
    ladder = levels(policy, kind, member)
    return sorted({right.member.name for right in rights_in(ladder[0], member, kind.kind)}) if ladder else []


@page("anyone")
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One request: what is asked, where it stands, its history, and what the person can do with it."""
    person = request.person
    asked = readable(person, number)
    policy, kind = _known_as(asked)
    open_now, own = asked.state in OPEN, asked.member_id == person.member
    decides = open_now and right_of(person, asked) is not None
    shown = {
        "asked": asked,
        "about": words.described(policy, kind),
        "device": is_device(policy, kind),
        "own": own,
        "age": words.age(asked.asked),
        "level_age": words.age(asked.waiting_since),
        "history": words.history(asked),
        "grants": asked.grants.select_related("by"),
        "who": sorted({right.member.name for right in rights(asked)}),
        "nobody": nobody(),
        "decides": decides,
        "why_not": "" if decides or own or not open_now else " ".join(why_not(person, asked)),
        "revokes": asked.state == "granted" and not own and _revokes(person, policy, kind, asked),
        "hears": ROLES[setting("appeals_to")] if asked.state in ("refused", "revoked", "appealed") else "",
    }
    return render(request, "permissions/request.html", shown)


def _known_as(asked: Request) -> tuple[Policy, PermissionKind]:
    """The policy in force and the kind in it; where it knows the kind no more, those of when it was made."""
    try:
        return policy_for(asked), kind_of_request(asked)
    except Refused:
        made_under = policy_of(asked.policy_version)
        return made_under, kind_of(made_under, asked.kind)


def _revokes(person: Person, policy: Policy, kind: PermissionKind, asked: Request) -> bool:
    return person.has(("chief",)) or right_to_give(person, policy, kind, asked.member) is not None


@page("anyone")
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a permission, made to be printed, with its digest."""
    asked = readable(request.person, number)
    grants = asked.grants.order_by("-granted_on", "-name")
    return render(request, "permissions/paper.html", {"asked": asked, "grants": grants})


@page("anyone")
def complete(request: HttpRequest, number: str) -> HttpResponse:
    """The answer to a request that was sent back."""
    asked = readable(request.person, number)
    about = words.described(policy_for(asked), kind_of_request(asked))
    form = AskForm(request.POST, about=about) if request.method == "POST" else AskForm.of(asked, about)
    if _sent(request, form, lambda: acts.complete(request.person, asked, form.wish())):
        messages.success(request, _("It waits for a decision again."))
        return redirect("permissions-request", number)
    back = asked.decisions.filter(what="sent-back").last()
    return render(request, "permissions/ask.html", {"form": form, "about": about, "asked": asked, "back": back})


STEPS: dict[str, tuple[Any, Any, type[forms.Form]]] = {
    "withdraw": (lazy("Withdraw"), acts.withdraw, forms.Form),
    "give-up": (lazy("Give up"), acts.give_up, forms.Form),
    "appeal": (lazy("Appeal"), acts.appeal, ReasonsForm),
    "revoke": (lazy("Revoke"), acts.revoke, ReasonsForm),
}


@page("anyone")
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One step that asks to be confirmed, some with reasons: withdraw, give up, appeal, revoke."""
    asked = readable(request.person, number)
    label, perform, wanted = STEPS[name]
    form = wanted(request.POST if request.method == "POST" else None)
    if _sent(request, form, lambda: perform(request.person, asked, *form.cleaned_data.values())):
        messages.success(request, _("Done: it is on the record."))
        return redirect("permissions-request", number)
    return render(request, "permissions/step.html", {"asked": asked, "label": label, "name": name, "form": form})
