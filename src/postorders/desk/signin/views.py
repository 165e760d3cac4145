"""One's own account, and the accounts of the department."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from postorders.desk.base.page import page
from postorders.desk.base.person import ROLES
from postorders.desk.people.models import Member
from postorders.desk.signin import acts, attempts
from postorders.desk.signin.forms import Because, Domains, Invite, Search
from postorders.desk.signin.links import SETTING
from postorders.desk.signin.mail import send_invitation
from postorders.desk.signin.middleware import FACTORS, asks_for_factor, factors
from postorders.desk.signin.models import Account

View = Callable[..., HttpResponse]
PLAIN: dict[str, Callable[..., Any]] = {
    "enable": acts.enable,
    "unlock": acts.unlock,
    "reset-factors": acts.reset_factors,
    "unlink": acts.unlink,
}


@page("anyone")
def account(request: HttpRequest) -> HttpResponse:
    """The roles held, second factors, sessions, language of the person."""
    own = Authenticator.objects.filter(user=request.user).order_by("type", "created_at")
    shown = {
        "roles": [ROLES[role] for role in ROLES if role in request.person.roles],
        "factors": [one for one in own if one.type in FACTORS],
        "needs_factor": asks_for_factor(request.person),
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "records": get_authentication_records(request, request.user),
        "config": settings.CONFIG,
    }
    return render(request, "signin/account.html", shown)


@page("administrator")
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts of the department, found by name, number or address."""
    form = Search(request.GET)
    found = Account.objects.filter(department_id=request.person.department).select_related("member")
    if form.is_valid() and (words := form.cleaned_data["q"].strip()):
        found = found.filter(
            Q(member__name__icontains=words) | Q(member__number=words) | Q(email__icontains=words.lower())
        )
    rows = Paginator(found.order_by("member__name", "pk"), 50).get_page(request.GET.get("page"))
    return render(request, "signin/accounts.html", {"form": form, "rows": rows})


@page("administrator")
def one(request: HttpRequest, member: UUID) -> HttpResponse:
    """The account of one member, and what can be done with it."""
    whose = get_object_or_404(Member.objects, id=member)
    if request.method == "POST":
        return _act(request, whose)
    return _shown(request, whose)


def _shown(request: HttpRequest, whose: Member, **forms: Any) -> HttpResponse:
    found = Account.objects.filter(member=whose).first()
    shown = {
        "whose": whose,
        "found": found,
        "locked": found is not None and attempts.locked(found.email, timezone.now()),
        "factors": factors(found) if found else [],
        "invite": Invite(initial={"email": found.email if found else whose.email}),
        "because": Because(),
        **forms,
    }
    return render(request, "signin/one.html", shown, status=422 if forms else 200)


def _act(request: HttpRequest, whose: Member) -> HttpResponse:
    """Does what the pressed button names."""
    do = request.POST.get("do", "")
    if do in ("invite", "change-address"):
        form = Invite(request.POST)
        if not form.is_valid():
            return _shown(request, whose, invite=form)
        if do == "invite":
            _invite(request, whose, form.cleaned_data["email"])
        else:
            acts.change_address(request.person, whose, form.cleaned_data["email"])
    elif do == "disable":
        because = Because(request.POST)
        if not because.is_valid():
            return _shown(request, whose, because=because)
        acts.disable(request.person, whose, because.cleaned_data["reason"])
    elif do in PLAIN:
        PLAIN[do](request.person, whose)
    messages.success(request, _("Done."))
    return redirect("account-of", member=whose.id)


def _invite(request: HttpRequest, whose: Member, email: str) -> None:
    link = acts.invite(request.person, whose, email)
    if not send_invitation(whose, link):
        messages.error(request, _("The mail server did not take the invitation. Invite again when it works."))


@page("administrator", "chief")
def providers(request: HttpRequest) -> HttpResponse:
    """Which sign-in provider may open accounts of this department, for which domains."""
    named = _providers()
    given = request.user.department.settings.get(SETTING, {})
    form = Domains(request.POST or None)
    if request.method == "POST" and form.is_valid() and (key := request.POST.get("provider", "")) in named:
        acts.approve_provider(request.person, key, form.cleaned_data["domains"].split())
        messages.success(request, _("Done."))
        return redirect("providers")
    rows = [(key, name, given.get(key, [])) for key, name in named.items()]
    return render(request, "signin/providers.html", {"rows": rows, "form": form})


def _providers() -> dict[str, str]:
    """The providers of this desk by key, with their names."""
    apps = [app for one in settings.SOCIALACCOUNT_PROVIDERS.values() for app in one["APPS"]]
    return {app["provider_id"]: app["name"] for app in apps}


@page("public")
def closed(request: HttpRequest, **_: Any) -> HttpResponse:
    """What stands where allauth would let people sign up, change addresses or link providers themselves."""
    return render(request, "account/signup_closed.html", status=404)


def outward(view: View) -> View:
    """Leaves for a provider by a page that goes on by itself: our content policy lets no form end elsewhere."""

    @functools.wraps(view)
    def left(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        to = response.get("Location", "")
        if not urlsplit(to).netloc:
            return response
        return render(request, "socialaccount/login_redirect.html", {"redirect_to": to})

    return left


@login_required
@require_POST
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Removes a passkey, unless it is the last factor of a person whose role asks for one."""
    passkey = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    if not get_adapter().can_delete_authenticator(passkey):
        messages.error(request, str(get_adapter().error_messages["cannot_delete_authenticator"]))
        return redirect("mfa_list_webauthn")
    response: HttpResponse = remove_webauthn(request, pk=pk)
    return response
