"""Addresses of signing in. What allauth offers and this desk does not is closed ahead of it."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from django.urls import include, path
from django.utils.translation import gettext_lazy
from django.views.generic import RedirectView

from postorders.desk.base.context import Link
from postorders.desk.signin import views

CLOSED = (
    *("signup/", "email/", "confirm-email/", "confirm-email/<str:key>/", "login/code/confirm/"),
    *("3rdparty/", "3rdparty/signup/", "social/signup/", "social/connections/"),
)
urlpatterns = [
    path("account/", views.account, name="account"),
    path("desk/accounts/", views.accounts, name="accounts"),
    path("desk/accounts/providers/", views.providers, name="providers"),
    path("desk/accounts/<uuid:member>/", views.one, name="account-of"),
    path("sign-in/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="sign-in"),
    *(path(f"sign-in/{one}", views.closed) for one in CLOSED),
    path("sign-in/2fa/webauthn/keys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("sign-in/oidc/<str:provider_id>/login/", views.outward(oidc.login), name="openid_connect_login"),
    path("sign-in/saml/<str:organization_slug>/login/", views.outward(saml.login), name="saml_login"),
    path("sign-in/", include("allauth.urls")),
]
LINKS = [Link(gettext_lazy("Accounts"), "accounts", ("administrator",), 73)]
