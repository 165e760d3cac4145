"""How one release puts another right: in place, by an answer, by a new post, or by taking it down."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.connect import lines
from postorders.desk.release.asking import asked
from postorders.desk.release.models import Correction, PutRight, Release
from postorders.desk.release.plain import places
from postorders.desk.release.record import again, done, lock, noted
from postorders.desk.release.states import Sending
from postorders.platforms import wire
from postorders.platforms.publisher import publishers
from postorders.platforms.saying import Placed

EDIT, REPLY, POST, DELETE, BY_HAND = "edit", "reply", "post", "delete", "by-hand"
LATER = timedelta(minutes=5)


def succeed(row: Release) -> None:
    """Ties a new release to what it puts right on its account, inside the act that writes it. Raises Refused when it
    cannot replace the wrong one piece by piece."""
    steps = PutRight.objects.select_related("release").filter(correction__said=row.draft_id, done=None)
    for step in steps.filter(release__site=row.site_id).exclude(how=DELETE):
        if step.how == EDIT and len(step.release.rendering["pieces"]) != len(row.rendering["pieces"]):
            raise Refused(
                _("On %s the correction would not have as many parts as the post that it replaces.") % row.site.name,
                _("Shorten or divide the text, so that each part replaces one."),
            )
        step.successor = row
        step.save(update_fields=["successor"])


def edits(row: Release) -> dict[int, Placed] | None:
    """The pieces that this release changes in place, by their index; None where it is a post of its own."""
    step = PutRight.objects.select_related("release").filter(successor=row, how=EDIT).first()
    return places(step.release) if step else None


def put_right(row: Release, now: datetime) -> None:
    """Marks what a release that is out, or down, has put right, inside the act that says so."""
    steps = list(PutRight.objects.select_related("release").filter(successor=row, done=None))
    if row.state == "taken-down":
        steps += PutRight.objects.select_related("release").filter(release=row, done=None)
    for step in steps:
        step.done = now
        step.save(update_fields=["done"])
        if step.how == EDIT:  # its words stand no more; who reads them back is the release that follows it
            Release.objects.filter(id=step.release_id).update(next_try=None)
    for correction in Correction.objects.filter(id__in=[step.correction_id for step in steps], done=None):
        if not correction.steps.filter(done=None).exists():
            correction.done = now
            correction.save(update_fields=["done"])


def deletes(row: Release) -> bool:
    """Whether a correction orders this release to be taken down."""
    return bool(PutRight.objects.filter(release=row, how=DELETE, done=None).exists())


def delete(row: Release, now: datetime) -> bool:
    """Takes a post down, last piece first. Asking twice does no harm, so whatever went wrong is tried again."""
    publisher = publishers()[row.site.platform]
    try:
        for _index, place in sorted(places(row).items(), reverse=True):
            asked(row.site, now, lambda line, place=place: publisher.delete(line, place))  # type: ignore[misc]
    except wire.Trouble as trouble:
        why = trouble.told
        if isinstance(trouble, wire.Expired):
            lines.give_up(row.site, trouble)
            why = lines.why_void(row.site, trouble)
        not_deleted(machine(), row, why, now + max(timedelta(seconds=trouble.wait), LATER), now, trouble.told)
        return True
    deleted(machine(), row, now)
    return True


@act("release.deleted", "The desk took release {release} down from {name}, as correction {correction} orders.",
     may=[MACHINE])  # fmt: skip
def deleted(person: Person, release: Release, now: datetime) -> Done:
    """Records that a post was taken down; what stood there is kept. Raises Refused when that is known."""
    row, step = lock(release), _ordered(release)
    row.state = Sending.move(row.state, "taken-down")
    row.next_try = None
    row.save(update_fields=["state", "next_try"])
    noted(row, "delete", "deleted", "", now)
    put_right(row, now)
    return done(row, correction=step.correction.number)


@act("release.not-deleted", "Release {release} could not be taken down from {name}: {why}", may=[MACHINE])
def not_deleted(person: Person, release: Release, why: str, until: datetime, now: datetime, told: str = "") -> Done:
    """Writes down why a post still stands, and when the desk tries again; `told` are the platform's own words."""
    row, step = lock(release), _ordered(release)
    step.why, row.next_try = why[:500], until
    step.save(update_fields=["why"])
    row.save(update_fields=["next_try"])
    noted(row, "delete", "trouble", told or why, now)
    again(row, now)
    return done(row, why=step.why)


def _ordered(release: Release) -> PutRight:
    rows = PutRight.objects.select_related("correction").filter(release=release.id, how=DELETE, done=None)
    if (found := rows.first()) is None:
        raise Refused(_("It is settled already."))
    step: PutRight = found
    return step
