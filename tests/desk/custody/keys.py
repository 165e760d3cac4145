"""What the tests of custody have in common: accounts, holders, and the steps of a departure taken in order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.desk.cast import Place

from postorders.archive.capture import Capture
from postorders.desk.base import guard
from postorders.desk.custody import acts, departing
from postorders.desk.custody.departing import Given
from postorders.desk.custody.models import Departure, Holding
from postorders.desk.custody.steps import missing
from postorders.desk.jobs.models import Notice
from postorders.desk.ledger.models import Payload
from postorders.desk.people import acts as people
from postorders.desk.people.models import Member
from postorders.desk.register import acts as register
from postorders.desk.register.models import Site

DAY = timedelta(days=1)
LIST = Capture(
    b"\x89PNG\r\n\x1a\nthe list of administrators", "image/png", "2026-06-01T10:00:00-05:00", name="admins.png"
)


def account(place: Place, handle: str = "CedarBluffPD", who: str = "admin", **about: Any) -> Site:
    """An account in the register, without an owner unless one is said."""
    given = {"purpose": "News for the town", "owner": None, **about}
    site: Site = register.enter(place.as_(who), f"https://www.facebook.com/{handle}", **given)
    with place.within():
        with guard.lifted("an account in use"):
            Site.objects.filter(id=site.id).update(state="listed")
            if about.get("owner") is None:
                Site.objects.filter(id=site.id).update(owner=None)
        return Site.objects.get(id=site.id)


def name(place: Place, site: Site, who: str, by: str = "chief", **given: Any) -> Holding:
    """A member of the cast is named a holder of the keys."""
    row: Holding = acts.name(place.as_(by), site, place.members[who], **given)
    return row


def held(
    place: Place, handle: str = "CedarBluffPD", holders: tuple[str, ...] = ("officer", "pio"), **about: Any
) -> Site:
    """An account with holders, the first of them its first custodian."""
    site = account(place, handle, **about)
    for who in holders:
        name(place, site, who)
    return site


def separate(place: Place, who: str = "officer", on: date | None = None) -> None:
    """The member leaves."""
    people.separate(place.as_("admin"), place.members[who], on or place.today())


def departures(place: Place, **those: Any) -> list[Departure]:
    """The department's departures, by number of the account."""
    with place.within():
        rows = Departure.objects.filter(**those).select_related("site", "member", "policy_version")
        return list(rows.order_by("site__number"))


def take(place: Place, one: Departure, step: str, by: str = "pio", **given: Any) -> Any:
    """A step is taken."""
    return departing.take_step(place.as_(by), one, step, "Devon Hatcher, at the desk of the Media Unit", Given(**given))


def take_all(place: Place, one: Departure, new: str = "lieutenant", by: str = "pio") -> None:
    """Every step of a departure is taken."""
    with place.within():
        left = [item.name for item in missing(one)]
    given: dict[str, dict[str, Any]] = {
        "new-custodian": {"custodian": place.members[new]},
        "admins-reread": {"evidence": LIST},
        "renamed": {"name": "Cedar Bluff Police Department, Patrol"},
    }
    for step in left:
        take(place, one, step, by, **given.get(step, {}))


def told(place: Place, who: str, words: str = "") -> list[str]:
    """The subjects of a member's notices that hold these words."""
    with place.within():
        rows = Notice.objects.filter(member=place.members[who], subject__icontains=words)
        return list(rows.order_by("made").values_list("subject", flat=True))


def entries(place: Place, act: str) -> list[Payload]:
    """The department's ledger entries of one act."""
    with place.within():
        return list(Payload.objects.filter(department=place.department, act=act).order_by("index"))


def fresh(place: Place, who: str) -> Member:
    """The member as the database has it now."""
    with place.within():
        return Member.objects.get(id=place.members[who].id)
