"""The forms of releases, corrections and incidents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.cji import no_cji
from postorders.desk.drafts.models import Draft
from postorders.desk.release.acts import STOOD, WRONG
from postorders.desk.release.corrections import CORRECTS, RETRACTS

MOST = 20 * 1024 * 1024
WORDS = 2000


def words_field(label: Any, rows: int = 3, **given: Any) -> forms.CharField:
    """Some sentences."""
    return forms.CharField(
        label=label,
        **{
            "max_length": WORDS,
            "widget": forms.Textarea(attrs={"rows": rows}),
            "validators": [no_cji],
            **given,
        },
    )


class DeclareForm(forms.Form):
    """What is declared at the moment of release."""

    duty = forms.ChoiceField(
        label=lazy("When it goes out I am"),
        choices=[("on", lazy("on duty")), ("off", lazy("off duty"))],
        widget=forms.RadioSelect,
    )
    device = forms.ChoiceField(
        label=lazy("It goes out from"),
        choices=[("department", lazy("a device of the department")), ("personal", lazy("my own device"))],
        widget=forms.RadioSelect,
    )


class ReleaseForm(DeclareForm):
    """The same, with the digest of what the person has `seen`, and a reason where it cannot wait."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    why = words_field(
        lazy("What cannot wait"),
        2,
        required=False,
        help_text=lazy("For an emergency alone. It stays with the post, and another person looks at it afterwards."),
    )


class AttestForm(forms.Form):
    """Where a post stands that a person made, and a picture of it."""

    url = forms.CharField(
        label=lazy("Address of the post"),
        max_length=1000,
        widget=forms.URLInput,
        help_text=lazy("As the browser shows it, with https://."),
    )
    picture = forms.FileField(label=lazy("Screenshot or saved page"), max_length=200, help_text=lazy("At most 20 MB."))

    def clean_picture(self) -> Any:
        """A file of a size that can be kept."""
        file = self.cleaned_data["picture"]
        if file.size > MOST:
            raise ValidationError(_("The file is larger than 20 MB. Bring a screenshot of the one post."))
        return file


class TookDownForm(forms.Form):
    """Why somebody took a post down."""

    why = words_field(lazy("Why it was taken down"), 2)


class RatifyForm(forms.Form):
    """Another person's word on what went out in an emergency."""

    verdict = forms.ChoiceField(
        label=lazy("Having read it"),
        choices=[(STOOD, lazy("it was right to publish it")), (WRONG, lazy("it was wrong"))],
        widget=forms.RadioSelect,
    )
    words = words_field(lazy("What was wrong"), 2, required=False, help_text=lazy("Needed where it was wrong."))

    def clean(self) -> dict[str, Any]:
        """Words beside a verdict of wrong."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("verdict") == WRONG and not data.get("words", "").strip():
            self.add_error("words", _("Say what was wrong."))
        return data


class CorrectForm(forms.Form):
    """What was wrong, and what is true."""

    kind = forms.ChoiceField(
        label=lazy("What is to be done"),
        choices=[
            (CORRECTS, lazy("Correct it: say what is true beside it")),
            (RETRACTS, lazy("Retract it: take it down where that can be done")),
        ],
        widget=forms.RadioSelect,
    )
    wrong = words_field(lazy("What was wrong"), help_text=lazy("The public reads this in the log of corrections."))
    right = words_field(
        lazy("What is true"), required=False, help_text=lazy("The public reads this too. Needed for a correction.")
    )

    def clean(self) -> dict[str, Any]:
        """What is true, beside a correction."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == CORRECTS and not data.get("right", "").strip():
            self.add_error("right", _("Say what is true, or retract the post."))
        return data


class SayForm(forms.Form):
    """The draft that says it right, by its number."""

    draft = forms.IntegerField(label=lazy("Number of the draft that says it right"), min_value=1)

    def clean_draft(self) -> Any:
        """The draft with that number."""
        number = self.cleaned_data["draft"]
        found = Draft.objects.filter(number=number).first()
        if found is None:
            raise ValidationError(_("There is no draft %d.") % number)
        return found


class SettleForm(forms.Form):
    """What came of a post that nobody approved."""

    words = words_field(lazy("Whose post it is, and what was done"))
