"""Whether a person has proved who they are within the last minutes, and how to ask for it."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

# Proofs that count. An outside provider may sign somebody in without asking anything, so its word does not.
PROOFS = frozenset({"password", "mfa"})


def signed_in_anew(request: HttpRequest) -> bool:
    """Whether the person gave a password, a passkey or a code within the minutes that the desk sets."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    proved = [record["at"] for record in records if record.get("method") in PROOFS]
    return bool(proved) and 0 <= time.time() - max(proved) < settings.CONFIG.sign_again_minutes * 60


def sign_again(request: HttpRequest) -> HttpResponse:
    """Sends the person to prove who they are, and back to this address (by GET: nothing typed is kept meanwhile).

    A page that will need it asks when it is opened, so that nobody loses what they wrote.
    """
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        messages.error(request, _("Set a password or a passkey first; then sign again."))
        return redirect("mfa_index")
    return redirect(f"{ways[0]['url']}?{urlencode({'next': request.get_full_path()})}")


def second_factor_proved(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed, with a second factor or a passkey."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def login_address(request: HttpRequest) -> str:
    """The sign-in page that leads back here."""
    path = request.get_full_path() if request.method == "GET" else "/desk/"
    return f"{reverse('account_login')}?{urlencode({'next': path})}"
