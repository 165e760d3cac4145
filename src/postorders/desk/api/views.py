"""The page of a member's tokens."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from postorders.desk.api import acts
from postorders.desk.api.models import Token
from postorders.desk.api.tokens import SCOPES
from postorders.desk.base.cji import no_cji
from postorders.desk.base.page import page
from postorders.desk.signin.fresh import sign_again


class TokenForm(forms.Form):
    """What a new token is called, what it may do, and for how long."""

    label = forms.CharField(label=gettext_lazy("What it is for"), max_length=100, validators=[no_cji])
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days until it ends"), min_value=1, max_value=acts.LONGEST_DAYS, initial=90
    )


@page("anyone")
def tokens(request: HttpRequest) -> HttpResponse:
    """A member's tokens, and a form for one more; the text of a new one is shown once."""
    if not request.person.signed_in_anew:
        return sign_again(request)
    form, made = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        made = acts.make_token(request.person, **form.cleaned_data)
        form = TokenForm()
    own = Token.objects.filter(member=request.person.member)
    shown: dict[str, Any] = {"form": form, "made": made, "tokens": own, "names": SCOPES}
    return render(request, "api/tokens.html", shown)


@page("anyone")
@require_POST
def revoke(request: HttpRequest, token: UUID) -> HttpResponse:
    """Ends a token."""
    acts.revoke_token(request.person, get_object_or_404(Token.objects, id=token))
    messages.success(request, _("The token no longer works."))
    return redirect("tokens")
