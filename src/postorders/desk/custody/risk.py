"""Which accounts are at risk when a member leaves: those whose keys, name or posts are the member's."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from postorders.desk.custody import steps
from postorders.desk.custody.models import Holding
from postorders.desk.custody.who import covers, known_at, poster_grants
from postorders.desk.people.models import Member
from postorders.desk.people.who import today
from postorders.desk.register.models import Site
from postorders.desk.register.states import HELD


@dataclass(frozen=True, slots=True)
class Risk:
    """An account and what the member is to it (names of `steps.AS`)."""

    site: Site
    held_as: tuple[str, ...]

    @property
    def words(self) -> str:
        """What the member is to it, in words."""
        return steps.as_words(self.held_as)


def risks(member: Member) -> list[Risk]:
    """The accounts that would be at risk if the member left now, by number: four questions, however many there are."""
    held = set(_held(member))
    grants = list(poster_grants(today()).filter(member=member))
    found = []
    for site in Site.objects.filter(state__in=HELD):
        facts = {
            "custodian": site.id in held,
            "owner": site.owner_id == member.id,
            "named": carries(site.named_for, member.name),
            "poster": any(covers(one, site) for one in grants),
        }
        if any(facts.values()):
            found.append(Risk(site, tuple(name for name, so in facts.items() if so)))
    return found


def _held(member: Member) -> list[UUID]:
    """The accounts whose keys the member holds today or is to hold."""
    rows = Holding.objects.filter(known_at(None), member=member).exclude(until__lt=today())
    return list(rows.values_list("site", flat=True))


def carries(words: str, name: str) -> bool:
    """Whether the words hold every part of a person's name, in whatever order and case."""
    found = set(words.casefold().replace(",", " ").split())
    return bool(name.split()) and set(name.casefold().split()) <= found
