"""The forms of the register's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.cji import no_cji
from postorders.desk.people.forms import PastedForm, plain
from postorders.desk.people.models import Member, Unit
from postorders.desk.permissions.forms import words
from postorders.desk.permissions.models import Grant
from postorders.desk.register import rules
from postorders.desk.register.models import Site
from postorders.desk.register.states import Keeping
from postorders.platforms.library import platforms

LONGEST_ADDRESS = 2000


def line(label: Any, most: int, required: bool = False, **given: Any) -> forms.CharField:
    """One line of free text."""
    return forms.CharField(label=label, max_length=most, required=required, validators=[no_cji], **given)


def address_field(**given: Any) -> forms.CharField:
    """The address of an account, as people paste it."""
    box = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(
        label=lazy("Address of the account"),
        max_length=LONGEST_ADDRESS,
        widget=box,
        validators=[no_cji],
        help_text=lazy("As you copy it from the browser or the app."),
        **given,
    )


class AboutForm(forms.Form):
    """What the register says of an account."""

    name = line(lazy("Name"), 200, help_text=lazy("As the public list shows it. Empty: its handle and platform."))
    purposes = forms.MultipleChoiceField(
        label=lazy("What is it for?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    purpose = words(lazy("What it is for, in words"), False, 2)
    unit = forms.ModelChoiceField(
        Unit.everywhere.none(), label=lazy("Unit"), required=False, help_text=lazy("Who keeps it, as the public reads.")
    )
    owner = forms.CharField(
        label=lazy("Who answers for it"),
        required=False,
        max_length=40,
        help_text=lazy("The employee number. Empty: you, for a new account."),
    )
    named_for = line(
        lazy("The person or group that it profiles"),
        200,
        help_text=lazy("Only if it carries somebody's name or a group's; it is renamed when they leave."),
    )
    short = line(lazy("Short description"), 300)
    long = words(lazy("Long description"), False, 3)
    language = forms.ChoiceField(label=lazy("Language"))
    tags = line(lazy("Tags"), 300, help_text=lazy("Separated by commas."))
    style_guide = line(lazy("Version of the style guide"), 80)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["unit"].queryset = Unit.objects.order_by("name")
        named = [(code, name) for code, name in settings.LANGUAGES]
        now = self.initial.get("language", "")
        self.fields["language"].choices = [*named, *([(now, now)] if now and now not in dict(named) else [])]
        self._purposes()
        if cited := rules.cited("keep-control"):
            said = self.fields["named_for"].help_text
            self.fields["named_for"].help_text = f"{said} ({cited})"

    def _purposes(self) -> None:
        """Checkboxes where a policy names purposes; free words where it allows others, or names none."""
        known = rules.ordering("purpose")
        self.fields["purposes"].choices = [(one.clause, f"{one.label} ({one.clause})") for one in known]
        self.free = bool(rules.ordering("purposes")) or not known
        if not known:
            del self.fields["purposes"]
            self.fields["purpose"].required = True
        if not self.free:
            self.fields["purpose"].label = lazy("More about what it is for")

    def clean_name(self) -> str:
        """One line that a spreadsheet takes for text."""
        name = str(self.cleaned_data["name"])
        plain(name.removeprefix("@"))
        return name

    def clean_owner(self) -> Member | None:
        """The member with that number."""
        number = self.cleaned_data["owner"].strip()
        member = Member.objects.filter(number=number).first() if number else None
        if number and member is None:
            raise ValidationError(_("Nobody has the number %s.") % number)
        return member

    def clean_tags(self) -> list[str]:
        """The tags, each once."""
        return list(dict.fromkeys(part for one in self.cleaned_data["tags"].split(",") if (part := one.strip())))

    def about(self) -> dict[str, Any]:
        """What was filled in, by the names of the register; the owner only where one is named."""
        said = {name: self.cleaned_data[name] for name in AboutForm.base_fields if name in self.cleaned_data}
        if said.get("owner") is None:
            said.pop("owner", None)
        return said

    @staticmethod
    def of(site: Site) -> dict[str, Any]:
        """What the register says now, as the form shows it."""
        now = {name: getattr(site, name) for name in AboutForm.base_fields}
        return {**now, "tags": ", ".join(site.tags), "owner": site.owner.number if site.owner else ""}


class EnterForm(AboutForm):
    """A new account: its address, and what it is for."""

    address = address_field()
    sure = forms.BooleanField(
        label=lazy("I have looked: it is another account than those above."),
        required=False,
    )
    field_order = ["address"]

    def warn(self) -> None:
        """Asks to confirm that an account that looks like known ones is another."""
        self.fields["sure"].required = True


class ChangeForm(AboutForm):
    """What the register says of an account that is in it; a field that is `closed` to the person stays as it is."""

    def __init__(self, *args: Any, closed: Mapping[str, str], **given: Any) -> None:
        super().__init__(*args, **given)
        for name, who in closed.items():
            self.fields[name].disabled = True
            self.fields[name].help_text = _("Changed by %s.") % who

    def changes(self, site: Site) -> dict[str, Any]:
        """What differs from what the register says."""
        said = self.about()
        if not said.get("name"):
            said.pop("name", None)
        return {name: value for name, value in said.items() if value != getattr(site, name)}


class ReasonForm(forms.Form):
    """Why."""

    reason = words(lazy("Reason"), help_text=lazy("It stays with the account."))


class PerhapsForm(forms.Form):
    """Why, if there is more to say."""

    reason = words(lazy("Reason"), False, help_text=lazy("It stays with the account."))


class AddressForm(forms.Form):
    """A new address."""

    address = address_field()


class NoteForm(forms.Form):
    """A person's word that an account is ours and in order."""

    note = words(lazy("What you looked at"), False, help_text=lazy("If there is something to note."))


class ListForm(forms.Form):
    """The permission that stands behind an account, where more than one fits."""

    grant = forms.ModelChoiceField(
        Grant.everywhere.none(),
        label=lazy("Permission behind it"),
        required=False,
        help_text=lazy("Empty: the one that names the account, or its owner's."),
    )

    def __init__(self, *args: Any, fits: Sequence[Grant], **given: Any) -> None:
        super().__init__(*args, **given)
        if len(fits) < 2:
            del self.fields["grant"]
            return
        self.fields["grant"].queryset = Grant.objects.filter(id__in=[one.id for one in fits])
        self.fields["grant"].label_from_instance = lambda one: f"{one.name}, {one.member.name}"


class FindForm(forms.Form):
    """Narrows the list."""

    find = forms.CharField(label=lazy("Name, address, purpose or unit"), required=False, max_length=80)
    state = forms.ChoiceField(label=lazy("State"), required=False)
    platform = forms.ChoiceField(label=lazy("Platform"), required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        hand = [("", lazy("any")), ("hand", lazy("needs a hand"))]
        self.fields["state"].choices = [*hand, *Keeping.choices()]
        known = sorted(((one.id, one.label) for one in platforms().values()), key=lambda one: one[1].lower())
        self.fields["platform"].choices = [("", lazy("any")), *known]


class BringForm(PastedForm):
    """A register to bring in, as a file or pasted."""

    called = "register"
    too_long = lazy("The file is longer than 1 MB. Bring it in with 'postorders desk accounts'.")
    not_utf8 = lazy("The file is not in UTF-8. Save it as UTF-8.")
    nothing = lazy("There is nothing to bring in. Choose a file, or paste its lines.")

    file = forms.FileField(label=lazy("File"), required=False, help_text=lazy("CSV or JSON, in UTF-8."))
