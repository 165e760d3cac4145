"""Writes the security log as people sign in and out and change their factors."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from postorders.desk.signin import attempts
from postorders.desk.signin.log import note
from postorders.desk.signin.middleware import SEEN
from postorders.desk.signin.models import Account

PLAIN = {
    "password-changed": account.password_changed,
    "password-set": account.password_set,
    "password-reset": account.password_reset,
}


def connect() -> None:
    """Connects everything here, once."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="postorders.signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="postorders.signed-out")
    mfa.authenticator_added.connect(_added, dispatch_uid="postorders.factor-added")
    for event, signal in (("factor-removed", mfa.authenticator_removed), ("factor-renewed", mfa.authenticator_reset)):
        signal.connect(_factor(event), weak=False, dispatch_uid=f"postorders.{event}")
    for event, signal in PLAIN.items():
        signal.connect(_plain(event), weak=False, dispatch_uid=f"postorders.{event}")


def _signed_in(request: HttpRequest, user: Account, **_: Any) -> None:
    attempts.clear(user.email)
    Account.objects.filter(pk=user.pk).update(last_seen=timezone.now())
    request.session[SEEN] = int(timezone.now().timestamp())
    records = get_authentication_records(request, user)
    note("sign-in", user, by=[str(record.get("type") or record["method"]) for record in records])


def _signed_out(request: HttpRequest, user: Account | None, **_: Any) -> None:
    if user is not None:
        note("sign-out", user)


def _added(request: HttpRequest, user: Account, authenticator: Any, **_: Any) -> None:
    """Who sets up a factor has just shown that they hold it."""
    note("factor-added", user, kind=authenticator.type)
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", type=authenticator.type, id=authenticator.pk)


def _factor(event: str) -> Any:
    def noted(user: Account, authenticator: Any, **_: Any) -> None:
        note(event, user, kind=authenticator.type)

    return noted


def _plain(event: str) -> Any:
    def noted(user: Account, **_: Any) -> None:
        note(event, user)

    return noted
