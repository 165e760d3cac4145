"""The forms of connections and applications. What is secret is typed in and never shown again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.cji import no_cji
from postorders.desk.register.models import Site
from postorders.desk.register.shown import platform_name
from postorders.platforms.library import platforms
from postorders.platforms.publisher import publishers


def secret_field(label: Any, **given: Any) -> forms.CharField:
    """Something that no page shows again, and that no browser is asked to keep."""
    hidden = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, widget=hidden, max_length=4000, **given)


def origin(typed: str) -> str:
    """`https://host` of a server's name as people type it. Raises ValidationError."""
    text = typed.strip().rstrip("/")
    if not text:
        return ""
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        bare = bool(parts.hostname) and not (parts.path or parts.query or parts.fragment or parts.username)
        local = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
        good = bare and (parts.scheme == "https" or local) and (parts.port or 1) > 0
    except ValueError:
        good = False
    if not good or any(one.isspace() for one in whole):
        raise ValidationError(_("That is not the name of a server. Write it like social.example."))
    return f"{parts.scheme}://{parts.netloc.lower()}"


class PasswordForm(forms.Form):
    """A name and an app password: one that opens this account for programs, and can be ended alone."""

    handle = forms.CharField(label=lazy("Name of the account there"), max_length=200)
    password = secret_field(
        lazy("App password"),
        help_text=lazy("Make one on the platform for this desk alone. Never type the account's own password here."),
    )
    server = forms.CharField(
        label=lazy("Server"),
        max_length=300,
        required=False,
        help_text=lazy("Only where the account lives on a server of its own. Else leave it empty."),
    )

    def clean_server(self) -> str:
        """Its origin, "" for the platform's own."""
        return origin(self.cleaned_data["server"])


class TokenForm(forms.Form):
    """A token that the platform gave out."""

    token = secret_field(lazy("Token"), help_text=lazy("Make one on the platform for this desk alone."))


class WhichForm(forms.Form):
    """Which of the accounts that a sign-in opened is meant, by the platform's id."""

    account = forms.ChoiceField(label=lazy("Which account is it?"))

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        known = [(number, f"{name} ({number})") for number, name in choices]
        self.fields["account"].choices = [("", _("Choose it")), *known]


class CloseForm(forms.Form):
    """Why a connection is closed."""

    why = forms.CharField(
        label=lazy("Why"), max_length=200, validators=[no_cji], widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class ApplicationForm(forms.Form):
    """The department's own application on a platform."""

    platform = forms.ChoiceField(label=lazy("Platform"))
    server = forms.CharField(
        label=lazy("Server"),
        max_length=300,
        required=False,
        help_text=lazy("Only for a platform of many servers, such as social.example. Else leave it empty."),
    )
    client_id = secret_field(lazy("Client ID"))
    client_secret = secret_field(lazy("Client secret"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["platform"].choices = [(name, platform_name(name)) for name in applied()]

    def clean_server(self) -> str:
        """Its origin, "" for none."""
        return origin(self.cleaned_data["server"])

    def given(self) -> dict[str, str]:
        """What the act takes besides platform and server."""
        data = self.cleaned_data
        found = {name: data[name] for name in ("client_id", "client_secret") if data.get(name)}
        return {**found, **({"server": data["server"]} if data["server"] else {})}


def applied() -> list[str]:
    """The platforms on which a department has an application of its own, by name."""
    found = [name for name, one in publishers().items() if one.can.sign_in == "oauth" and not one.can.by_hand]
    return sorted(found, key=platform_name)


def form_for(how: str, site: Site, choices: list[tuple[str, str]], data: Any = None) -> forms.Form:
    """What is asked before an account is connected: an app password, a token, which account it is, or nothing."""
    if how == "password":
        return PasswordForm(data, initial={"handle": site.handle})
    if choices:
        return WhichForm(choices, data)
    return TokenForm(data) if how == "token" else forms.Form(data)


def server_of(site: Site) -> str:
    """The server that is asked for an account: on a platform of many, the one that the register names; else ""."""
    parts = urlsplit(site.url)
    return f"{parts.scheme}://{parts.netloc}" if platforms()[site.platform].anywhere else ""
