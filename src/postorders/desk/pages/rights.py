"""Who may look at a page anew, bring what is there, attest, and who decides that something is not practical."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import Person
from postorders.desk.custody.rights import holds
from postorders.desk.pages.models import Attestation
from postorders.desk.register.models import Site
from postorders.desk.register.rules import acts_as

DECIDERS = ("chief", "designee")
WRITERS = (*DECIDERS, "media-unit")
KEEPERS = (*WRITERS, "web-manager")


def may_look(person: Person, site: Site) -> bool:
    """Whether the person answers for the page: by a role, as its owner, or as a custodian."""
    return acts_as(person, KEEPERS) or (person.member is not None and _keeps(person, site))


def _keeps(person: Person, site: Site) -> bool:
    return bool(site.owner_id == person.member or holds(person, site))


def need_look(person: Person, site: Site) -> None:
    """Raises Refused for who has no part in the account."""
    if not may_look(person, site):
        raise Refused(
            _("This is for who answers for the account or holds its keys."),
            _("Ask the Media Unit, the web manager or the Chief."),
        )


def may_withdraw(person: Person, row: Attestation) -> bool:
    """Whether the person may take an attestation back: who gave it, the Chief, a designee for accounts."""
    return row.by_id == person.member or acts_as(person, DECIDERS)


def need(person: Person, roles: Collection[str]) -> None:
    """Raises Refused for who holds none of the roles; a designee counts where the designation covers accounts."""
    if not acts_as(person, roles):
        raise Refused(
            _("Your designation does not cover the official accounts."), _("Ask the Chief to widen it, or to decide.")
        )
