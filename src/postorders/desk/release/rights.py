"""Who may ratify, recall, attest and put right what was released."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import Person
from postorders.desk.custody.rights import holds
from postorders.desk.custody.who import covers, poster_grants
from postorders.desk.people.who import today
from postorders.desk.register.models import Site
from postorders.desk.register.rules import acts_as

APPROVERS = ("chief", "designee", "media-unit", "commander")


def may_answer(person: Person, site: Site) -> bool:
    """Whether the person answers for what stands on the account: custodians, who may post there, and approvers."""
    if person.member is None:
        return False
    grants = poster_grants(today()).filter(member=person.member)
    return acts_as(person, APPROVERS) or holds(person, site) or any(covers(one, site) for one in grants)


def need_answer(person: Person, site: Site) -> None:
    """Raises Refused for who does not."""
    if not may_answer(person, site):
        raise Refused(
            _("You do not answer for what stands on %s.") % site.name,
            _("Ask a custodian of the account, the Media Unit or the Chief."),
        )


def need_approver(person: Person) -> None:
    """Raises Refused for who may not stand for a post of another."""
    if not acts_as(person, APPROVERS):
        raise Refused(
            _("This is for the Chief, a designee, the Media Unit or a commander."), _("Ask one of them to look at it.")
        )
