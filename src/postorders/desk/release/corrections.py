"""Putting right what was published and wrong: what stood there is kept first, and the right words stand with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.capability import capability
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import Person
from postorders.desk.drafts.models import Draft, Target
from postorders.desk.register.rules import policies
from postorders.desk.release import reading
from postorders.desk.release.models import Correction, PutRight, Release
from postorders.desk.release.reading import Look
from postorders.desk.release.record import again, lock, next_number
from postorders.desk.release.righting import BY_HAND, DELETE, EDIT, POST, REPLY
from postorders.desk.release.rights import need_answer
from postorders.platforms import wire
from postorders.platforms.can import Can
from postorders.platforms.publisher import publishers
from postorders.policy.clause import Clause

CORRECTIONS = capability("corrections", "A correction tied to the post that it corrects, with both kept.")
CORRECTS, RETRACTS = "corrects", "retracts"
OUT = ("sent", "read-back", "differs")
Seen = Mapping[UUID, Sequence[Look]]


def ordered() -> list[Clause]:
    """The clauses in force that order a correction; none while corrections are switched off."""
    found = [clause for policy in policies() for clause in policy.clauses if CORRECTIONS.id in clause.done_by]
    return found if CORRECTIONS.on else []


def look(draft: Draft) -> dict[UUID, list[Look]]:
    """What the platforms serve of a released draft now, by release: what `begin` keeps before anything is changed.

    Asks the platforms, so call it outside of any act. What cannot be read is left out; for it the last capture counts.
    """
    found: dict[UUID, list[Look]] = {}
    for row in _out(draft):
        publisher = publishers()[row.site.platform]
        if publisher.can.by_hand or not publisher.can.reads:
            continue
        try:
            found[row.id] = reading.look(row, timezone.now())
        except wire.Trouble:
            continue
    return found


@act("correction.begin", "{actor_name} began correction {correction} of draft {draft}, which {kind} it: {wrong}",
     may=["anyone"])  # fmt: skip
def begin(person: Person, draft: Draft, kind: str, wrong: str, right: str, seen: Seen) -> Done:
    """Says that something published was wrong, keeps what stands of it, and settles how each account is put right.

    `kind` is `corrects` or `retracts`. What a retraction takes down, it takes down at once; the rest waits for the
    draft that says it right (see `say`). Raises Refused.
    """
    now = timezone.now()
    Draft.objects.select_for_update(of=("self",)).filter(id=draft.id).first()
    rows = [lock(row) for row in _out(draft)]
    _need_able(person, draft, rows)
    _need_words(kind, wrong, right)
    number = next_number(Correction)
    one = Correction(number=number, draft=draft, kind=kind, wrong=wrong.strip(), right=right.strip(), found=now)
    one.by_id = person.member
    one.wrong_since = min((row.out_at for row in rows if row.out_at), default=None)
    one.save()
    steps = [_step(one, row, seen.get(row.id, ()), now) for row in rows]
    hows = {str(step.release.number): step.how for step in steps}
    captures = [step.captured.sha256 for step in steps if step.captured]
    said = {"correction": number, "draft": draft.number, "kind": kind, "wrong": one.wrong, "right": one.right}
    under = ", ".join(clause.clause for clause in ordered())
    return Done(one, f"correction {number}", {**said, "hows": hows, "captures": captures, "under": under})


@act("correction.say", "{actor_name} wrote draft {draft} to put right what correction {correction} is about.",
     may=["anyone"])  # fmt: skip
def say(person: Person, correction: Correction, draft: Draft) -> Done:
    """Ties the draft that says it right to a correction: on each account it answers the wrong post, or replaces it.

    It goes through the same gate as any other. Raises Refused for a draft that is not being written any more.
    """
    one = Correction.objects.select_for_update(of=("self",)).get(id=correction.id)
    new = Draft.objects.select_for_update(of=("self",)).get(id=draft.id)
    if one.done or (one.said_id not in (None, new.id) and one.said.state == "released"):
        raise Refused(_("It is put right already."), _("Begin another correction if something is wrong still."))
    if new.state != "written" or new.id == one.draft_id:
        raise Refused(_("That draft cannot be changed now."), _("Write a new one, or have it returned to you."))
    steps = {step.release.site_id: step for step in one.steps.select_related("release__site").filter(done=None)}
    for step in steps.values():
        need_answer(person, step.release.site)
    others = Target.objects.filter(draft=new).exclude(site__in=list(steps)).select_related("site")
    if first := others.first():
        raise Refused(_("Nothing is to be put right on %s.") % first.site.name, _("Take that account out."))
    first_pieces = {site: step.release.pieces.first() for site, step in steps.items() if step.how == REPLY}
    new.replies = {str(site): piece.place for site, piece in first_pieces.items() if piece}
    new.save(update_fields=["replies", "updated"])
    one.said = new
    one.save(update_fields=["said"])
    return Done(one, f"correction {one.number}", {"correction": one.number, "draft": new.number})


def linked(text: str, steps: Iterable[PutRight]) -> dict[str, str]:
    """The right words for the accounts where they cannot answer the wrong post: with its address, by account id."""
    says = _("This puts right our earlier post: {url}")
    first = {step.release.site_id: step.release.pieces.first() for step in steps if step.how == POST}
    return {
        str(site): f"{text}\n\n{says.format(url=at.url)}" for site, at in first.items() if at is not None and at.url
    }


def how(can: Can, kind: str) -> str:
    """How a post on a platform is put right: taken down, changed where readers see that it was, answered, posted anew,
    or by a person's hand."""
    if can.by_hand:
        return BY_HAND
    if kind == RETRACTS and can.delete:
        return DELETE
    if kind == CORRECTS and can.edit == "history":
        return EDIT
    return REPLY if can.threads else POST


def minutes(step: PutRight, now: datetime) -> int:
    """How long it stood wrong on one account, in whole minutes, so far where it still does."""
    since = step.release.out_at
    return max(0, int(((step.done or now) - since).total_seconds() // 60)) if since else 0


def _step(one: Correction, row: Release, looks: Sequence[Look], now: datetime) -> PutRight:
    step = PutRight(correction=one, release=row, how=how(publishers()[row.site.platform].can, one.kind))
    kept = [reading.captured(row, look.served, now) for look in looks if look.served is not None]
    last = row.pieces.exclude(capture=None).select_related("capture").first()
    step.captured = kept[0] if kept else last.capture if last else None
    if step.captured is None:
        raise Refused(
            _("What stands on %s is not kept yet.") % row.site.name,
            _("Let the desk read it, or attest it with a picture; then nothing of it is lost."),
        )
    step.save()
    if step.how == DELETE:
        row.next_try = now
        row.save(update_fields=["next_try"])
        again(row, now)
    return step


def _out(draft: Draft) -> list[Release]:
    rows = Release.objects.filter(draft=draft.id, state__in=OUT).select_related("site", "by", "draft")
    return list(rows.order_by("number"))


def _need_able(person: Person, draft: Draft, rows: Sequence[Release]) -> None:
    if not CORRECTIONS.on:
        raise Refused(_("Corrections are switched off."))
    if not rows:
        raise Refused(_("Nothing of this draft is out."), _("Recall what is not sent yet."))
    for row in rows:
        need_answer(person, row.site)
    if Correction.objects.filter(draft=draft.id, done=None).exists():
        raise Refused(_("A correction of this draft is under way."), _("Finish that one."))


def _need_words(kind: str, wrong: str, right: str) -> None:
    if kind not in (CORRECTS, RETRACTS):
        raise Refused(_("A correction corrects or retracts."), _("Choose one of the two."))
    if not wrong.strip():
        raise Refused(_("What was wrong is not said."), _("Say it in words that the public can read."))
    if kind == CORRECTS and not right.strip():
        raise Refused(_("What is true is not said."), _("Say it, or retract the post."))
