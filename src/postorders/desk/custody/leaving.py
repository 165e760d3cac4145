"""A member leaves, moves or comes back: for each account at risk a checklist opens, or is void."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q

from postorders.desk.base.person import machine
from postorders.desk.custody import departing
from postorders.desk.custody.acts import CUSTODY
from postorders.desk.custody.models import Departure, Holding
from postorders.desk.custody.risk import Risk, risks
from postorders.desk.custody.steps import KEEPING
from postorders.desk.custody.who import known_at
from postorders.desk.people.leaving import Cause
from postorders.desk.people.models import Member
from postorders.desk.register.models import Site
from postorders.desk.register.states import HELD


def leaving(member: Member, on: date, cause: Cause) -> None:
    """Opens or closes checklists, inside the act that separated, moved or reinstated the member.

    Whoever only moves is asked about for accounts whose keys or answer the member has, unless they are those of the
    unit moved to. `on` is the first day without the member, or the day of the move.
    """
    if not CUSTODY.on:
        return
    if cause == "reinstated":
        _back(member, on)
        return
    for risk in risks(member):
        if cause == "separated" or _moves_away(risk, member):
            departing.open_departure(machine(), risk.site, member, cause, on, risk.held_as)


def hold(members: Collection[Member]) -> None:
    """Locks every account that these members keep, in order, before the ledger is: so no two acts wait for each other.

    Called by an act that separates or moves several members, before the first of them.
    """
    if not CUSTODY.on:
        return
    known = Departure.objects.filter(member__in=members, state="open").values_list("site", flat=True)
    keys = {*known, *(risk.site.id for member in members for risk in risks(member))}
    list(Site.objects.select_for_update(of=("self",)).filter(id__in=keys).order_by("id"))


def missed(day: date) -> int:
    """Opens the checklists of accounts whose keys or answer came to a leaving member without one; says how many.

    So an account that is taken up again is at risk as well, and one that was handed over in the moment of a separation.
    """
    late = Q(until=None) | Q(until__gt=day, until__gte=F("member__separated"))
    held = Holding.objects.filter(late, known_at(None), site__state__in=HELD, member__separated__isnull=False)
    owned = Site.objects.filter(state__in=HELD, owner__separated__isnull=False)
    pairs = {*held.values_list("site", "member"), *owned.values_list("id", "owner")}
    pairs -= set(Departure.objects.filter(state="open").values_list("site", "member"))
    count = 0
    for member in Member.objects.filter(id__in={member for _, member in pairs}):
        for risk in risks(member):
            if (risk.site.id, member.id) in pairs:
                on = max(member.separated, day)
                departing.open_departure(machine(), risk.site, member, "separated", on, risk.held_as)
                count += 1
    return count


def _back(member: Member, on: date) -> None:
    """Who comes back keeps the keys; but who had moved before is asked about the move again."""
    for one in Departure.objects.filter(member=member, state="open", cause__in=("separated", "both")):
        if one.cause == "both":
            departing.open_departure(machine(), one.site, member, "transferred", on, one.held_as)
        else:
            departing.void(machine(), one)


def _moves_away(risk: Risk, member: Member) -> bool:
    """Whether a member who moved leaves the keys of this account behind."""
    site = risk.site
    stays = site.unit_id is not None and site.unit_id == member.unit_id
    known = Departure.objects.filter(site=site, member=member, state="open").exists()
    return bool(KEEPING & set(risk.held_as)) and not stays and not known
