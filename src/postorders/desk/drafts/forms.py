"""The forms of the pages on drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.cji import no_cji
from postorders.desk.drafts import record, style
from postorders.desk.drafts.filing import ALT
from postorders.desk.drafts.models import Attached, Version
from postorders.desk.drafts.writing import LINK, TITLE
from postorders.desk.people.forms import day_field
from postorders.desk.register.models import Site
from postorders.desk.register.shown import platform_name
from postorders.policy.vocabulary import ATTRIBUTES

# Bytes of one file: less than a request may have. Files are kept in the database and sent whole, so that longer films
# would keep every other act waiting while one is kept, and fill the memory while it is sent.
MOST = 24_000_000
LARGE = format_lazy(
    lazy("The file is larger than {most} MB. Export a film smaller, or put it on your website and link to it."),
    most=MOST // 1_000_000,
)
# Languages that posts of American departments are written in, each in its own name.
LANGUAGES = (
    *settings.LANGUAGES,
    *(("ar", "العربية"), ("bs", "Bosanski"), ("fr", "Français"), ("hmn", "Hmoob"), ("ko", "한국어")),
    *(("my", "မြန်မာ"), ("so", "Soomaali"), ("sw", "Kiswahili"), ("vi", "Tiếng Việt"), ("zh", "中文")),
)
INSIDE = lazy("Words inside the picture, film or sound")
CHECKED = lazy("A sign, a caption, what is spoken. They are checked like the text.")
DUTY = {"on": lazy("On duty"), "off": lazy("Off duty")}
DEVICE = {"department": lazy("A device of the department"), "personal": lazy("My own device")}
NOT_SAID = ("", lazy("Not said"))


def area(label: Any, rows: int = 3, most: int = record.LONGEST, **given: Any) -> forms.CharField:
    """Free text of several lines, kept as it was typed. What looks like criminal justice information is turned away."""
    box = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, max_length=most, strip=False, widget=box, validators=[no_cji], **given)


class WordsForm(forms.Form):
    """What is said, on which accounts, and when. `after` is the version that the person saw."""

    text = area(lazy("What it says"), 8, required=False)
    title = forms.CharField(
        label=lazy("Title"),
        max_length=TITLE,
        required=False,
        validators=[no_cji],
        help_text=lazy("Only some platforms show one: Nixle, Reddit, YouTube."),
    )
    link = forms.CharField(
        label=lazy("Link"),
        max_length=LINK,
        required=False,
        validators=[no_cji],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=lazy("Shown as a card where the platform has them."),
    )
    language = forms.ChoiceField(label=lazy("Language"), choices=LANGUAGES)
    sites = forms.MultipleChoiceField(
        label=lazy("Accounts"),
        required=False,
        show_hidden_initial=True,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": lazy("You may not post on account %(value)s.")},
    )
    scheduled = forms.DateTimeField(
        label=lazy("When it goes out"),
        required=False,
        show_hidden_initial=True,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sites: Sequence[Site], zone: str, **given: Any) -> None:
        super().__init__(*args, **given)
        self.accounts = {str(site.number): site for site in sites}
        self.fields["sites"].choices = [
            (number, f"{site.name} ({platform_name(site.platform)})") for number, site in self.accounts.items()
        ]
        said, now = {"zone": zone}, self["language"].value()
        if now and now not in dict(LANGUAGES):
            self.fields["language"].choices = [*LANGUAGES, (now, now)]
        self.fields["scheduled"].help_text = _("Empty: at once. In the time of %(zone)s.") % said
        for number, site in self.accounts.items():
            self.fields[f"own-{number}"] = area(site.name, 4, required=False)

    @property
    def own(self) -> list[Any]:
        """The fields for the words of single accounts."""
        return [self[f"own-{number}"] for number in self.accounts]

    @property
    def any_own(self) -> bool:
        """Whether some account has words of its own."""
        return any(field.value() or field.errors for field in self.own)

    def said(self) -> dict[str, Any]:
        """What `draft.write` takes, as typed where the form is not right."""
        given = {name: self[name].value() or "" for name in ("text", "title", "link", "language")}
        own = {str(site.id): self[f"own-{number}"].value() or "" for number, site in self.accounts.items()}
        return {**given, "own": {name: words for name, words in own.items() if words.strip()}}

    def chosen(self) -> list[Site]:
        """The accounts that are ticked."""
        return [self.accounts[one] for one in self["sites"].value() or () if one in self.accounts]


def shown(version: Version, sites: Sequence[Site]) -> dict[str, Any]:
    """What a form of words shows of a version."""
    plain = {name: getattr(version, name) for name in ("text", "title", "link", "language")}
    return {**plain, **{f"own-{site.number}": version.own.get(str(site.id), "") for site in sites}}


class FileForm(forms.Form):
    """One file that is there: how it is described, a person's word for it, or that it is taken away."""

    alt = area(lazy("What it shows, for those who cannot see it"), 2, ALT, required=False, show_hidden_initial=True)
    words = area(INSIDE, 2, required=False, show_hidden_initial=True, help_text=CHECKED)
    vouch = area(
        lazy("Your word for it"), 2, record.REASON, required=False,
        help_text=lazy("Who looked at or listened to all of it, and that it may go out."),
    )  # fmt: skip
    gone = forms.BooleanField(label=lazy("Take it away"), required=False)

    def __init__(self, file: Attached, *args: Any, vouchable: bool, **given: Any) -> None:
        initial = {"alt": file.alt, "words": file.words}
        super().__init__(*args, prefix=f"file-{file.id.hex}", initial=initial, **given)
        self.file = file
        if not vouchable:
            del self.fields["vouch"]


class NewFileForm(forms.Form):
    """A file that is brought."""

    file = forms.FileField(
        label=lazy("Picture, film, sound or document"), required=False,
        help_text=format_lazy(
            lazy("At most {most} MB. Export a longer film smaller, or put it on your website and link to it."),
            most=MOST // 1_000_000,
        ),
        widget=forms.FileInput(attrs={"data-most": MOST, "data-large": LARGE}),
    )  # fmt: skip
    alt = area(lazy("What it shows, for those who cannot see it"), 2, ALT, required=False)
    words = area(INSIDE, 2, required=False, help_text=CHECKED)

    def clean_file(self) -> Any:
        """A file of a size that can be sent."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST:
            raise ValidationError(LARGE)
        return file

    def clean(self) -> dict[str, Any]:
        """Words about a file come with the file."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("file") and "file" not in self.errors and (data.get("alt") or data.get("words")):
            self.add_error("file", _("Choose the file that you described."))
        return data


class FactsForm(forms.Form):
    """Answers that pictures and words do not tell, how it will go out, and who stands for what it says."""

    duty = forms.ChoiceField(
        label=lazy("When it goes out I am"), choices=[NOT_SAID, *((one, DUTY[one]) for one in ATTRIBUTES["duty"])],
        required=False, show_hidden_initial=True,
    )  # fmt: skip
    device = forms.ChoiceField(
        label=lazy("It goes out from"), choices=[NOT_SAID, *((one, DEVICE[one]) for one in ATTRIBUTES["device"])],
        required=False, show_hidden_initial=True,
    )  # fmt: skip
    against = area(
        lazy("I checked what it says. Against what?"), 2, record.REASON, required=False,
        help_text=lazy("For example: the call log of 9:40, and the sergeant at the scene. It is your word."),
    )  # fmt: skip

    def __init__(self, *args: Any, asked: Mapping[str, str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.asked = asked
        for name, words in asked.items():
            self.fields[f"fact-{name}"] = forms.ChoiceField(
                label=words,
                required=False,
                show_hidden_initial=True,
                widget=forms.RadioSelect,
                choices=[("yes", lazy("Yes")), ("no", lazy("No")), ("", lazy("Not answered"))],
            )

    @property
    def questions(self) -> list[Any]:
        """The fields of the questions."""
        return [self[f"fact-{name}"] for name in self.asked]

    def answers(self) -> dict[str, str]:
        """What was answered otherwise than before."""
        names = {"duty": "duty", "device": "device", **{f"fact-{name}": name for name in self.asked}}
        return {name: self.cleaned_data[field] for field, name in names.items() if field in self.changed_data}


class ReasonForm(forms.Form):
    """Words that somebody stands by."""

    reason = area(lazy("Reason"), 3, record.REASON)

    def __init__(self, label: Any, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["reason"].label = label


class SeenForm(forms.Form):
    """What an approver read."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class FindForm(forms.Form):
    """Narrows the list of drafts."""

    state = forms.ChoiceField(label=lazy("State"), required=False)

    def __init__(self, *args: Any, states: Sequence[tuple[str, Any]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["state"].choices = [("", lazy("any")), *states]


class GuideForm(forms.Form):
    """A new version of the guidelines."""

    text = area(lazy("What people read"), 12)
    starts = day_field(lazy("In force from"))


RULES = "rule"
KINDS = {
    "must": lazy("has these words"),
    "never": lazy("never has these words"),
    "max-length": lazy("has at most so many characters"),
    "case": lazy("has at most so many words in a row in capitals"),
    "hashtags": lazy("has at most so many hashtags"),
    "emoji": lazy("has at most so many emoji"),
    "readability": lazy("reads at most at school grade"),
}


class RuleForm(forms.Form):
    """One rule that the desk looks for."""

    kind = forms.ChoiceField(label=lazy("A post"), choices=[("", "—"), *KINDS.items()], required=False)
    value = forms.CharField(label=lazy("Words or number"), max_length=style.LONGEST, required=False)
    says = forms.CharField(
        label=lazy("What it asks, in your words"), max_length=style.LONGEST, required=False, validators=[no_cji]
    )

    def clean(self) -> dict[str, Any]:
        """A rule that is whole, or an empty line."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(data.get(name) for name in ("kind", "value", "says")) or self.errors:
            return data
        for name in ("kind", "value", "says"):
            if not data.get(name):
                self.add_error(name, _("Fill this in, or leave the whole line empty."))
        if data.get("kind") and style.RULES[data["kind"]][0] is int and not str(data.get("value")).isdecimal():
            self.add_error("value", _("Give a whole number."))
        return data

    def rule(self) -> dict[str, Any] | None:
        """The rule as it is kept, None for an empty line."""
        data = self.cleaned_data
        if not data.get("kind"):
            return None
        whole = style.RULES[data["kind"]][0] is int
        return {"kind": data["kind"], "value": int(data["value"]) if whole else data["value"], "says": data["says"]}


def rule_forms(initial: Sequence[Mapping[str, Any]], more: bool = False, data: Any = None) -> forms.BaseFormSet:
    """The rules as they are, and an empty one where there is none, or one `more` is asked for."""
    made = forms.formset_factory(RuleForm, extra=int(more or not initial), max_num=style.MOST_RULES)
    return made(data, initial=list(initial), prefix=RULES)


def typed_rules(data: Any) -> list[dict[str, str]]:
    """The rules as they were typed, those that are empty left out."""
    count = str(data.get(f"{RULES}-TOTAL_FORMS", ""))
    most = min(int(count), style.MOST_RULES) if count.isdecimal() and len(count) < 6 else 0
    rows = [{name: data.get(f"{RULES}-{at}-{name}", "") for name in ("kind", "value", "says")} for at in range(most)]
    return [row for row in rows if any(row.values())]
