"""What the desk does once a day about keys: overdue checklists go further up, and gaps are told once a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.custody import departing, leaving
from postorders.desk.custody.acts import CUSTODY
from postorders.desk.custody.lacks import Lack, lacks
from postorders.desk.custody.models import Departure
from postorders.desk.custody.who import in_service
from postorders.desk.jobs.daily import every_day
from postorders.desk.jobs.models import Notice
from postorders.desk.jobs.notify import notify
from postorders.desk.people.models import Member
from postorders.desk.people.who import holders
from postorders.desk.register.models import Site
from postorders.desk.register.rules import deciders
from postorders.desk.register.states import HELD

IN_USE = tuple(state for state in HELD if state != "to-verify")  # that may turn out to be nobody's of ours
AGAIN = 3  # days between two notices that a checklist is overdue


@every_day
def departures_amiss(now: datetime) -> int:
    """Closes the checklists of accounts that were given up, and opens those that are missing; says how many.

    Called for the department at work; doing it twice does nothing more.
    """
    if not CUSTODY.on:
        return 0
    over = Site.objects.filter(departures__state="open").exclude(state__in=HELD).distinct()
    return sum(departing.given_up(site) for site in over) + leaving.missed(timezone.localdate(now))


@every_day
def departures_due(now: datetime) -> int:
    """Tells the Chief and the administrators of checklists that are overdue, and every three days again; says how many.

    Called for the department at work; doing it twice does nothing more.
    """
    day, count = timezone.localdate(now), 0
    rows = Departure.objects.filter(state="open", due__lt=day, site__state__in=HELD).select_related("site")
    for one in rows if CUSTODY.on else ():
        stage = 1 + ((day - one.due).days - 1) // AGAIN
        if stage > one.told:
            with suppress(Refused):
                departing.escalate(machine(), one, stage)
                count += 1
    return count


@every_day
def gaps_due(now: datetime) -> int:
    """Tells once a week which accounts have too few custodians, no first one, or one whose time ends; says how many
    people were told.

    Called for the department at work; doing it twice does nothing more.
    """
    day = timezone.localdate(now)
    found = [one for one in lacks(day) if one.site.state in IN_USE] if CUSTODY.on else []
    wanted = _whom(found, day)
    key = _key(day)
    told = set(Notice.objects.filter(key=key, member__in=list(wanted)).values_list("member", flat=True))
    left = {member: mine for member, mine in wanted.items() if member.id not in told}
    return int(remind(machine(), left, day)) if left else 0


def _key(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"custody-gaps-{year}-{week:02}"


def _whom(found: Iterable[Lack], day: date) -> dict[Member, list[Lack]]:
    """The people to tell, each with the accounts that concern them: the Chief and the Media Unit with all of them."""
    rows = list(found)
    above = [*deciders(), *holders("media-unit", day)] if rows else []
    wanted: dict[Member, list[Lack]] = defaultdict(list)
    for one in rows:
        for member in in_service([*one.keepers, *above], day):
            wanted[member].append(one)
    return dict(wanted)


@act("custody.remind", "{count} people were told which accounts lack a custodian: {sites}.", may=[MACHINE])
def remind(person: Person, who: Mapping[Member, list[Lack]], day: date) -> Done:
    """A notice to each, with the accounts that concern them and what each lacks."""
    for member, mine in who.items():
        body = "\n".join(f"{one.site.name}: {'; '.join(str(words) for words in one.words)}" for one in mine)
        subject = format_lazy(lazy("Accounts whose custody wants attention: {count}"), count=len(mine))
        link = f"/desk/sites/{mine[0].site.id}/custody/"
        notify(member, _key(day), subject, body, lazy("you keep these accounts, or answer for those who do"), link)
    sites = sorted({one.site.number for mine in who.values() for one in mine})
    return Done(len(who), "sites", {"count": len(who), "sites": ", ".join(map(str, sites))})
