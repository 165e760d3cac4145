"""What others do with a draft: it waits for approval, is approved or sent back; a flag is called mistaken."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import Person
from postorders.desk.drafts import gate, judged, manifest, record, rights, said, tell
from postorders.desk.drafts.barred import Aimed
from postorders.desk.drafts.models import Approval, Draft, Overridden
from postorders.desk.permissions.local import setting
from postorders.judge.judgment import Flag
from postorders.plain import digest


@act("draft.ask-approval", "{actor_name} asked for approval of draft {draft}, {digest}.", may=["anyone"])
def ask_approval(person: Person, draft: Draft) -> Done:
    """Puts a draft before those who may approve it; they are told. Raises Refused while nothing could go out."""
    found = record.changeable(person, draft)
    given = _publishable(found)
    record.moved(found, "waiting")
    tell.asked(found, timezone.now().isoformat())
    return record.done(found, digest=digest(given))


@act("draft.approve", "{actor_name} approved draft {draft} as {role} (level {level}): {digest}.", may=["anyone"])
def approve(person: Person, draft: Draft, seen: str) -> Done:
    """Approves exactly what would be published; `seen` is the digest of what the person read. As many different
    persons as the department has set make it approved, none of whom wrote it. Returns the Approval."""
    found = record.locked(draft)
    role = rights.need_role(person)
    given = _publishable(found)
    current = digest(given)
    if person.member in _writers(found):
        raise Refused(_("Nobody approves what they wrote."), _("Ask another person."))
    if found.state not in ("written", "waiting"):
        raise Refused(_("It is %s.") % found.get_state_display().lower(), _("Open it again to see where it stands."))
    if seen != current:
        raise Refused(_("The draft was changed while you read it."), _("Open it again and read what would go out now."))
    standing = manifest.standing(found, current)
    if any(one.by_id == person.member for one in standing):
        raise Refused(_("You have approved this already."), _("Another person gives the next approval."))
    row = Approval(draft=found, level=len(standing) + 1, digest=current, manifest=manifest.text_of(given))
    row.by_id, row.as_role = person.member, role
    row.save()
    enough = row.level >= max(int(setting("approval_levels")), 1)
    if enough:
        found.returned = ""
        found.save(update_fields=["returned", "updated"])
    _move(found, "approved" if enough else "waiting")
    tell.author(found, lazy("Draft %d was approved") % found.number, str(row.id))
    return record.done(found, row, role=role, level=row.level, digest=current)


@act("draft.return", "{actor_name} sent draft {draft} back to its author, as {role}.", may=["anyone"])
def send_back(person: Person, draft: Draft, words: str) -> Done:
    """Sends a draft back, with words that its author reads; what was approved of it is void."""
    found = record.locked(draft)
    role = rights.need_role(person)
    if found.state not in ("waiting", "approved"):
        raise Refused(_("It is %s.") % found.get_state_display().lower(), _("Open it again to see where it stands."))
    found.returned = record.reason(words)
    record.moved(found, "written")
    found.approvals.filter(void="").update(void="the draft was sent back", void_at=timezone.now())
    tell.author(found, lazy("Draft %d was sent back") % found.number, timezone.now().isoformat(), found.returned)
    return record.done(found, role=role, words_sha256=record.hashed(found.returned))


@act(
    "draft.override",
    "{actor_name} called the flag under {clause} ({concept}) on draft {draft} mistaken, as {role}.",
    may=["anyone"],
)
def override(person: Person, draft: Draft, clause: str, concept: str, reason: str) -> Done:
    """Records that a flag is mistaken: a person's word, bound to the text as it is on every account that has the flag,
    and of every clause that flags the same words for the same concept.

    It is never leave: what stands on an answer or on device and duty is not to be mistaken about. The Chief is told of
    an author's own. Returns the rows. Raises Refused.
    """
    found = record.locked(draft)
    role = rights.need_role(person)
    if found.state not in record.OPEN:
        raise Refused(_("It is %s.") % found.get_state_display().lower(), _("Begin another draft."))
    why = record.reason(reason)
    flags = _flags(found, person, clause, concept)
    rows = [_mistaken(found, person, role, why, flag, text) for text, flag in flags]
    clauses = record.listed(dict.fromkeys(flag.clause for _text, flag in flags))
    if person.member in _writers(found):
        tell.own_override(found, person, clauses, why, str(rows[0].id))
    said_ = {"clause": clauses, "concept": concept, "role": role, "reason_sha256": record.hashed(why)}
    return record.done(found, rows, text_sha256=record.listed(sorted({text for text, _flag in flags})), **said_)


def _flags(draft: Draft, person: Person, clause: str, concept: str) -> list[tuple[str, Flag]]:
    """The flag on each text that has it, and those of other clauses on the same words, each with the text's hash; less
    those that the person has called mistaken before."""
    aimed = gate.look(draft, person, moment="draft").aimed
    mine = list(draft.overrides.filter(by=person.member, concept=concept))
    every = {(said.said_hash(one.post), flag.clause): flag for one in aimed for flag in alike(one, clause, concept)}
    found = [
        (text, flag)
        for (text, _clause), flag in sorted(every.items(), key=lambda row: row[0][1] != clause)
        if not any(row.text_sha256 == text and judged.same(row, flag) for row in mine)
    ]
    if not found:
        raise Refused(_("The draft has no such flag, or you called it mistaken already."), _("Open the draft again."))
    if not concept or any(span.how == "fact" for _text, flag in found for span in flag.spans):
        raise Refused(
            _("The flag rests on what was answered, not on words."), _("Mend the answer, or ask for permission.")
        )
    return found


def alike(one: Aimed, clause: str, concept: str) -> list[Flag]:
    """The flags under the clause, and those of other clauses that see the same concept in the same words: whoever finds
    one of them mistaken has said so of all."""
    every = [flag for each in one.judged for flag in each.judgment.flags if flag.concept == concept]
    words = [judged.words_of(flag) for flag in every if flag.clause == clause]
    return [flag for flag in every if judged.words_of(flag) in words]


def _mistaken(draft: Draft, person: Person, role: str, why: str, flag: Flag, text: str) -> Overridden:
    row = Overridden(draft=draft, clause=flag.clause, concept=flag.concept, text_sha256=text, reason=why, as_role=role)
    row.flag = {"label": flag.label, "effect": flag.effect, "words": judged.words_of(flag)}
    row.by_id = person.member
    row.save()
    return row


def _writers(draft: Draft) -> set[object]:
    return {draft.author_id, said.latest(draft).by_id}


def _move(draft: Draft, new: str) -> None:
    if draft.state != new:
        record.moved(draft, new)


def _publishable(draft: Draft) -> dict[str, object]:
    """The manifest. Raises Refused where something in it could not be published."""
    given = manifest.of(draft)
    if not given["targets"]:
        raise Refused(_("The draft goes nowhere."), _("Choose its accounts first."))
    if lost := [one["url"] for one in given["targets"] if one["rendering"] is None]:
        raise Refused(_("This desk cannot publish on %s.") % ", ".join(lost), _("Leave it out."))
    return given
