"""What the desk writes down of its own tries to publish: before each request, and as soon as an answer is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.release import tell
from postorders.desk.release.models import Attempt, Release, Stands
from postorders.desk.release.plain import unsent
from postorders.desk.release.record import MOST_WHY, again, done, ended, lock, noted
from postorders.desk.release.righting import put_right
from postorders.desk.release.states import Sending
from postorders.platforms.saying import Placed

HOLD = timedelta(minutes=3)  # how long a worker may be silent before its request counts as of unknown outcome
LOOKS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
)  # until a platform shows what it has


@act("release.try", "The desk began try {number} to publish release {release} on {name}.", may=[MACHINE])
def begin(person: Person, release: Release, worker: str, now: datetime) -> Done:
    """Takes a release that is due: from this commit on a request may have left. Raises Refused when it is not to be
    sent now, or another worker has it."""
    row = lock(release)
    if row.state != "intended" or row.due > now or (row.next_try is not None and row.next_try > now):
        raise Refused(_("It is not to be sent now."))
    row.state = Sending.move(row.state, "sending")
    row.worker, row.held_until, row.next_try = worker, now + HOLD, None
    row.first_tried, row.tries = row.first_tried or now, row.tries + 1
    row.save()
    Attempt(release=row, number=row.tries, what="send", began=now).save()
    return done(row, number=row.tries)


@act("release.held", "Release {release} was due on {name} and is held: {why}", may=[MACHINE])
def held(person: Person, release: Release, bars: Sequence[str], now: datetime) -> Done:
    """Keeps back what was let through and may not go out any more, and tells who stands for it.

    Raises Refused when another was here meanwhile."""
    row = _looked_at(release)
    row.state = Sending.move(row.state, "held")
    row.next_try, row.why = None, " ".join(bars)[:MOST_WHY]
    row.save(update_fields=["state", "next_try", "why"])
    tell.held(row, bars)
    return done(row, why=row.why)


@act("release.placed", "Piece {piece} of release {release} stands at {url}.", may=[MACHINE])
def placed(person: Person, release: Release, index: int, at: Placed, now: datetime) -> Done:
    """Keeps where a piece stands, whoever sent it. Raises Refused when that is known."""
    row = lock(release)
    if row.pieces.filter(index=index).exists():
        raise Refused(_("Where this piece stands is known."))
    Stands(release=row, index=index, place=at.id[:500], url=at.url[:1000], version=at.version[:200], sent=now).save()
    return done(row, piece=index + 1, place=at.id, url=at.url)


@act("release.sent", "Release {release} is out on {name}, in {count} pieces.", may=[MACHINE])
def sent(person: Person, release: Release, now: datetime) -> Done:
    """All pieces have their place: next they are read back. Raises Refused when that was settled already."""
    row = lock(release)
    if unsent(row) is not None or row.state not in ("sending", "unsure"):
        raise Refused(_("It is settled already."))
    ended(row, "send", "sent", "", now)
    row.state = Sending.move(row.state, "sent")
    row.out_at, row.next_try, row.held_until, row.worker, row.why = row.out_at or now, now, None, "", ""
    row.save()
    put_right(row, now)  # who sends goes on to read it back; where a worker dies first, its task comes again
    return done(row, count=row.pieces.count(), out=row.out_at.isoformat())


@act("release.unsure", "What became of release {release} is not known: {why}", may=[MACHINE])
def unsure(person: Person, release: Release, worker: str, why: str, now: datetime) -> Done:
    """A request left and no answer says what it did: the desk looks before any other try.

    `worker` is who held it, "" for whoever finds that its worker fell silent. Raises Refused when it is not so.
    """
    row = _held(release, worker, now)
    ended(row, "send", "unsure", why, now)
    row.state = Sending.move(row.state, "unsure")
    return _waits(row, why, now + LOOKS[0], now)


@act("release.look", "The desk looked for release {release} and did not find it: {why}", may=[MACHINE])
def looked(person: Person, release: Release, came_to: str, why: str, until: datetime, now: datetime) -> Done:
    """A look that settled nothing: `not-there` or `trouble`. Raises Refused when another has looked meanwhile."""
    row = _looked_at(release)
    noted(row, "find", came_to, why, now)
    return _waits(row, why, until, now)


@act("release.put-off", "Release {release} was not published; it is tried again: {why}", may=[MACHINE])
def put_off(person: Person, release: Release, worker: str, why: str, until: datetime, now: datetime) -> Done:
    """It is known that nothing happened: it is tried again later. Raises Refused when another worker has it."""
    row = _looked_at(release) if release.state == "unsure" else _held(release, worker, now)
    ended(row, "send", "put-off", why, now)
    row.state = Sending.move(row.state, "intended")
    return _waits(row, why, until, now)


@act("release.failed", "Release {release} was not published on {name}: {why}", may=[MACHINE])
def failed(person: Person, release: Release, worker: str, why: str, now: datetime, told: str = "") -> Done:
    """The platform will not have it, or nobody can say what became of it: a person must look. `told` are the platform's
    own words where `why` is said more plainly; they stay with the attempt."""
    row = _looked_at(release) if release.state in ("unsure", "intended") else _held(release, worker, now)
    ended(row, "send", "failed", told or why, now)
    if told and row.state == "unsure":
        noted(row, "find", "trouble", told, now)
    row.state = Sending.move(row.state, "failed")
    there, all_ = row.pieces.count(), len(row.rendering["pieces"])
    if there:
        why = _("{there} of {all} pieces are out. {why}").format(there=there, all=all_, why=why)
    row.next_try, row.held_until, row.worker, row.why = None, None, "", why[:MOST_WHY]
    row.save()
    tell.failed(row)
    return done(row, why=row.why)


def _held(release: Release, worker: str, now: datetime) -> Release:
    """The release that this worker is sending, or that its worker has let fall."""
    row = lock(release)
    if row.state != "sending" or (row.worker != worker if worker else not fallen(row, now)):
        raise Refused(_("Another worker has it."))
    return row


def _looked_at(release: Release) -> Release:
    """The release as the caller has seen it: nobody else did anything with it meanwhile."""
    row = lock(release)
    if (row.state, row.next_try, row.tries) != (release.state, release.next_try, release.tries):
        raise Refused(_("Another worker was here meanwhile."))
    return row


def fallen(row: Release, now: datetime) -> bool:
    """Whether a worker has fallen silent. A hold that reaches too far was written before the clock was set back."""
    return row.held_until is None or not now < row.held_until <= now + 2 * HOLD


def _waits(row: Release, why: str, until: datetime, now: datetime) -> Done:
    row.why, row.next_try, row.held_until, row.worker = why[:MOST_WHY], until, None, ""
    row.save()
    again(row, now)
    return done(row, why=row.why, until=until.isoformat())
