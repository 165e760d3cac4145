"""The forms of the people pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.cji import no_cji
from postorders.desk.base.person import ROLES, Person
from postorders.desk.people import local
from postorders.desk.people.giving import closed_to
from postorders.desk.people.models import Department, Member, Unit
from postorders.desk.people.roster import FORMULA
from postorders.desk.people.who import today
from postorders.errors import InputError
from postorders.policy.policy import PermissionKind


def plain(value: str) -> None:
    """One line that a spreadsheet takes for text. Raises ValidationError."""
    if not value.isprintable() or value.startswith(FORMULA):
        raise ValidationError(_("Write plain text that does not begin with =, +, - or @."))


def day_field(label: Any, **given: Any) -> forms.DateField:
    """A date, with the browser's own picker."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


def attempt(form: forms.Form, do: Callable[[], object]) -> bool:
    """Does it, or shows on the form why an act refused."""
    try:
        do()
    except InputError as refused:
        for problem in refused.problems:
            form.add_error(None, f"{problem.what} {problem.mend}")
        return False
    return True


class PersonForm(forms.Form):
    """What is known of a member, the number left out."""

    name = forms.CharField(label=lazy("Name"), max_length=200, validators=[plain])
    email = forms.EmailField(
        label=lazy("E-mail address"),
        required=False,
        max_length=254,
        validators=[plain],
        help_text=lazy("For signing in and notices."),
    )
    member_class = forms.ChoiceField(label=lazy("Class"), choices=Member.CLASSES)
    rank = forms.CharField(label=lazy("Rank"), max_length=80, required=False, validators=[plain])
    joined = day_field(lazy("First day"), required=False)

    def changes(self) -> dict[str, Any]:
        """What differs from what was there."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class NewPersonForm(PersonForm):
    """A new member."""

    number = forms.CharField(
        label=lazy("Employee number"), max_length=40, validators=[plain], help_text=lazy("It is never used twice.")
    )
    unit = forms.ModelChoiceField(Unit.everywhere.none(), label=lazy("Unit"), required=False)
    field_order = ["number", "name"]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["unit"].queryset = Unit.objects.order_by("name")


class TransferForm(forms.Form):
    """Another unit."""

    unit = forms.ModelChoiceField(Unit.everywhere.none(), label=lazy("Unit"))

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["unit"].queryset = Unit.objects.order_by("name")


class SeparateForm(forms.Form):
    """The first day no longer in service."""

    on = day_field(lazy("First day no longer in service"))


class RoleForm(forms.Form):
    """A role and its dates; roles that only the Chief gives are offered to the Chief alone."""

    role = forms.ChoiceField(label=lazy("Role"))
    since = day_field(lazy("From"))
    until = day_field(lazy("Until"), required=False, help_text=lazy("The last day. Leave it empty if it is not known."))

    def __init__(self, person: Person, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        closed = {"member", "designee", *closed_to(person)}
        offered = [(role, name) for role, name in ROLES.items() if role not in closed]
        self.fields["role"].choices = offered


class UnitForm(forms.Form):
    """A unit's name, place and head. The head is named by number: a list of everybody would be too long."""

    name = forms.CharField(label=lazy("Name"), max_length=200, validators=[plain])
    parent = forms.ModelChoiceField(
        Unit.everywhere.none(), label=lazy("Under"), required=False, empty_label=lazy("— the top —")
    )
    head = forms.CharField(
        label=lazy("Head"), max_length=40, required=False, help_text=lazy("The employee number of who leads it.")
    )

    def __init__(self, unit: Unit | None, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        others = Unit.objects.order_by("name")
        self.fields["parent"].queryset = others.exclude(id=unit.id) if unit else others

    def clean_head(self) -> Member | None:
        """The member with that number."""
        number = self.cleaned_data["head"].strip()
        member = Member.objects.filter(number=number).first() if number else None
        if number and member is None:
            raise ValidationError(_("Nobody has the number %s.") % number)
        return member


class DelegationForm(forms.Form):
    """From when to when somebody is a designee, and for which kinds."""

    alternate = forms.TypedChoiceField(
        label=lazy("As"),
        choices=[("", lazy("Designee: decides as I do")), ("yes", lazy("Alternate: sees what I leave unanswered"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    starts = day_field(lazy("From"))
    ends = day_field(lazy("Until"), required=False, help_text=lazy("The last day. Empty: until further notice."))
    kinds = forms.MultipleChoiceField(
        label=lazy("For"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Choose none for all kinds that you decide and a designee may decide."),
    )
    reason = forms.CharField(label=lazy("Reason"), max_length=300, required=False, validators=[plain, no_cji])

    def __init__(self, kinds: list[PermissionKind], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["kinds"].choices = [(kind.kind, f"{kind.label} ({kind.clause})") for kind in kinds]
        if not kinds:
            del self.fields["kinds"]

    def clean_starts(self) -> date:
        """A designation is for days to come."""
        starts: date = self.cleaned_data["starts"]
        if starts < today():
            raise ValidationError(_("A designation does not reach back. Begin today or later."))
        return starts


class SettingsForm(forms.Form):
    """The local settings."""

    timezone = forms.ChoiceField()
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    contact = forms.CharField(max_length=200, required=False, validators=[plain, no_cji])
    alternate_after_days = forms.IntegerField(min_value=1, max_value=local.LONGEST_WAIT)
    least_custodians = forms.IntegerField(min_value=1, max_value=5)
    departure_days = forms.IntegerField(min_value=1, max_value=30)
    revalidate_days = forms.IntegerField(min_value=30, max_value=366)
    approval_levels = forms.IntegerField(min_value=0, max_value=2)
    ratify_hours = forms.IntegerField(min_value=1, max_value=168)
    data_training = forms.ChoiceField(
        required=False, choices=[("", lazy("say nothing")), ("yes", lazy("yes")), ("no", lazy("no"))]
    )
    appeals_to = forms.ChoiceField(choices=[(role, ROLES[role]) for role in local.HEARERS])
    second_approver = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, department: Department, kinds: list[PermissionKind], *args: Any, **given: Any) -> None:
        now = {one.name: local.local(department, one.name) for one in local.SETTINGS}
        super().__init__(*args, initial=now, **given)
        self.fields["timezone"].choices = [(zone, zone) for zone in sorted(available_timezones())]
        self.fields["second_approver"].choices = [(kind.kind, f"{kind.label} ({kind.clause})") for kind in kinds]
        for one in local.SETTINGS:
            self.fields[one.name].label = lazy("%s (local setting)") % one.label
            self.fields[one.name].help_text = one.says
        if not kinds:
            del self.fields["second_approver"]

    def changes(self) -> dict[str, Any]:
        """What differs from what was there."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class PastedForm(forms.Form):
    """One text, as a file or pasted. `called` is its name in the cleaned data; the rest is said of errors."""

    MOST = 1_000_000
    called: str
    too_long: Any
    not_utf8: Any
    nothing: Any

    file = forms.FileField(label=lazy("File"), required=False)
    text = forms.CharField(
        label=lazy("Or paste it here"),
        required=False,
        strip=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One text, whichever way it came."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        file = data.get("file")
        if file is not None and file.size > self.MOST:
            raise ValidationError(self.too_long)
        try:
            text = file.read().decode("utf-8-sig") if file is not None else data.get("text", "")
        except UnicodeDecodeError:
            raise ValidationError(self.not_utf8) from None
        if not text.strip() and not self.errors:
            raise ValidationError(self.nothing)
        return {**data, self.called: text}


class RosterForm(PastedForm):
    """A roster, as a file or pasted."""

    called = "roster"
    too_long = lazy("The file is longer than 1 MB. Bring it in with 'postorders desk roster'.")
    not_utf8 = lazy("The file is not in UTF-8. Save it as 'CSV UTF-8'.")
    nothing = lazy("There is no roster. Choose a file, or paste its lines.")

    file = forms.FileField(label=lazy("CSV file"), required=False)
