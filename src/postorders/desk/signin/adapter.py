"""How allauth signs people of this desk in."""

from __future__ import annotations

import base64
import os
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postorders.desk.signin import attempts
from postorders.desk.signin.fresh import signed_in_anew
from postorders.desk.signin.log import note
from postorders.desk.signin.middleware import FACTORS, asks_for_factor
from postorders.desk.signin.models import Account
from postorders.desk.signin.service import in_service


class Accounts(DefaultAccountAdapter):
    """Nobody signs up: an administrator adds people. Failures are counted, by address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The address or the password is not right."),
        "incorrect_password": gettext_lazy("The password is not right."),
        "too_many_login_attempts": gettext_lazy(
            "Too many failed tries: sign-in with this address is locked for some minutes. Try again later, or ask "
            "your administrator to unlock it."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts the try. Raises ValidationError when the address, or the network address, has had too many."""
        super().pre_authenticate(request, **credentials)
        mark = attempts.begin(credentials.get("email", ""), timezone.now())
        if mark is None:
            note("refused-locked", _account(credentials))
            raise self.validation_error("too_many_login_attempts")
        self._mark = mark

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """The account, when the password is right; that try no longer counts."""
        found: Account | None = super().authenticate(request, **credentials)
        if found is not None:
            attempts.forgive(credentials.get("email", ""), self._mark)
        return found

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Notes the failure, and the lock when it brought one."""
        note("failure", _account(credentials), kind="password")
        if attempts.locked(credentials.get("email", ""), timezone.now()):
            note("lock", _account(credentials))

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Whether that is the person's password; a wrong one counts as a failed sign-in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Whatever the way in (password, passkey, provider): not when disabled, separated or locked."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is not None:
            note("refused-disabled", user)
            return response
        if not in_service(user):
            note("refused-not-in-service", user)
            clear_login(request)
            return redirect("account_inactive")
        if attempts.locked(user.email, timezone.now()):
            note("refused-locked", user)
            clear_login(request)
            messages.error(request, str(self.error_messages["too_many_login_attempts"]))
            return redirect("account_login")
        return None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in within the last minutes need not do it again."""
        return not signed_in_anew(context.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own account."""
        return "/account/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends a message; a mail server that does not answer stops nobody, and is noted."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            note("mail-failed", context.get("user"), kind=template_prefix.rpartition("/")[2])


class Factors(DefaultMFAAdapter):
    """Second factors: their secrets are sealed in the database, and a role's last one cannot be taken away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor. Set up another one first; then this one can go."
        ),
        "incorrect_code": gettext_lazy("The code is not right, or it was used already."),
    }

    def encrypt(self, text: str) -> str:
        """The text, sealed."""
        nonce = os.urandom(12)
        return base64.urlsafe_b64encode(nonce + _seal().encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again."""
        raw = base64.urlsafe_b64decode(encrypted_text)
        return _seal().decrypt(raw[:12], raw[12:], None).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of a person whose role asks for one."""
        if not asks_for_factor(getattr(context.request, "person", None)):
            return True
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        """A name to begin with."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey") if not count else _("Passkey %(number)d") % {"number": count + 1}


def _seal() -> AESGCM:
    key = bytes.fromhex((settings.CONFIG.key_folder / "seal-key").read_text(encoding="utf-8").strip())
    return AESGCM(HKDF(SHA256(), 32, None, b"postorders second factors").derive(key))


def _account(credentials: dict[str, Any]) -> int | None:
    found = Account.objects.filter(email=str(credentials.get("email", "")).strip().lower())
    return next(iter(found.values_list("pk", flat=True)), None)
