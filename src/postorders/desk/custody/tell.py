"""Who is told of what befalls the keys of accounts: in plain words, each notice once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.custody.models import Departure
from postorders.desk.custody.who import custodians, in_service
from postorders.desk.jobs.notify import notify
from postorders.desk.people.models import Member
from postorders.desk.people.who import holders
from postorders.desk.register.models import Site
from postorders.desk.register.rules import deciders

CAUSES = {
    "separated": lazy("leaves the department"),
    "transferred": lazy("moved to another unit"),
    "both": lazy("moved to another unit, and leaves the department"),
}
KEEP = lazy("you keep this account, or answer for those who do")
ABOVE = lazy("you are told when an account is not safe in time")


def keepers(site: Site) -> list[Member]:
    """The custodians and the owner of an account, in service."""
    return in_service([*(row.member for row in custodians(site)), site.owner])


def opened(one: Departure) -> None:
    """Tells those who keep the account, the Media Unit and the Chief that a checklist is open."""
    body = format_lazy(
        lazy("{member} {cause} as of {on} and could open {account}. Take the steps of the checklist by {due}."),
        member=one.member.name,
        cause=CAUSES[one.cause],
        on=one.on,
        account=one.site.name,
        due=one.due,
    )
    subject = format_lazy(lazy("{account} is at risk: take the steps by {due}"), account=one.site.name, due=one.due)
    who = [*keepers(one.site), *holders("media-unit"), *deciders()]
    _each(who, one, f"departure-{one.id}-{one.on}-opened", subject, body, KEEP)


def overdue(one: Departure, stage: int) -> list[Member]:
    """Tells the Chief and the administrators that it is overdue, and says who they are."""
    from postorders.desk.custody.steps import missing

    left = "; ".join(str(item.label) for item in missing(one))
    body = format_lazy(
        lazy("{account} should have been safe on {due}. Missing: {steps}. Nothing closes this but the steps."),
        account=one.site.name,
        due=one.due,
        steps=left or "—",
    )
    subject = format_lazy(lazy("{account} is not safe yet"), account=one.site.name)
    who = [*deciders(), *holders("administrator")]
    return _each(who, one, f"departure-{one.id}-{one.due}-overdue-{stage}", subject, body, ABOVE)


def safe(one: Departure) -> None:
    """Tells those who keep the account, and the Chief, that it is safe again."""
    subject = format_lazy(lazy("{account} is safe again"), account=one.site.name)
    body = format_lazy(lazy("Every step was taken after {member} left its keys."), member=one.member.name)
    _each([*keepers(one.site), *deciders()], one, f"departure-{one.id}-safe", subject, body, KEEP)


def _each(who: Iterable[Member], one: Departure, key: str, subject: Any, body: Any, because: Any) -> list[Member]:
    """A notice to each but who leaves, once."""
    told = [member for member in in_service(who) if member.id != one.member_id]
    for member in told:
        notify(member, key, subject, body, because, f"/desk/departures/{one.id}/")
    return told
