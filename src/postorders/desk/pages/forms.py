"""The forms about official pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.archive.capture import Capture
from postorders.archive.read import upload
from postorders.conformance.demand import Demand
from postorders.desk.base.cji import no_cji
from postorders.desk.pages.acts import MOST_WORDS
from postorders.desk.pages.standings import FOUND, NOT_FOUND
from postorders.desk.people.forms import day_field
from postorders.desk.people.who import today
from postorders.errors import InputError

LARGEST = 20_000_000  # bytes
REVIEW = timedelta(days=180)


def words(label: Any, required: bool = True, rows: int = 3, **given: Any) -> forms.CharField:
    """Free text of a person."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=MOST_WORDS, widget=area, validators=[no_cji], **given
    )


def review() -> forms.DateField:
    """The day until which a person's word holds."""
    return day_field(
        lazy("To be looked at again by"), help_text=lazy("Within a year."), initial=lambda: today() + REVIEW
    )


class BringForm(forms.Form):
    """A saved page or a picture of what a page shows."""

    file = forms.FileField(
        label=lazy("Saved page or picture"),
        help_text=lazy(
            "HTML, MHTML, WARC, PDF, PNG, JPEG or WebP, at most 20 MB. Save the page, not your whole screen."
        ),
    )

    def capture(self, at: str) -> Capture:
        """The file as a capture. Raises InputError when it is none that can be kept."""
        given = self.cleaned_data["file"]
        return upload(given.read(), given.name, at)

    def clean_file(self) -> Any:
        """The file, when it is small enough."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise ValidationError(_("The file is larger than 20 MB. Save the page without its videos."))
        return given


class AttestForm(forms.Form):
    """A person's word on each demand, or on some."""

    reason = words(lazy("Where on the page, or what else to know"), required=False)
    review_by = review()

    def __init__(self, *args: Any, demands: tuple[Demand, ...], seen: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._demands = demands
        said = [("", _("I say nothing of it")), (FOUND, _("It is there")), (NOT_FOUND, _("It is not there"))]
        for one in demands:
            initial = FOUND if seen.get(one.demand, {}).get("verdict") == FOUND else ""
            label = one.label[:1].upper() + one.label[1:]
            self.fields[one.demand] = forms.ChoiceField(label=label, choices=said, required=False, initial=initial)
        self.order_fields([*(one.demand for one in demands), "reason", "review_by"])

    def verdicts(self) -> dict[str, str]:
        """What was said of each demand of which anything was said."""
        given = {one.demand: self.cleaned_data.get(one.demand, "") for one in self._demands}
        return {name: verdict for name, verdict in given.items() if verdict}


class PracticalForm(forms.Form):
    """Why something is not practical on one page."""

    reason = words(lazy("What makes it impractical here"), help_text=lazy("The recorded reason is the only proof."))
    review_by = review()


class WordingForm(forms.Form):
    """The department's own words for a demand."""

    text = words(lazy("The department's words"), rows=4)
    since = day_field(lazy("To be shown from"), initial=today)


class WebsiteForm(forms.Form):
    """A page of the official website."""

    url = forms.CharField(label=lazy("Address of the page"), max_length=500)
    name = forms.CharField(label=lazy("What you call it"), max_length=200, required=False, validators=[no_cji])


def failed(form: forms.Form, error: InputError) -> None:
    """Shows on the form what is wrong with what was given."""
    for problem in error.problems:
        form.add_error(None, f"{problem.what} {problem.mend}".strip())
