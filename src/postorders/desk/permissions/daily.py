"""What the desk does by itself once a day or oftener: more people may answer, and ends are told. It decides nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.jobs.daily import every_day
from postorders.desk.permissions import record, route
from postorders.desk.permissions.local import setting
from postorders.desk.permissions.models import Grant, Request
from postorders.desk.permissions.rights import kind_for, policy_for, rights, rights_in, seats_of
from postorders.desk.permissions.seats import levels
from postorders.desk.permissions.states import OPEN

# Days before the last day of a permission on which its holder is told, by stage; stage 3 says that it has ended.
STAGES = ((3, -1), (2, 1), (1, 14))


@every_day
def escalate_due(now: datetime) -> int:
    """Escalates what has waited too long, and puts what waits before whoever decides it now; says how many.

    Called for the department at work; doing it twice does nothing more. A request that was answered meanwhile, or
    whose kind no policy in force knows any more, holds no other up.
    """
    since = now - timedelta(days=setting("alternate_after_days"))
    count = 0
    for asked in Request.objects.filter(state__in=OPEN).select_related("member", "policy_version"):
        with suppress(Refused):
            count += _looked_after(asked, since, now)
    return count


def _looked_after(asked: Request, since: datetime, now: datetime) -> int:
    count = 0
    if set(route.seats_now(asked)) != set(seats_of(asked)):
        count += bool(reroute(machine(), asked))
    if (asked.escalated or asked.waiting_since) <= since and (asked.escalated is None or _further(asked)):
        count += bool(escalate(machine(), asked, now))
    return count


@every_day
def notices_due(now: datetime) -> int:
    """Tells holders that permissions end in two weeks, tomorrow, or have ended: once each; says how many.

    Called for the department at work; doing it twice does nothing more.
    """
    day = timezone.localdate(now)
    count = 0
    ending = Grant.objects.filter(revoked=None, ends__lte=day + timedelta(days=14), told__lt=3)
    for given in ending.select_related("request", "member"):
        stage = next((stage for stage, days in STAGES if given.ends - day <= timedelta(days=days)), 0)
        if stage > given.told:
            count += bool(tell_ending(machine(), given, stage))
    return count


def _further(asked: Request) -> bool:
    """Whether somebody would come to decide a request who may not yet."""
    if asked.state != "waiting":
        return False
    ladder = levels(policy_for(asked), kind_for(asked), asked.member)
    seats = [seat for level in ladder[: max(asked.level, asked.reach) + 2] for seat in level]
    could = {right.member.id for right in rights_in(seats, asked.member, asked.kind, True, asked.barred_id)}
    return bool(could - {right.member.id for right in rights(asked)})


@act("permissions.escalate", "The request {request} of {member} had no answer; it also went to {to}.", may=[MACHINE])
def escalate(person: Person, asked: Request, at: datetime) -> Done:
    """Lets the alternate, or the next level up, decide besides, after the time that the department has set.

    The request still waits: nothing is decided.
    """
    found = _waiting(asked)
    before = {right.member.id for right in rights(found)}
    found.escalated, found.reach = at, max(found.level, found.reach) + 1
    found.save()
    new = [right for right in route.route(found) if right.member.id not in before]
    who = ", ".join(sorted({right.member.name for right in new})) or _("nobody else, for none is named")
    record.note(found, person, "escalated", who)
    route.tell_deciders(found, rights(found), _("It has waited for an answer longer than the local setting allows."))
    return record.done(found, to=who)


@act(
    "permissions.reroute",
    "The request {request} of {member} went to {to}, because who decides has changed.",
    may=[MACHINE],
)
def reroute(person: Person, asked: Request) -> Done:
    """Puts a waiting request before those who may decide it now."""
    found = _waiting(asked)
    if found.barred_id and found.state == "appealed" and not route.route(found):
        found.barred = None
        found.save()
    who = ", ".join(sorted({right.member.name for right in route.route(found)})) or _("nobody, for none may decide")
    record.note(found, person, "rerouted", who)
    route.tell_deciders(found, rights(found), _("Who decides it has changed."))
    return record.done(found, to=who)


def _waiting(asked: Request) -> Request:
    """The request, held. Raises Refused when it was answered meanwhile."""
    found = record.locked(asked)
    if found.state not in OPEN:
        raise Refused(_("This request waits no more."), _("Open it to see where it stands."))
    return found


@act("permissions.tell-ending", "{member} was told that the permission {request} ends on {ends}.", may=[MACHINE])
def tell_ending(person: Person, given: Grant, stage: int) -> Done:
    """Tells the holder that a permission ends, or has ended (stage 3): once for each stage."""
    asked = record.locked(given.request)
    given.told = stage
    given.save()
    said = _("has ended") if stage > 2 else _("ends on %(day)s") % {"day": given.ends}
    route.tell_ending(given, stage, said)
    return record.done(asked, ends=str(given.ends))
