"""What every request of a signed-in person must pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from postorders.desk.base.person import Person
from postorders.desk.signin.fresh import login_address, second_factor_proved
from postorders.desk.signin.log import note
from postorders.desk.signin.models import Account

Next = Callable[[HttpRequest], HttpResponse]
SEEN = "seen"  # in the session: when it was last used, in seconds since 1970
STRIDE = 60  # seconds between two writes of it
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PROVE = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout", "set_language"})
SET_UP = PROVE | {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_list_webauthn"),
    *("mfa_download_recovery_codes", "account_reauthenticate"),
}


class Idle:
    """Ends a session that was idle too long. Its use is written down at most once a minute, so a session may end up
    to a minute early, and never late. A page for everybody is no use of it and asks nothing of it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not _impersonal(request):
            now = timezone.now()
            idle = int(now.timestamp()) - request.session.get(SEEN, int(now.timestamp()))
            if idle >= settings.CONFIG.idle_lock_minutes * 60:
                return self._end(request)
            if SEEN not in request.session or idle >= STRIDE or idle < 0:  # a clock may be set back
                request.session[SEEN] = int(now.timestamp())
                seen(request.user)
        return self.get_response(request)

    def _end(self, request: HttpRequest) -> HttpResponse:
        note("idle-sign-out")
        logout(request)
        what = _("You were signed out after %(minutes)d idle minutes.")
        messages.info(request, what % {"minutes": settings.CONFIG.idle_lock_minutes})
        return redirect(login_address(request))


def _impersonal(request: HttpRequest) -> bool:
    """Whether the page is the same for everybody, whoever is signed in."""
    try:
        return bool(getattr(resolve(request.path_info).func, "impersonal", False))
    except Resolver404:
        return False


def seen(account: Account) -> None:
    """Notes that the account is in use, at most once an hour."""
    now = timezone.now()
    if account.last_seen is None or now - account.last_seen >= timedelta(hours=1):
        Account.objects.filter(pk=account.pk).update(last_seen=now)


class SecondFactor:
    """Whoever holds a role above member proves a second factor, or sets one up, before anything else works; who is no
    longer in service is signed out.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.person is None:
            note("not-in-service")
            logout(request)
            return redirect("account_inactive")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The page to go to instead; None lets the request through."""
        if not request.user.is_authenticated or not asks_for_factor(request.person):
            return None
        if second_factor_proved(request):
            return None
        kinds = factors(request.user)
        request.factor_missing = not kinds
        if request.resolver_match.url_name in (PROVE if kinds else SET_UP):
            return None
        return _sent(request, kinds)


def asks_for_factor(person: Person | None) -> bool:
    """Whether this person must use a second factor: it comes with every role above member."""
    return bool(settings.CONFIG.mfa_above_member and person is not None and person.roles - {"member"})


def factors(account: Account) -> list[str]:
    """The kinds of second factors that the account has, sorted; recovery codes alone are none."""
    return sorted(Authenticator.objects.filter(user=account, type__in=FACTORS).values_list("type", flat=True))


def _sent(request: HttpRequest, kinds: list[str]) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem = {
            "what": _("This needs a second factor."),
            "mend": _("Sign in to the desk in a browser and prove or set up your second factor first."),
        }
        return JsonResponse({"problems": [problem]}, status=403)
    if not kinds:
        return redirect("mfa_index")
    way = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
    back = request.get_full_path() if request.method == "GET" else "/desk/"
    return redirect(f"{reverse(way)}?{urlencode({'next': back})}")
