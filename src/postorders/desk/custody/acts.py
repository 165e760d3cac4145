"""What is done to the keys of an account: who holds them is named, ended and corrected, and where the password is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.capability import capability
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.custody.models import Departure, Holding
from postorders.desk.custody.rights import need_manage
from postorders.desk.custody.secret import refuse_secret
from postorders.desk.custody.spans import DAY, Pen, overlaps
from postorders.desk.custody.who import known_at, serving
from postorders.desk.people.models import Member
from postorders.desk.people.who import today
from postorders.desk.register.models import Site
from postorders.desk.register.states import HELD

CUSTODY = capability("custody", "Who holds the keys of an account, and what happens when that person leaves.")
SORTS = {True: "first custodian", False: "stand-in"}
LONGEST = 300


@act("custody.name", "{actor_name} named {member} as {sort} of site {site} from {since}.", may=["anyone", MACHINE])
def name(
    person: Person,
    site: Site,
    member: Member,
    since: date | None = None,
    until: date | None = None,
    first: bool = False,
    reason: str = "",
) -> Done:
    """Names a holder of the keys from a day (today if not given), as first custodian or as one who stands in.

    The first one named is the first custodian; another first custodian makes the one before a stand-in from that day.
    Raises Refused.
    """
    found, day = locked(site), since or today()
    need_manage(person, found)
    _fit(found, member, day, until)
    words = _words(reason)
    rows = [row for row in _rows(found) if overlaps(row, day, until)]
    first = first or not any(row.first for row in rows)
    mine = [row for row in rows if row.member_id == member.id]
    if any(row.first == first for row in mine):
        raise Refused(_("%s holds these keys then already.") % member.name, _("Correct the line that says so."))
    if mine and not first:
        raise Refused(_("The account would have no first custodian."), _("Name another first custodian instead."))
    pen = Pen(person, timezone.now(), words)
    for row in rows:
        if row in mine:
            pen.cut(row, day, until)
        elif first and row.first:
            pen.demote(row, day, until)
    row = Holding(site=found, member=member, first=first, since=day, until=until)
    row.recorded, row.by_id, row.reason = pen.at, person.member, words
    row.save()
    return done(row)


@act("custody.end", "{actor_name} ended the custody of {member} of site {site} on {until}.", may=["anyone", MACHINE])
def end(person: Person, holding: Holding, on: date | None = None, reason: str = "") -> Done:
    """Ends a holding with a last day (today if not given). Raises Refused for the last one of an account in use."""
    site = locked(holding.site)
    need_manage(person, site)
    row, last = standing(holding), on or today()
    if last < row.since or (row.until is not None and last >= row.until):
        raise Refused(_("The holding does not last beyond that day."), _("Mend the date, or correct the line."))
    return done(close(Pen(person, timezone.now(), _words(reason)), site, row, last))


@act("custody.correct", "{actor_name} corrected who held the keys of site {site}: {member}, {sort}.", may=["anyone"])
def correct(
    person: Person, holding: Holding, member: Member, since: date, until: date | None, first: bool, reason: str
) -> Done:
    """Replaces a line of the custody by another, with a reason. Both remain: what was held for so, and what is now."""
    site = locked(holding.site)
    need_manage(person, site)
    row = standing(holding)
    words = _words(reason)
    if not words:
        raise Refused(_("No reason is given."), _("Write what was wrong; it stays with the line."))
    if (row.member_id, row.since, row.until, row.first) == (member.id, since, until, first):
        raise Refused(_("Nothing is changed."), _("Mend the line first."))
    _fit(site, member, since, until, row)
    others = [one for one in _rows(site) if one.id != row.id and overlaps(one, since, until)]
    if any(one.member_id == member.id for one in others):
        raise Refused(_("Another line has %s on these days.") % member.name, _("Correct that one first."))
    if first and (other := next((one for one in others if one.first), None)):
        raise Refused(_("%s is the first custodian on these days.") % other.member.name, _("Correct that line first."))
    pen, before = Pen(person, timezone.now(), words), row.member
    pen.strike(row)
    new = Holding(site=site, member=member, first=first, since=since, until=until, by_id=person.member, reason=words)
    new.recorded = pen.at
    new.save()
    _need_as_before(site, row, new)
    return done(new, before=before.name, before_number=before.number)


@act("custody.own", "{actor_name} made {member} the owner of site {site}, after {before}.", may=["anyone"])
def own(person: Person, site: Site, member: Member) -> Done:
    """Makes another member answer for the account."""
    found = locked(site)
    need_manage(person, found)
    _fit(found, member, today(), None)
    if found.owner_id == member.id:
        raise Refused(_("%s is the owner already.") % member.name, _("Name another member."))
    before, found.owner = found.owner, member
    found.save(update_fields=["owner", "updated"])
    said = {**_said(found), "member": member.name, "number": member.number}
    return Done(found, found.about, {**said, "before": before.name if before else "nobody"})


@act("custody.keep", "{actor_name} noted where the password of site {site} is kept.", may=["anyone"])
def keep(person: Person, site: Site, where: str) -> Done:
    """Notes where the password is kept. The password itself has no place here: what looks like one is refused."""
    found, words = locked(site), _words(where)
    need_manage(person, found)
    found.kept_in = words
    found.save(update_fields=["kept_in", "updated"])
    return Done(found, found.about, {**_said(found), "noted": "yes" if words else "no"})


def locked(site: Site) -> Site:
    """The account, held until the act ends. Raises Refused when this department has none such."""
    found: Site | None = Site.objects.select_for_update(of=("self",)).filter(id=site.id).first()
    if found is None:
        raise Refused(_("There is no such account in the register."), _("Look it up in the list."))
    return found


def standing(holding: Holding) -> Holding:
    """The line as it stands now. Raises Refused when it was replaced meanwhile."""
    row: Holding | None = Holding.objects.filter(known_at(None), id=holding.id).select_related("member").first()
    if row is None:
        raise Refused(_("This line was replaced by another."), _("Open the account again to see who holds its keys."))
    return row


def close(pen: Pen, site: Site, row: Holding, last: date) -> Holding:
    """Ends a holding with its last day. Raises Refused when nobody else would hold the keys of an account in use."""
    pen.cut(row, last + DAY, None)
    _need_another(site, last + DAY)
    return Holding.objects.get(known_at(None), site=site, member_id=row.member_id, since=row.since)


def _need_another(site: Site, day: date) -> None:
    if site.state in HELD and not serving(site, day):
        raise Refused(
            _("Nobody in service would hold the keys of %s.") % site.name,
            _("Name another custodian first, or retire the account."),
        )


def _need_as_before(site: Site, row: Holding, new: Holding) -> None:
    """Raises Refused when a correction leaves a day, from today on, on which nobody holds the keys any more."""
    rows = [row, new, *_rows(site)]
    turns = {today(), *(one.since for one in rows), *(one.until + DAY for one in rows if one.until is not None)}
    turns |= {one.member.separated for one in rows if one.member.separated is not None}
    for day in sorted(turns):
        if day >= today() and overlaps(row, day, day):
            _need_another(site, day)


def _fit(site: Site, given: Member, since: date, until: date | None, before: Holding | None = None) -> None:
    """Raises Refused for a member who cannot hold the keys on these days: one who has left, or whose leaving is set.

    `before` is the line that is corrected: what its member held already remains to be written down.
    """
    if until is not None and until < since:
        raise Refused(_("The custody would end before it begins."), _("Mend the dates."))
    member = Member.objects.get(id=given.id)
    if not member.active(since):
        raise Refused(_("%s has left the department.") % member.name, _("Name a member in service."))
    if before is not None and before.member_id == member.id and _within(until, before.until):
        return
    if Departure.objects.filter(site=site, member=member, state="open").exists():
        raise Refused(_("%s is leaving the keys of this account.") % member.name, _("Name another member."))
    leaves = member.separated
    if leaves is not None and not _within(until, min(today(), leaves) - DAY):
        what = _("%(member)s leaves the department on %(day)s.") % {"member": member.name, "day": leaves}
        raise Refused(what, _("Name a member who stays."))


def _within(last: date | None, limit: date | None) -> bool:
    """Whether a last day is no later than a limit; None is without end."""
    return limit is None or (last is not None and last <= limit)


def _words(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST:
        raise Refused(_("That is more than %d characters.") % LONGEST, _("Shorten it."))
    refuse_secret(words)
    return words


def _rows(site: Site) -> list[Holding]:
    return list(Holding.objects.filter(known_at(None), site=site).select_related("member"))


def _said(site: Site) -> dict[str, Any]:
    return {"site": site.number, "name": site.name}


def done(row: Holding, **more: Any) -> Done:
    """The end of an act on one line."""
    dates = {"since": str(row.since), "until": str(row.until or "")}
    who = {"member": row.member.name, "number": row.member.number, "sort": SORTS[row.first]}
    return Done(row, row.site.about, {**_said(row.site), **who, **dates, **more})
