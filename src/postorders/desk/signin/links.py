"""Which account a provider's word opens.

A provider never makes an account. It opens one only when the account's department approved that provider for the
domain of the address, the provider says that the address is verified, and nobody else's identity at that provider is
linked to the account. From the first time on the provider's own id of the person counts, not the address.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from postorders.desk.signin.log import note
from postorders.desk.signin.models import Account
from postorders.desk.signin.service import in_service

SETTING = "sign_in_providers"  # of a department: the domains of each approved provider


def domains(account: Account, provider: str) -> list[str]:
    """The domains for which the account's department approved a provider."""
    given: dict[str, list[str]] = account.department.settings.get(SETTING, {}) if account.department else {}
    return given.get(provider, [])


def approved(account: Account, provider: str) -> bool:
    """Whether that provider may open that account."""
    domain = account.email.partition("@")[2].lower()
    return account.is_active and domain in domains(account, provider) and in_service(account)


class Providers(DefaultSocialAccountAdapter):
    """An outside provider proves who somebody is; it makes no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Account, str] | None:
        """The account with a verified address, when it may be opened so and is linked to nobody at that provider."""
        provider = sociallogin.account.provider
        for email in [one.email.lower() for one in sociallogin.email_addresses if one.verified]:
            account = Account.objects.select_related("department").filter(email=email).first()
            if account is None or not approved(account, provider):
                continue
            if not SocialAccount.objects.filter(user=account, provider=provider).exists():
                return account, account.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Lets nobody through but to an account that may be opened; what the provider told besides is not kept."""
        provider = sociallogin.account.provider
        sociallogin.account.extra_data = {}
        if sociallogin.account.pk:
            SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
        connecting = sociallogin.state.get("process") == "connect"
        if connecting or not sociallogin.is_existing or not approved(sociallogin.user, provider):
            note("refused-provider", sociallogin.user.pk if sociallogin.user else None, provider=provider)
            get_adapter(request).add_message(request, messages.ERROR, message=_refusal())
            raise ImmediateHttpResponse(redirect("account_login"))


def _refusal() -> str:
    return _("That sign-in is not linked to an account here. Use your password or passkey, or ask your administrator.")
