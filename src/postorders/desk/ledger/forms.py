"""What people fill in about the ledger."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.ledger.reading import Asked


class Search(forms.Form):
    """Which entries to show."""

    person = forms.CharField(label=lazy("Employee number"), required=False, max_length=40)
    about = forms.CharField(label=lazy("About"), required=False, max_length=120)
    act = forms.ChoiceField(label=lazy("What was done"), required=False)
    since = forms.DateField(label=lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, acts: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["act"]
        choice.choices = [("", _("Everything")), *((name, name) for name in acts)]

    def asked(self, before: str) -> Asked:
        """What the form asks for; fields in error ask for nothing."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Asked(
            act=data.get("act", ""),
            person=data.get("person", ""),
            about=data.get("about", ""),
            since=data.get("since"),
            until=data.get("until"),
            before=int(before) if re.fullmatch("[0-9]{1,18}", before) else None,
        )


class Propose(forms.Form):
    """A disposal to propose."""

    entries = forms.CharField(label=lazy("Entries"), help_text=lazy("Numbers and ranges: 12, 40-52."), max_length=2000)
    authority = forms.CharField(
        label=lazy("Authority"), help_text=lazy("What allows it, such as a retention schedule number."), max_length=200
    )
    reason = forms.CharField(label=lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def clean_entries(self) -> list[int]:
        """The numbers. Raises ValidationError for anything else."""
        found: set[int] = set()
        for part in self.cleaned_data["entries"].replace(",", " ").split():
            match = re.fullmatch(r"([0-9]{1,15})(?:-([0-9]{1,15}))?", part)
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
            if not first <= last < first + 1000:
                raise forms.ValidationError(_("{part} is neither a number nor a range.").format(part=part))
            found |= set(range(first, last + 1))
        return sorted(found)


class Hold(forms.Form):
    """A hold to place."""

    about = forms.CharField(
        label=lazy("Matter"), required=False, max_length=120,
        help_text=lazy("As entries name it under About, for example: request 2026-00012."),
    )  # fmt: skip
    subject = forms.CharField(label=lazy("Or the employee number of a member"), required=False, max_length=40)
    reason = forms.CharField(label=lazy("Reason"), max_length=500)


class Reason(forms.Form):
    """Why."""

    reason = forms.CharField(label=lazy("Reason"), max_length=500)
