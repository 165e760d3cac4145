"""What can be done with an account on its page: each step with its words, from which states, by whom, and its form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.person import Person
from postorders.desk.register import acts, directory, record, rules
from postorders.desk.register.forms import AddressForm, ChangeForm, ListForm, NoteForm, PerhapsForm, ReasonForm
from postorders.desk.register.models import Site
from postorders.desk.register.record import CLERKS, KEEPERS, LOOKERS
from postorders.desk.register.states import HELD, Keeping

Do = Callable[[Person, Site, Mapping[str, Any]], object]
EVERY = tuple(Keeping.states)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its label, what it does, the states it starts from, the roles it is for, its form, and its act.

    `own` steps are for who answers for the account besides; once the directory of the host answers about the account,
    a step with `public` roles is for these. `weight` is primary, secondary or quiet. `fields` gives the form what it
    wants besides.
    """

    label: Any
    says: Any
    states: tuple[str, ...]
    roles: tuple[str, ...]
    form: type[forms.Form]
    do: Do
    own: bool = False
    weight: str = "secondary"
    fields: Callable[[Person, Site], dict[str, Any]] = field(default=lambda person, site: {})
    public: tuple[str, ...] = ()

    def open_to(self, person: Person, site: Site) -> bool:
        """Whether the person may take it with this account now."""
        mine = self.own and person.member is not None and site.owner_id == person.member
        roles = self.public if self.public and directory.answered(site) else self.roles
        return site.state in self.states and (mine or rules.acts_as(person, roles))


def _change(person: Person, site: Site, given: Mapping[str, Any]) -> object:
    return acts.edit(person, site, given["changes"]) if given["changes"] else None


STEPS: dict[str, Step] = {
    "list": Step(
        lazy("Put on the list"),
        lazy("The public sees it as an official account from then on, with your word of today that it is ours."),
        ("to-verify",),
        KEEPERS,
        ListForm,
        lambda person, site, given: acts.list_site(person, site, given.get("grant")),
        weight="primary",
        fields=lambda person, site: {"fits": rules.grants_for(site)},
    ),
    "verify": Step(
        lazy("Looked over"),
        lazy("Your word that the account is ours and in order, as of today. It holds until the day that is shown."),
        ("listed", "suspended"),
        LOOKERS,
        NoteForm,
        lambda person, site, given: acts.verify(person, site, given["note"]),
        own=True,
    ),
    "edit": Step(
        lazy("Change"),
        lazy("What the register says of the account."),
        EVERY,
        CLERKS,
        ChangeForm,
        _change,
        own=True,
        fields=lambda person, site: {"initial": ChangeForm.of(site), "closed": record.closed(person, site)},
    ),
    "address": Step(
        lazy("New address"),
        lazy("The same account under another address, as after a renaming. The Chief is told."),
        HELD,
        CLERKS,
        AddressForm,
        lambda person, site, given: acts.readdress(person, site, given["address"]),
        fields=lambda person, site: {"initial": {"address": site.url}},
        public=KEEPERS,
    ),
    "suspend": Step(
        lazy("Suspend"),
        lazy("The public list shows for the time being that the account is suspended. You can put it back."),
        ("listed",),
        LOOKERS,
        ReasonForm,
        lambda person, site, given: acts.suspend(person, site, given["reason"]),
    ),
    "restore": Step(
        lazy("Put back on the list"),
        lazy("Ends the suspension. The permission behind the account must be in force."),
        ("suspended",),
        KEEPERS,
        forms.Form,
        lambda person, site, given: acts.restore(person, site),
        weight="primary",
    ),
    "revoke": Step(
        lazy("Revoke"),
        lazy("Ends its authorization at once, and the permission that stands behind this account alone."),
        ("listed", "suspended"),
        KEEPERS,
        PerhapsForm,
        lambda person, site, given: acts.revoke(person, site, given["reason"]),
    ),
    "retire": Step(
        lazy("Retire"),
        lazy("The account is given up. It stays in the register, with all that was done."),
        ("to-verify", "listed", "suspended", "revoked"),
        LOOKERS,
        ReasonForm,
        lambda person, site, given: acts.retire(person, site, given["reason"]),
    ),
    "not-ours": Step(
        lazy("Not ours"),
        lazy("The account was entered and is somebody else's. Whoever asks for its address is told so."),
        ("to-verify",),
        KEEPERS,
        ReasonForm,
        lambda person, site, given: acts.not_ours(person, site, given["reason"]),
    ),
    "reopen": Step(
        lazy("Take up again"),
        lazy("The account is to be verified again, and is listed anew. The Chief is told."),
        ("revoked", "retired", "not-ours"),
        LOOKERS,
        ReasonForm,
        lambda person, site, given: acts.reopen(person, site, given["reason"]),
        weight="primary",
    ),
}


def offered(person: Person, site: Site) -> Iterator[tuple[str, Step]]:
    """The steps that the person may take with an account now, by name, in their order."""
    for name, step in STEPS.items():
        if step.open_to(person, site):
            yield name, step
