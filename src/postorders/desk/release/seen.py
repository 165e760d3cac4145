"""Which releases and incidents a person may open: what waits to be sent is not for everybody in the department."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from postorders.desk.base.act import Refused
from postorders.desk.base.person import Person
from postorders.desk.custody.models import Holding
from postorders.desk.custody.who import covers, known_at, poster_grants
from postorders.desk.drafts.rights import READERS
from postorders.desk.people.who import on_day, today
from postorders.desk.register.models import Site
from postorders.desk.register.rules import acts_as
from postorders.desk.release.models import Incident, Release

OVERSEERS = READERS


def oversees(person: Person) -> bool:
    """Whether the person sees the releases of every account."""
    return acts_as(person, OVERSEERS)


def sites_of(person: Person) -> set[UUID]:
    """The accounts that the person keeps or may post on, by id."""
    day = today()
    held = Holding.objects.filter(known_at(None), on_day(day), member=person.member).values_list("site", flat=True)
    grants = list(poster_grants(day).filter(member=person.member)) if person.member else []
    given = [one.id for one in Site.objects.all() if any(covers(grant, one) for grant in grants)] if grants else []
    return {*held, *given}


def releases_for(person: Person) -> QuerySet[Release]:
    """The releases that a person may open: all, or those of the own drafts, own doing and own accounts."""
    if oversees(person):
        return Release.objects.all()
    own = Q(by=person.member) | Q(draft__author=person.member)
    return Release.objects.filter(own | Q(site__in=sites_of(person)))


def incidents_for(person: Person) -> QuerySet[Incident]:
    """The incidents that a person may open."""
    if oversees(person):
        return Incident.objects.all()
    return Incident.objects.filter(site__in=sites_of(person))


def need_release(person: Person, row: Release) -> Release:
    """The release. Raises Refused for who has no part in it."""
    if not releases_for(person).filter(id=row.id).exists():
        raise Refused(_("This post is not yours."), _("Ask who released it, or a custodian of the account."))
    return row


def need_incident(person: Person, row: Incident) -> Incident:
    """The incident. Raises Refused for who has no part in the account."""
    if not incidents_for(person).filter(id=row.id).exists():
        raise Refused(_("This is for those who answer for the account."), _("Ask one of them."))
    return row
