"""Local settings: what a department decides for itself because its policy says nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings as django
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.act import Refused
from postorders.desk.base.person import ROLES
from postorders.desk.people.models import Department

LONGEST_WAIT = 90
BOUNDS = {
    "least_custodians": (1, 5),
    "departure_days": (1, 30),
    "revalidate_days": (30, 366),
    "approval_levels": (0, 2),
    "ratify_hours": (1, 168),
}


@dataclass(frozen=True, slots=True)
class Local:
    """One local setting: its name, its label, what it does, and what holds until the department says otherwise.

    `own` settings are fields of the department; the others stand in `Department.settings`.
    """

    name: str
    label: Any
    says: Any
    default: Any
    own: bool = False


SETTINGS = (
    Local("timezone", lazy("Time zone"), lazy("Dates and times are shown and counted in it."), "America/Chicago", True),
    Local(
        "language", lazy("Language"), lazy("The language of notices and of pages before a person chooses."), "en", True
    ),
    Local("contact", lazy("Contact"), lazy("Whom to ask, as the public pages show it."), "", True),
    Local(
        "alternate_after_days",
        lazy("Days until the alternate sees a request"),
        lazy("A request that nobody has answered for so long also goes to the alternate. It is never decided by time."),
        3,
    ),
    Local(
        "least_custodians",
        lazy("Custodians of an official account"),
        lazy("How many members hold the keys of each account at least; with fewer it is shown as short of hands."),
        2,
    ),
    Local(
        "departure_days",
        lazy("Days to make an account safe"),
        lazy("When a custodian leaves, the checklist is due within so many days (CJIS: one). Then it goes further up."),
        1,
    ),
    Local(
        "revalidate_days",
        lazy("Days until an account is looked over again"),
        lazy("How long a person's word that an account is ours and in order holds."),
        180,
    ),
    Local(
        "approval_levels",
        lazy("Approvals before an official post"),
        lazy("How many persons besides its author approve exactly what goes out. An emergency goes first."),
        0,
    ),
    Local(
        "ratify_hours",
        lazy("Hours to ratify an emergency post"),
        lazy("A post that went out without approval is looked at by another person within so many hours."),
        24,
    ),
    Local(
        "data_training",
        lazy("Training of models on the official accounts"),
        lazy("What trust.txt says of it: yes, no, or nothing."),
        "",
    ),
    Local(
        "appeals_to",
        lazy("Who hears appeals"),
        lazy("A refused request may be appealed to whoever holds this role."),
        "chief",
    ),
    Local(
        "second_approver",
        lazy("Kinds that two people decide"),
        lazy("A permission of these kinds needs a second person's confirmation."),
        (),
    ),
)
OWN = frozenset(one.name for one in SETTINGS if one.own)
# Who may hear appeals: a role that is given, not one that comes with membership or by delegation. An administrator, who
# may change this setting, decides nothing and reads no request.
HEARERS = tuple(role for role in ROLES if role not in ("member", "designee", "administrator"))


def local(department: Department, name: str) -> Any:
    """The value of one local setting, or what holds by default. Raises LookupError for an unknown name."""
    one = next((one for one in SETTINGS if one.name == name), None)
    if one is None:
        raise LookupError(f"There is no local setting {name!r}.")
    return getattr(department, name) if one.own else department.settings.get(name, one.default)


def said(value: Any) -> str:
    """A value in words."""
    return (", ".join(value) if isinstance(value, (list, tuple)) else str(value)) or "none"


def check(name: str, value: Any, kinds: Sequence[str]) -> None:
    """Raises Refused when the value cannot be; `kinds` are those of the policies in force."""
    if name == "timezone" and value not in available_timezones():
        raise Refused(_("There is no time zone %s.") % value, _("Write one such as America/Chicago."))
    if name == "language" and value not in dict(django.LANGUAGES):
        raise Refused(_("There is no language %s.") % value, ", ".join(dict(django.LANGUAGES)))
    if name == "contact" and (len(value) > 200 or not value.isprintable()):
        raise Refused(_("The contact is one line of at most 200 characters."), _("Shorten it."))
    if name == "alternate_after_days" and not 1 <= value <= LONGEST_WAIT:
        raise Refused(_("The wait is from 1 to %d days.") % LONGEST_WAIT, _("Choose within that."))
    if name in BOUNDS and not BOUNDS[name][0] <= value <= BOUNDS[name][1]:
        said = _("It is from %d to %d days.") if name.endswith("_days") else _("It is from %d to %d.")
        raise Refused(said % BOUNDS[name], _("Choose within that."))
    if name == "data_training" and value not in ("", "yes", "no"):
        raise Refused(_("It is yes, no, or nothing."), _("Choose from the list."))
    if name == "appeals_to" and value not in HEARERS:
        raise Refused(_("%s is no role that can hear appeals.") % value, _("Choose one from the list."))
    if name == "second_approver" and (unknown := set(value) - set(kinds)):
        raise Refused(
            _("The policy in force knows no permission %s.") % ", ".join(sorted(unknown)), _("Choose from the list.")
        )
