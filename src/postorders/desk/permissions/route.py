"""Puts a request before the people whose turn it is, and tells them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postorders.desk.jobs.notify import notify
from postorders.desk.permissions.local import setting
from postorders.desk.permissions.models import Grant, Request, Turn
from postorders.desk.permissions.rights import Right, kind_for, policy_for, rights
from postorders.desk.permissions.seats import Seat, levels


def route(asked: Request) -> list[Right]:
    """Sets whose turn it is, by the request's state and level, and returns who may decide now. Inside an act."""
    asked.turns.all().delete()
    for seat in seats_now(asked):
        Turn(request=asked, role=seat.role, member=seat.member, designee=seat.designee).save()
    return rights(asked)


def seats_now(asked: Request) -> list[Seat]:
    """The seats that a request belongs to, as the policy, the chain of command and the settings are today."""
    if asked.state == "appealed":
        return [Seat(setting("appeals_to"), None, True)]
    found = levels(policy_for(asked), kind_for(asked), asked.member)
    if asked.state == "second":
        return [seat for level in found for seat in level]
    low = min(asked.level, max(len(found) - 1, 0))
    seats = [seat for level in found[low : max(asked.reach, low) + 1] for seat in level]
    return list(dict.fromkeys(seats))


def tell_deciders(asked: Request, who: list[Right], why: str) -> None:
    """A notice to each person who may decide now; what is asked stays on the page."""
    step = f"{asked.state}-{asked.level}-{asked.reach}-{asked.decisions.count()}"
    for right in {right.member.id: right for right in who}.values():
        notify(
            right.member,
            f"permission-{asked.number}-{step}",
            _("Request %(number)s waits for a decision") % {"number": asked.number},
            why,
            _("you may decide this request"),
            f"/desk/permissions/{asked.number}/",
        )


def tell_asker(asked: Request, what: str) -> None:
    """A notice to the member who asked; the reasons stay on the page."""
    notify(
        asked.member,
        f"permission-{asked.number}-{asked.state}-{asked.decisions.count()}",
        _("Request %(number)s: %(what)s") % {"number": asked.number, "what": what},
        _("Open the request to read what was decided, by whom, and why."),
        _("it is your request"),
        f"/desk/permissions/{asked.number}/",
    )


def tell_ending(given: Grant, stage: int, said: str) -> None:
    """A notice to the holder of a permission that ends."""
    notify(
        given.member,
        f"permission-{given.name}-ending-{stage}",
        _("Permission %(number)s %(said)s") % {"number": given.name, "said": said},
        _("Ask anew in time if you still need it. Without one, what it allowed is not allowed any more."),
        _("it is your permission"),
        f"/desk/permissions/{given.request.number}/",
    )
