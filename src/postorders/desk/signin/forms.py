"""Forms of signing in: wrong codes count like wrong passwords; and those of the pages of accounts."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postorders.desk.base.cji import no_cji
from postorders.desk.signin import attempts
from postorders.desk.signin.log import note


class SignIn(LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""  # the page has a link of its own
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class Counted:
    """A form with a code: a wrong one is a failed sign-in of the account."""

    def clean_code(self: Any) -> str:
        """The code, when it is right. Raises ValidationError when it is wrong or the account is locked."""
        mark = attempts.begin(self.user.email, timezone.now())
        if mark is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            note("failure", self.user, kind="code")
            if attempts.locked(self.user.email, timezone.now()):
                note("lock", self.user)
            raise
        attempts.forgive(self.user.email, mark)
        return code


class Code(Counted, AuthenticateForm):
    """The second factor at sign-in."""


class CodeAgain(Counted, ReauthenticateForm):
    """The second factor, asked for again."""


class Invite(forms.Form):
    """The address of a new account."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class Because(forms.Form):
    """Why an account is disabled."""

    reason = forms.CharField(label=_("Reason"), max_length=200, validators=[no_cji])


class Search(forms.Form):
    """Finds members by name, number or address."""

    q = forms.CharField(label=_("Name, number or address"), required=False, max_length=100)


class Domains(forms.Form):
    """The domains of the addresses that a provider may vouch for."""

    domains = forms.CharField(
        label=_("Domains of addresses"),
        required=False,
        max_length=500,
        help_text=_("Such as police.example.gov; several with spaces between; none to end it."),
    )
