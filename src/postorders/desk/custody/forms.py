"""The forms of custody and of departures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.cji import no_cji
from postorders.desk.custody.acts import LONGEST
from postorders.desk.custody.models import Departure, Holding
from postorders.desk.custody.steps import Item
from postorders.desk.people.forms import day_field, plain
from postorders.desk.people.models import Member

NUMBER = lazy("The employee number.")
MOST = 20 * 1024 * 1024


class NumberField(forms.CharField):
    """A member, named by employee number: a list of everybody would be too long."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"max_length": 40, "help_text": NUMBER, **given})

    def clean(self, value: Any) -> Any:
        """The member with that number, None for none. Raises ValidationError."""
        number = super().clean(value).strip()
        member = Member.objects.filter(number=number).first() if number else None
        if number and member is None:
            raise ValidationError(_("Nobody has the number %s.") % number)
        return member


class WhenForm(forms.Form):
    """Which day is asked for, and what was known of it when."""

    on = day_field(lazy("On the day"), required=False)
    known = forms.DateTimeField(
        label=lazy("As it was known at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=lazy("Empty: as it is known now."),
    )


class NameForm(forms.Form):
    """A holder of the keys, from a day."""

    member = NumberField(label=lazy("Who"))
    first = forms.BooleanField(
        label=lazy("First custodian: answers for the keys"),
        required=False,
        help_text=lazy("Whoever was the first custodian stands in from then on."),
    )
    since = day_field(lazy("From"))
    until = day_field(lazy("Until"), required=False, help_text=lazy("The last day. Empty: until further notice."))
    reason = forms.CharField(label=lazy("Reason"), max_length=LONGEST, required=False, validators=[plain, no_cji])


class CorrectForm(NameForm):
    """What a line should have said."""

    reason = forms.CharField(label=lazy("What was wrong"), max_length=LONGEST, validators=[plain, no_cji])

    def __init__(self, row: Holding, *args: Any, **given: Any) -> None:
        dates = {"since": row.since, "until": row.until, "first": row.first}
        super().__init__(*args, initial={"member": row.member.number, **dates}, **given)
        self.fields["first"].help_text = ""


class EndForm(forms.Form):
    """The last day."""

    on = day_field(lazy("Last day with the keys"))
    reason = forms.CharField(label=lazy("Reason"), max_length=LONGEST, required=False, validators=[plain, no_cji])


class KeepForm(forms.Form):
    """Where the password is kept."""

    where = forms.CharField(
        label=lazy("Where the password is kept"),
        max_length=LONGEST,
        required=False,
        validators=[plain, no_cji],
        help_text=lazy("The place alone, such as “the Media Unit's password manager”. Never the password."),
    )


class StepForm(forms.Form):
    """One step of a departure: words, and what the step asks for besides."""

    words = forms.CharField(
        label=lazy("Who did it, and how"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[no_cji],
        help_text=lazy("Never the password."),
    )

    def __init__(self, item: Item, departure: Departure, *args: Any, **given: Any) -> None:
        super().__init__(*args, prefix=item.name, **given)
        if item.name == "new-custodian":
            self._new(departure)
        if item.name == "renamed":
            self.fields["name"] = forms.CharField(label=lazy("New name"), max_length=200, validators=[plain, no_cji])
            self.fields["address"] = forms.CharField(
                label=lazy("New address"),
                max_length=500,
                required=False,
                help_text=lazy("Empty if it stays as it is. That of a listed account is for the Chief or a designee."),
            )
        if item.evidence:
            self.fields["evidence"] = forms.FileField(
                label=lazy("Picture or saved page"), max_length=200, help_text=lazy("At most 20 MB.")
            )

    def _new(self, departure: Departure) -> None:
        if "custodian" in departure.held_as:
            self.fields["custodian"] = NumberField(
                label=lazy("New first custodian"),
                required=False,
                help_text=lazy("The employee number. Leave it empty if another one is named already."),
            )
        if departure.site.owner_id == departure.member_id:
            self.fields["owner"] = NumberField(label=lazy("New owner"), required=False)

    def clean_evidence(self) -> Any:
        """A file of a size that can be kept."""
        file = self.cleaned_data["evidence"]
        if file.size > MOST:
            raise ValidationError(_("The file is larger than 20 MB. Bring a smaller picture of the list alone."))
        return file


class WaiveForm(forms.Form):
    """Why a step does not apply, or why the keys stay."""

    reason = forms.CharField(label=lazy("Reason"), max_length=2000, validators=[no_cji])
