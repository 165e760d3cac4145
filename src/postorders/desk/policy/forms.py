"""The forms of the policy manager and of the attorney."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from postorders.desk.people.who import today
from postorders.desk.policy.packed import PACKED_BYTES
from postorders.errors import InputError
from postorders.policy.attach.extract import BYTES
from postorders.policy.policy import Policy
from postorders.policy.reading import Reading

OWN = "own"
LIMITS = [
    ("", gettext_lazy("No limit: the effect that the clause has")),
    ("inform", gettext_lazy("At most mention it")),
    ("advise", gettext_lazy("At most advise")),
    ("ask", gettext_lazy("At most say to ask first")),
]


class Choose(forms.Form):
    """Which pack to put forward: one that ships, or an upload."""

    template = forms.ChoiceField(label=gettext_lazy("A policy that ships"), required=False)
    pack = forms.FileField(
        label=gettext_lazy("Or a pack of your own"),
        required=False,
        help_text=gettext_lazy("A zip of the folder with pack.yaml in it."),
    )

    def clean_pack(self) -> Any:
        """Nothing larger than a pack may be is read into memory."""
        return _small(self.cleaned_data["pack"], PACKED_BYTES)

    def __init__(self, templates: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = [("", _("None")), *((name, name) for name in templates)]

    def clean(self) -> dict[str, Any]:
        """One of the two, and not both."""
        given = super().clean() or {}
        if bool(given.get("template")) == bool(given.get("pack")) and not self.errors:
            raise forms.ValidationError(_("Choose a policy that ships, or upload a pack: one of the two."))
        return given


class Adopt(forms.Form):
    """When a version was adopted, and what shows it."""

    on = forms.DateField(
        label=gettext_lazy("Adopted on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=today,
    )
    proof = forms.CharField(
        label=gettext_lazy("What shows that it was adopted"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Such as board minutes, and where they are kept. It is shown to everybody."),
    )


class Attach(forms.Form):
    """The department's own document."""

    document = forms.FileField(
        label=gettext_lazy("Document"), help_text=gettext_lazy("PDF, DOCX, Markdown or plain text, up to 20 MB.")
    )

    def clean_document(self) -> Any:
        """Nothing larger than a document may be is read into memory."""
        return _small(self.cleaned_data["document"], BYTES)


class Sign(forms.Form):
    """How a clause is read: the proposed words, an alternative, or the attorney's own."""

    choice = forms.ChoiceField(label=gettext_lazy("Reading"), widget=forms.RadioSelect)
    own = forms.CharField(
        label=gettext_lazy("Own words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    effect = forms.ChoiceField(
        label=gettext_lazy("Limit of the effect"),
        required=False,
        choices=LIMITS,
        help_text=gettext_lazy("While this reading is in force, the clause never does more than this."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, reading: Reading, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = [reading.proposed, *reading.alternatives]
        own = (OWN, _("Own words, below"))
        self.fields["choice"].choices = [*((str(at), text) for at, text in enumerate(self.texts)), own]

    def clean(self) -> dict[str, Any]:
        """Own words are given where they are chosen, and nowhere else."""
        given = super().clean() or {}
        own = given.get("own", "").strip()
        if given.get("choice") == OWN and not own:
            self.add_error("own", _("Write the reading, or choose one above."))
        if given.get("choice") not in (OWN, None) and own:
            self.add_error("own", _("Choose 'Own words' above to sign these, or leave them out."))
        if not self.errors:
            given["text"] = own if given["choice"] == OWN else self.texts[int(given["choice"])]
        return given


class Withdraw(forms.Form):
    """Why a signed reading is withdrawn."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))


class Name(forms.Form):
    """Which version of a document the policy refers to."""

    name = forms.ChoiceField(label=gettext_lazy("Document"))
    version = forms.CharField(
        label=gettext_lazy("Version"), max_length=80, help_text=gettext_lazy("As the document names it, or its date.")
    )
    dated = forms.DateField(
        label=gettext_lazy("Dated"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    link = forms.URLField(
        label=gettext_lazy("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Where everybody can read it, if anywhere."),
    )

    def __init__(self, policy: Policy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = [(one.name, one.name) for one in policy.manifest.references]


def _small(file: Any, most: int) -> Any:
    if file and file.size > most:
        raise forms.ValidationError(_("The file is larger than {size} MB.").format(size=most // 1_000_000))
    return file


def note(form: forms.Form, error: InputError) -> None:
    """Puts what an act refused on the form, each problem with its place and its mend."""
    for problem in error.problems:
        form.add_error(None, str(problem))
