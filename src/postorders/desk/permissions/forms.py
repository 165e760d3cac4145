"""The forms of the permission pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.cji import no_cji
from postorders.desk.people.forms import day_field
from postorders.desk.people.who import today
from postorders.desk.permissions.models import Request
from postorders.desk.permissions.paper import Terms
from postorders.desk.permissions.rules import FORMS, Wish
from postorders.desk.permissions.words import GIVEN, Described

LONGEST = 5000


def words(label: Any, required: bool = True, rows: int = 3, **given: Any) -> forms.CharField:
    """Free text of a person. What looks like criminal justice information is turned away."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=area, validators=[no_cji], **given
    )


class AskForm(forms.Form):
    """What a member asks for; the fields are those that the kind wants."""

    purpose = words(lazy("What is it for?"), help_text=lazy("One or two sentences. Whoever decides reads it."))
    item = words(lazy("The words of the post"), False, 5, strip=False)
    post = forms.CharField(label=lazy("The number of the post"), required=False, max_length=200, validators=[no_cji])
    site = forms.CharField(
        label=lazy("On one account or network only"),
        required=False,
        max_length=200,
        validators=[no_cji],
        help_text=lazy("Leave it empty for all of them."),
    )
    starts = day_field(lazy("From"), help_text=lazy("The first day."))
    ends = day_field(lazy("To"), required=False, help_text=lazy("The last day. Empty: until further notice."))
    justification = words(
        lazy("Why would naming yourself be unsafe, or hinder an investigation?"),
        help_text=lazy("Kept sealed. Only those who decide can open it, and each opening is on the record."),
    )

    def __init__(self, *args: Any, about: Described, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = about.kind
        self.fields["starts"].initial = self.fields["starts"].initial or today()
        if about.device:
            self.fields["item"] = forms.CharField(
                label=lazy("Which device?"),
                max_length=200,
                validators=[no_cji],
                help_text=lazy("Its tag, or its make and number."),
            )
            self.fields["ends"].required = True
            self.fields["ends"].help_text = lazy("The last day. Leave to use a device always ends.")
        unwanted = ["site"] if kind.scope == "item" else ["post", *([] if about.device else ["item"])]
        for name in (*unwanted, *([] if kind.sealed else ["justification"])):
            del self.fields[name]
        self.order_fields(["purpose", "justification", "item", "post", "site", "starts", "ends"])

    def wish(self) -> Wish:
        """What was filled in."""
        return Wish(**self.cleaned_data)

    @classmethod
    def of(cls, asked: Request, about: Described) -> AskForm:
        """The form filled with a request that was sent back; what is sealed is written anew."""
        scope = {name: asked.scope.get(name, "") for name in ("post", "site")}
        dates = {"starts": max(asked.starts, today()), "ends": asked.ends}
        return cls(initial={"purpose": asked.purpose, "item": asked.item, **scope, **dates}, about=about)


class TermsForm(forms.Form):
    """What a decider grants."""

    starts = day_field(lazy("From"))
    ends = day_field(lazy("To"), required=False, help_text=lazy("The last day. Empty: until further notice."))
    conditions = words(lazy("Conditions"), False, help_text=lazy("What the member must keep to. Empty: none."))
    reasons = words(lazy("Reasons"), False)
    form = forms.ChoiceField(label=lazy("Form"))
    words = words(
        lazy("Words of permission"),
        False,
        help_text=lazy("For express permission: say in your own words what you permit."),
    )
    signed_name = forms.CharField(
        label=lazy("Your name, as your signature"),
        required=False,
        max_length=200,
        help_text=lazy("For a written permission: type your name as the roster has it."),
    )

    def __init__(self, *args: Any, wanted: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [(name, GIVEN[name]) for name in FORMS[wanted]]
        if wanted == "written":
            self.fields["form"].widget = forms.HiddenInput()
            self.fields["form"].initial = "written"
            del self.fields["words"]
            self.fields["signed_name"].required = True

    def terms(self) -> Terms:
        """What was filled in."""
        return Terms(**self.cleaned_data)


class NameForm(forms.Form):
    """The signature of a second person."""

    signed_name = forms.CharField(
        label=lazy("Your name, as your signature"), max_length=200, help_text=lazy("As the roster has it.")
    )


class ReasonsForm(forms.Form):
    """Reasons, or a recommendation."""

    reasons = words(lazy("Reasons"), help_text=lazy("The member reads them."))


class SearchForm(forms.Form):
    """Looks for decided requests."""

    q = forms.CharField(label=lazy("Number, or the member's name or number"), required=False, max_length=80)
    state = forms.ChoiceField(label=lazy("State"), required=False)

    def __init__(self, *args: Any, states: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", lazy("any")), *states]
