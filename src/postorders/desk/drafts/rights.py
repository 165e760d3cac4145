"""Who may write a draft, post on an account, stand for a post, and read what is not out yet."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.custody.models import Holding
from postorders.desk.custody.who import covers, known_at, poster_grants
from postorders.desk.drafts.models import Draft
from postorders.desk.people.who import on_day, today
from postorders.desk.permissions.models import Grant
from postorders.desk.register.models import Site
from postorders.desk.register.rules import acts_as
from postorders.desk.register.states import HELD

UNIT = ("media-unit",)
DECIDERS = ("chief", "designee")
# Who may approve a post, and stand for it that a flag is mistaken: in the order in which a role is taken.
STANDERS = (*DECIDERS, "media-unit", "commander")
READERS = (*STANDERS, "records-custodian", "attorney")


def may_post(person: Person, site: Site, on: date | None = None) -> bool:
    """Whether the person may post on an account on a day: the Media Unit, its custodians, who has standing leave."""
    if acts_as(person, UNIT):
        return True
    day = on or today()
    return person.member is not None and (
        _holdings(person, day).filter(site=site).exists() or _leave(person, site, day)
    )


def _leave(person: Person, site: Site, day: date) -> bool:
    return any(covers(one, site) for one in _grants(person, day))


def _grants(person: Person, day: date) -> list[Grant]:
    return list(poster_grants(day).filter(member=person.member))


def _holdings(person: Person, day: date) -> QuerySet[Holding]:
    return Holding.objects.filter(known_at(None), on_day(day), member=person.member, site__state__in=HELD)


def may_write(person: Person) -> bool:
    """Whether the person may begin a draft: whoever may post on some account."""
    if acts_as(person, UNIT):
        return True
    day = today()
    return person.member is not None and (_holdings(person, day).exists() or bool(_grants(person, day)))


def may_change(person: Person, draft: Draft) -> bool:
    """Whether the person may change a draft: its author while an author, and the Media Unit."""
    return acts_as(person, UNIT) or (draft.author_id == person.member and may_write(person))


def may_read(person: Person, draft: Draft) -> bool:
    """Whether the person may open a draft: its author, who may change it or stand for it, who keeps the records."""
    return draft.author_id == person.member or acts_as(person, READERS)


def role_of(person: Person) -> str:
    """The role in which the person stands for a post, "" for none."""
    return next((role for role in STANDERS if acts_as(person, (role,))), "")


def need_write(person: Person) -> None:
    """Raises Refused for who may post on no account."""
    if not person.has((MACHINE,)) and not may_write(person):
        raise Refused(
            _("You may post on no official account."),
            _("Ask for leave to post, under My permissions, or the Media Unit."),
        )


def need_change(person: Person, draft: Draft) -> None:
    """Raises Refused for who may not change the draft."""
    if not may_change(person, draft):
        raise Refused(
            _("This is a draft of %s.") % draft.author.name, _("Ask its author or the Media Unit; or write your own.")
        )


def need_role(person: Person) -> str:
    """The role in which the person stands for a post. Raises Refused for who holds none."""
    if role := role_of(person):
        return role
    raise Refused(
        _("This is for the Chief, a designee for accounts, the Media Unit or a commander."), _("Ask one of them.")
    )
