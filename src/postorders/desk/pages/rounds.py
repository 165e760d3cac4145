"""One round of a department: every page that is due is looked at, then one act keeps what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DataError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.conformance.examine import Examiner
from postorders.desk.base.act import Done, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.pages import demanded, look, tell
from postorders.desk.pages.acts import settle_website
from postorders.desk.pages.ground import Ground, ground
from postorders.desk.pages.look import Fetch, Seen
from postorders.desk.pages.models import Standing, Website
from postorders.desk.pages.plan import SLACK
from postorders.desk.pages.settle import Outcome, news, record, settle, summed, whole
from postorders.desk.pages.store import keep
from postorders.desk.policy.models import Version
from postorders.desk.register.models import Site

LOOKED = ("listed", "suspended")  # what was only entered may be a member's own; a person looks at it first
MOST = 10  # accounts that one act settles, so that what is fetched fits into memory
MOVED = ("seen", "next_look", "steady", "failing", "why", "summary", "check_made")
WEBSITE = ("links", "seen", "next_look", "failing", "why", "capture")


@dataclass
class Round:
    """What was looked at in one go, before anything is kept: the websites, then the accounts."""

    ground: Ground
    version: Version
    now: datetime
    websites: list[tuple[Website, Seen]] = field(default_factory=list)
    looks: list[tuple[Standing, Seen]] = field(default_factory=list)


def go(now: datetime | None = None, by: Fetch = look.fetch) -> int:
    """Looks at what is due in the department at work and returns how many pages that were.

    Doing it twice does nothing twice: what was looked at is not due any more. Whatever ends it in the middle leaves
    what was not kept yet due.
    """
    moment = now or timezone.now()
    count = _websites(moment, by)
    while sites := list(due(moment)[:MOST]):
        count += len(sites)
        _accounts(sites, moment, by)
    return count


def due(now: datetime) -> Any:
    """The accounts whose page is due, those that were never looked at among them."""
    never = Q(standing__isnull=True)
    rows = Site.objects.filter(never | Q(standing__next_look__lte=now + SLACK), state__in=LOOKED)
    return rows.select_related("standing__check_made", "owner").order_by("number")


def _websites(now: datetime, by: Fetch) -> int:
    rows = list(demanded.watched())
    waiting = [row for row in rows if row.next_look is None or row.next_look <= now + SLACK]
    if waiting:
        seen = [(row, look.look_website(row.url, by)) for row in waiting]
        relook(machine(), Round(Ground(demanded.ordered(), rows), demanded.version(), now, websites=seen))
    return len(waiting)


def _accounts(sites: Sequence[Site], now: datetime, by: Fetch) -> None:
    given = ground(sites)
    examiner = demanded.examiner(given.ordered, given.websites, demanded.own())
    looks = list(_looks(sites, given, examiner, now, by))
    relook(machine(), Round(given, demanded.version(), now, looks=looks))


def _looks(
    sites: Sequence[Site], given: Ground, examiner: Examiner, now: datetime, by: Fetch
) -> Iterator[tuple[Standing, Seen]]:
    """Each account's standing and what was seen, without the bytes where nothing is new."""
    for site in sites:
        standing = getattr(site, "standing", None) or Standing(site=site, next_look=now)
        standing.site = site
        seen = look.look(site, examiner, by)
        yield standing, seen if news(standing, whole(given, site, seen)) else look.bare(seen)


@act(
    "pages.relook",
    "The desk looked at {looked} pages of accounts and {websites} of the website: {changed} changed, {failed} unread.",
    may=[MACHINE],
)
def relook(person: Person, seen: Round) -> Done:
    """Keeps what one round found: the standings move on; checks and bytes are kept where something is new."""
    linked = [_website(seen, row, found) for row, found in seen.websites]
    looks = _unmoved(seen.looks)
    if looks:  # a person may have attested something while the pages were fetched
        seen.ground = ground([standing.site for standing, _found in looks])
    done = [_kept(seen, standing, found) for standing, found in looks]
    _save([one.standing for one in done])
    captures = [one.check.capture.sha256 for one in done if one.check and one.check.capture]
    said = {
        "looked": len(done),
        "websites": len(linked),
        "changed": len([one for one in done if one.drift]) + sum(linked),
        "failed": len([one for one in done if one.seen.failed]),
        "sites": tell.names(one.site for one in done if one.check),
        "captures": captures,
    }
    return Done(done, "sites", said)


def _kept(seen: Round, standing: Standing, found: Seen) -> Outcome:
    """Keeps what one look found and tells of it. What the database takes for no text spoils that one page alone."""
    before = {name: getattr(standing, name) for name in MOVED}
    try:
        with transaction.atomic():
            return _settled(seen, standing, found)
    except (DataError, ValueError):
        for name, value in before.items():
            setattr(standing, name, value)
        why = _("What was found on the page cannot be kept. Look at it, and attest what is there.")
        return _settled(seen, standing, Seen(why=why, failed=True, wait=found.wait))


def _settled(seen: Round, standing: Standing, found: Seen) -> Outcome:
    done = settle(seen.ground, standing, found, seen.now)
    record(done, seen.ground, seen.version, seen.now)
    summed(seen.ground, standing)
    tell.drifted(done, {one.demand: one.label for one in seen.ground.ordered.demands})
    tell.failing(done)
    return done


def _unmoved(looks: Sequence[tuple[Standing, Seen]]) -> list[tuple[Standing, Seen]]:
    """The looks at accounts that nobody else has looked at meanwhile, nor given another address; they are locked now,
    the accounts first and in their order, as every act does.
    """
    sites = [standing.site_id for standing, _found in looks]
    locked = Site.objects.select_for_update(of=("self",)).filter(id__in=sites).order_by("id")
    keys = dict(locked.values_list("id", "key"))
    rows = Standing.objects.select_for_update().filter(site__in=sites).order_by("id")
    fresh = dict(rows.values_list("site", "seen"))
    return [(one, found) for one, found in looks if keys.get(one.site_id) == found.key and _same(one, fresh)]


def _same(standing: Standing, fresh: dict[Any, Any]) -> bool:
    if standing._state.adding:
        return standing.site_id not in fresh
    return bool(fresh.get(standing.site_id) == standing.seen)


def _website(seen: Round, row: Website, found: Seen) -> bool:
    """Keeps what a page of the website links to now; an account that it links to otherwise is due at once."""
    before = dict(row.links)
    changed = settle_website(row, found, seen.now)
    if found.capture is not None and (changed or row.capture_id is None):
        row.capture = keep(found.capture, "fetch")
    row.save(update_fields=WEBSITE)
    keys = {key for key in {**before, **row.links} if before.get(key) != row.links.get(key)}
    if changed and keys:
        Standing.objects.filter(site__key__in=keys).update(next_look=seen.now)
    return changed


def _save(rows: list[Standing]) -> None:
    """All standings by two statements, however many."""
    new = [row for row in rows if row._state.adding]
    for row in new:
        row.department_id = row.site.department_id
    Standing.objects.bulk_create(new)
    if old := [row for row in rows if row not in new]:
        Standing.objects.bulk_update(old, MOVED, batch_size=MOST)


def waiting(now: datetime) -> bool:
    """Whether anything is due."""
    website = Q(next_look=None) | Q(next_look__lte=now + SLACK)
    return bool(due(now).exists() or Website.objects.filter(website, ended=None).exists())


__all__ = ["LOOKED", "Outcome", "due", "go", "relook", "waiting"]
