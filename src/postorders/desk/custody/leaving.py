"""A member leaves, moves or comes back: for each account at risk a checklist opens, or is void."""

from __future__ import annotations

from datetime import date

from postorders.desk.base.person import machine
from postorders.desk.custody import departing
from postorders.desk.custody.acts import CUSTODY
from postorders.desk.custody.models import Departure
from postorders.desk.custody.risk import Risk, risks
from postorders.desk.custody.steps import KEEPING
from postorders.desk.people.leaving import Cause
from postorders.desk.people.models import Member


def leaving(member: Member, on: date, cause: Cause) -> None:
    """Opens or closes checklists, inside the act that separated, moved or reinstated the member.

    Whoever only moves is asked about for accounts whose keys or answer the member has, unless they are those of the
    unit moved to. `on` is the first day without the member, or the day of the move.
    """
    if not CUSTODY.on:
        return
    if cause == "reinstated":
        for one in Departure.objects.filter(member=member, state="open", cause="separated").select_related("site"):
            departing.void(machine(), one)
        return
    for risk in risks(member):
        if cause == "separated" or _moves_away(risk, member):
            departing.open_departure(machine(), risk.site, member, cause, on, risk.held_as)


def _moves_away(risk: Risk, member: Member) -> bool:
    """Whether a member who moved leaves the keys of this account behind."""
    site = risk.site
    stays = site.unit_id is not None and site.unit_id == member.unit_id
    known = Departure.objects.filter(site=site, member=member, state="open").exists()
    return bool(KEEPING & set(risk.held_as)) and not stays and not known
