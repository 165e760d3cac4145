"""What people do to releases: the intent, the emergency and its ratification, recalling, attesting, trying again."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.archive.capture import Capture
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import Person
from postorders.desk.drafts.manifest import plain, rendering_digest
from postorders.desk.drafts.models import Draft
from postorders.desk.drafts.states import Writing
from postorders.desk.pages.store import keep
from postorders.desk.permissions.local import setting
from postorders.desk.release import door, tell
from postorders.desk.release.models import Incident, Release, Stands
from postorders.desk.release.record import again, done, lock, next_number
from postorders.desk.release.righting import put_right, succeed
from postorders.desk.release.rights import need_answer, need_approver
from postorders.desk.release.states import Looking, Sending
from postorders.platforms.publisher import publishers

STOOD, WRONG = "stood", "wrong"


@act("release.intend", "{actor_name} released draft {draft} to {sites}, due {due}.", may=["anyone"])
def intend(person: Person, draft: Draft, device: str = "", duty: str = "") -> Done:
    """Writes down what shall be published where: a release for each account, and the draft released, all or none.

    The gate is asked at this moment, with the device and the duty as declared. Raises Refused with all that bars it.
    """
    return _intend(person, draft, device, duty, "")


@act(
    "release.emergency",
    "{actor_name} released draft {draft} to {sites} without approval: {why} To be looked at by {ratify_by}.",
    may=["anyone"],
)
def emergency(person: Person, draft: Draft, why: str, device: str = "", duty: str = "") -> Done:
    """Releases at once what nobody has approved, with a reason; another person looks at it afterwards.

    Approval alone is skipped: what the policy holds stays held, and a barred device stays barred. Raises Refused.
    """
    words = " ".join(why.split())
    if not words:
        raise Refused(_("No reason is given."), _("Say what cannot wait; it stays with the release."))
    return _intend(person, draft, device, duty, words)


def _intend(person: Person, given: Draft, device: str, duty: str, urgent: str) -> Done:
    now = timezone.now()
    draft = Draft.objects.select_for_update(of=("self",)).filter(id=given.id).first()
    if draft is None:
        raise Refused(_("There is no such draft."), _("Look it up in the list."))
    state = Writing.move(draft.state, "released")
    answer = door.ask(draft, person, now, device, duty, emergency=bool(urgent))
    if answer.bars:
        raise Refused(_("This may not be released."), "\n".join(answer.bars))
    if not answer.ready:
        raise Refused(_("The draft goes to no account."), _("Choose at least one."))
    draft.state, draft.emergency = state, urgent or draft.emergency
    draft.given = {**draft.given, "device": device, "duty": duty}
    draft.save(update_fields=["state", "emergency", "given", "updated"])
    due = now if urgent else max(draft.scheduled or now, now)
    rows = [_written(person, draft, one, now, due, urgent) for one in answer.ready]
    if urgent:
        tell.emergency(rows)
    said = {"draft": draft.number, "sites": ", ".join(str(row.site.number) for row in rows), "due": due.isoformat()}
    said |= {"releases": [row.number for row in rows], "digests": [row.digest for row in rows]}
    more = {"why": urgent, "ratify_by": str(rows[0].ratify_by or "")} if urgent else {}
    return Done(rows, draft.about, {**said, **more, "device": device, "duty": duty})


def _written(person: Person, draft: Draft, one: door.Ready, now: datetime, due: datetime, urgent: str) -> Release:
    row = Release(number=next_number(Release), draft=draft, site=one.site, by_id=person.member, at=now, due=due)
    row.version = draft.versions.get(number=draft.version)
    row.rendering, row.digest = plain(one.rendering), rendering_digest(one.rendering)
    row.judgment, row.key = dict(one.judgment), secrets.token_hex(24)
    row.policy_version = one.version
    if urgent:
        row.emergency, row.ratify_by = urgent, now + timedelta(hours=setting("ratify_hours"))
    if publishers()[one.site.platform].can.by_hand:
        row.state = Sending.move(row.state, "by-hand")
    else:
        row.next_try = due
    row.save()
    succeed(row)
    if row.next_try:
        again(row, now)
    else:
        tell.by_hand(row)
    return row


@act("release.ratify", "{actor_name} looked at draft {draft}, released in an emergency: it {verdict}.", may=["anyone"])
def ratify(person: Person, release: Release, verdict: str, words: str = "") -> Done:
    """Another person's word on a draft that went out unapproved: `stood` or `wrong`, which wants words."""
    row, now = lock(release), timezone.now()
    need_approver(person)
    if not row.emergency or row.ratified:
        raise Refused(_("This waits for nobody's word."), _("Open it again to see where it stands."))
    if person.member in (row.by_id, row.draft.author_id):
        raise Refused(_("Nobody stands for their own post."), _("Ask another who may."))
    if verdict not in (STOOD, WRONG) or (verdict == WRONG and not words.strip()):
        raise Refused(_("Say whether it stood or was wrong, and what was wrong."), _("Write it down."))
    rows = Release.objects.filter(draft=row.draft_id, ratified="").exclude(emergency="")
    rows.update(ratified=verdict, ratified_by=person.member, ratified_at=now, ratified_words=words.strip())
    row.refresh_from_db()
    if verdict == WRONG:
        tell.judged_wrong(row)
    return done(row, verdict=verdict, words=words.strip())


@act("release.recall", "{actor_name} recalled release {release} before it was sent.", may=["anyone"])
def recall(person: Person, release: Release) -> Done:
    """Keeps back what was not sent yet. Raises Refused once a worker has begun."""
    row = lock(release)
    _need_own(person, row)
    row.state = Sending.move(row.state, "recalled")
    row.next_try = None
    row.save(update_fields=["state", "next_try"])
    tell.settled(row)
    return done(row)


@act("release.retry", "{actor_name} had release {release} tried again.", may=["anyone"])
def retry(person: Person, release: Release) -> Done:
    """Tries anew what failed. The desk looks first whether it stands there after all, where the platform can tell."""
    row, now = lock(release), timezone.now()
    _need_own(person, row)
    row.state = Sending.move(row.state, "intended")
    row.next_try = max(now, row.due)
    row.save(update_fields=["state", "next_try"])
    again(row, now)
    return done(row)


@act("release.anew", "{actor_name} released {release} anew on {name}, after it was held.", may=["anyone"])
def anew(person: Person, release: Release, device: str = "", duty: str = "") -> Done:
    """Lets out what was held when its time came: whoever does so stands for it, and the gate is asked anew with the
    device and the duty as declared now. Raises Refused with all that bars it."""
    row, now = lock(release), timezone.now()
    row.state = Sending.move(row.state, "intended")
    answer = door.again(row, person, now, device, duty)
    if answer.bars:
        raise Refused(_("This may not be released."), "\n".join(answer.bars))
    row.draft.given = {**row.draft.given, "device": device, "duty": duty}
    row.draft.save(update_fields=["given", "updated"])
    row.by_id, row.at, row.due, row.next_try, row.why = person.member, now, now, now, ""
    for one in answer.ready:
        row.judgment, row.policy_version = dict(one.judgment), one.version
    row.save()
    again(row, now)
    return done(row, device=device, duty=duty, digest=row.digest)


@act("release.attest", "{actor_name} attests that release {release} stands at {url}.", may=["anyone"])
def attest(person: Person, release: Release, url: str, capture: Capture) -> Done:
    """A person's word that the post is out: its address, and a picture or saved page of it, which is kept.

    For accounts that people post to by hand, and for what failed and stands there after all.
    """
    row, now = lock(release), timezone.now()
    need_answer(person, row.site)
    address = url.strip()
    if urlsplit(address).scheme not in ("https", "http") or not urlsplit(address).hostname or len(address) > 1000:
        raise Refused(_("That is not the address of a post."), _("Copy it from the browser, with https://."))
    if not capture.body:
        raise Refused(_("There is no picture of the post."), _("Bring a screenshot or the saved page."))
    if row.state not in ("by-hand", "failed", "sent"):
        Sending.move(row.state, "by-hand")
    kept = keep(capture, "upload", row.site, person)
    if not row.pieces.filter(capture=None).update(capture=kept, read=now):
        Stands(release=row, index=row.pieces.count(), place=address[:500], url=address, sent=now, read=now,
               capture=kept).save()  # fmt: skip
    row.state = Sending.move(row.state, "read-back")
    row.out_at, row.next_try, row.why = row.out_at or now, None, ""
    row.save()
    tell.settled(row)
    put_right(row, now)
    return done(row, url=address, sha256=kept.sha256)


@act("release.took-down", "{actor_name} took release {release} down: {why}", may=["anyone"])
def took_down(person: Person, release: Release, why: str) -> Done:
    """Records that somebody took a post down on the platform. What stood there is kept, and must be kept first."""
    row, now = lock(release), timezone.now()
    need_answer(person, row.site)
    if not why.strip():
        raise Refused(_("No reason is given."), _("Say why it was taken down."))
    if not row.pieces.exists() or row.pieces.filter(capture=None).exists():
        raise Refused(_("The desk has not kept what stood there."), _("Let it read the post, or attest it first."))
    row.state = Sending.move(row.state, "taken-down")
    row.next_try = None
    row.save(update_fields=["state", "next_try"])
    put_right(row, now)
    return done(row, why=why.strip())


@act("incident.settle", "{actor_name} settled incident {incident}: {words}", may=["anyone"])
def settle(person: Person, incident: Incident, words: str) -> Done:
    """A person's word on a post that nobody approved: whose it was, and what was done."""
    row = Incident.objects.select_for_update(of=("self",)).select_related("site").get(id=incident.id)
    need_answer(person, row.site)
    if not words.strip():
        raise Refused(_("Nothing is said of it."), _("Say whose post it is and what was done."))
    row.state = Looking.move(row.state, "settled")
    row.settled_by_id, row.settled_at, row.words = person.member, timezone.now(), words.strip()
    row.save()
    return Done(row, f"incident {row.number}", {"incident": row.number, "site": row.site.number, "words": row.words})


def _need_own(person: Person, row: Release) -> None:
    if person.member is None or person.member != row.by_id:
        need_answer(person, row.site)
