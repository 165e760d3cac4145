"""Who may hand over the keys of an official account to the desk, and take them back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.custody.rights import MANAGERS, holds
from postorders.desk.register.models import Site
from postorders.desk.register.rules import acts_as

APPLIERS = ("chief", "designee", "media-unit", "web-manager", "administrator")


def may_connect(person: Person, site: Site) -> bool:
    """Whether the person may connect the account: who holds its keys, and those who say who does."""
    return holds(person, site) or acts_as(person, (MACHINE, *MANAGERS))


def need_connect(person: Person, site: Site) -> None:
    """Raises Refused for who may not."""
    if not may_connect(person, site):
        raise Refused(
            _("You may not connect %s.") % site.name,
            _("Ask a custodian of the account, the Media Unit or the Chief."),
        )


def need_apply(person: Person) -> None:
    """Raises Refused for who may not enter the department's application on a platform."""
    if not acts_as(person, APPLIERS):
        raise Refused(
            _("You may not enter the department's application."),
            _("Ask the Media Unit, the web manager or the administrator."),
        )
