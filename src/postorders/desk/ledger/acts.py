"""What is done with the ledger itself: signing, reading, proving, holding, disposing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.ledger.keeping import kept_back
from postorders.desk.ledger.models import Checkpoint, Disposal, Hold, Log, Payload
from postorders.desk.ledger.states import Disposing
from postorders.desk.people.models import Department
from postorders.errors import InputError
from postorders.ledger import note
from postorders.ledger.entry import Entry, redact

READERS = ("chief", "attorney", "records-custodian")
MOST = 500  # entries in one disposal: a leaf has its bounds, and a person can read the list


@act("ledger.publish", "The first {size} entries of the ledger were signed and published.", may=[MACHINE])
def published(person: Person, department: Department, checkpoint: note.Checkpoint, stamp: bytes) -> Done:
    """Keeps a signed checkpoint as it was published, and has it mailed to the witness."""
    from postorders.desk.jobs.tasks import mail_checkpoint

    row = Checkpoint(
        department_id=department.id, size=checkpoint.size, text=checkpoint.to_bytes().decode(), stamp=stamp
    )
    row.save()
    Log.objects.filter(department_id=department.id).update(published=checkpoint.size)
    if settings.CONFIG.witness_mail:
        mail_checkpoint.enqueue(str(department.id), checkpoint.size)
    return Done(row, "ledger", {"size": checkpoint.size, "root": checkpoint.root.hex(), "stamped": bool(stamp)})


@act("ledger.stamp", "The first {size} entries of the ledger were timestamped by an authority.", may=[MACHINE])
def stamped(person: Person, department: Department, size: int, stamp: bytes) -> Done:
    """Keeps a stamp that came after its checkpoint was published."""
    Checkpoint.objects.filter(department_id=department.id, size=size).update(stamp=stamp)
    return Done(None, "ledger", {"size": size})


@act("ledger.read", "{actor_name} opened the ledger to read it ({where}).", may=("anyone", MACHINE))
def read(person: Person, where: str = "desk") -> Done:
    """Records that somebody reads what others did."""
    return Done(None, "ledger", {"where": where})


@act("ledger.prove", "{actor_name} took a proof of entry {entry}, with withheld fields: {withheld}.", may=["anyone"])
def prove(person: Person, index: int, entry: Entry, hide: Collection[str]) -> Done:
    """A copy of an entry to give away, with the named fields blacked out."""
    try:
        copy = redact(entry, hide)
    except InputError as error:
        raise Refused(error.problems[0].what, error.problems[0].mend) from error
    return Done(copy, f"entry {index}", {"entry": index, "withheld": sorted(hide)})


@act("ledger.hold", "{actor_name} put {what} on hold: {reason}", may=("attorney", "records-custodian"))
def hold(person: Person, about: str, subject: str, reason: str) -> Done:
    """Keeps what concerns a matter, or a member, from disposal until the hold is lifted."""
    if not (about or subject):
        raise Refused(_("A hold names a matter or a member."), _("Fill in one of the two."))
    row = Hold(about=about, subject=subject, reason=reason, placed_by_id=person.member)
    row.save()
    return Done(row, f"hold {str(row.id)[:8]}", {"what": _held(row), "reason": reason})


@act("ledger.lift-hold", "{actor_name} lifted the hold on {what}: {reason}", may=("attorney", "records-custodian"))
def lift_hold(person: Person, row: Hold, reason: str) -> Done:
    """Ends a hold."""
    row = Hold.objects.select_for_update().get(id=row.id)
    if row.lifted:
        raise Refused(_("This hold was lifted already."))
    row.lifted, row.lifted_by_id = timezone.now(), person.member
    row.save()
    return Done(row, f"hold {str(row.id)[:8]}", {"what": _held(row), "reason": reason})


@act(
    "ledger.propose-disposal",
    "{actor_name} proposed to dispose of the contents of {count} entries under {authority}: {reason}",
    may=["records-custodian"],
)
def propose(person: Person, indexes: Sequence[int], authority: str, reason: str) -> Done:
    """Proposes to destroy what some entries say. Refused, with all reasons, where one of them has to be kept."""
    wanted = sorted(set(indexes))
    if not authority.strip() or not reason.strip():
        mend = _("Give the number of the retention schedule, for example.")
        raise Refused(_("A disposal names its authority and its reason."), mend)
    if not 1 <= len(wanted) <= MOST:
        raise Refused(_("A disposal covers 1 to {most} entries.").format(most=MOST), _("Propose several."))
    _refuse_kept(wanted)
    row = Disposal(indexes=wanted, authority=authority.strip(), reason=reason.strip(), proposed_by_id=person.member)
    row.save()
    return Done(row, f"disposal {str(row.id)[:8]}", {"entries": wanted, "count": len(wanted), **_why(row)})


@act(
    "ledger.dispose",
    "{actor_name} had the contents of {count} entries destroyed under {authority}, as {proposer} proposed: {reason}",
    may=["chief"],
)
def dispose(person: Person, row: Disposal, backups: Sequence[str]) -> Done:
    """Destroys payloads and salts. This entry is their certificate: its field `disposes` names them."""
    row = _locked(row)
    if row.proposed_by_id == person.member:
        raise Refused(_("Whoever proposed a disposal does not decide on it."), _("Another person has to."))
    row.state = Disposing.move(row.state, "done")
    _refuse_kept(row.indexes)
    row.certificate = Log.objects.select_for_update().get(department_id=person.department).size
    gone = {"body": "", "act": "", "actor": "", "subject": "", "about": "", "at": None}
    _payloads(row.indexes).update(**gone, disposed_by=row.certificate)
    row.decided, row.decided_by_id, row.unreached = timezone.now(), person.member, list(backups)
    row.save()
    said = {"disposes": row.indexes, "count": len(row.indexes), "proposer": row.proposed_by.name, **_why(row)}
    return Done(row, f"disposal {str(row.id)[:8]}", {**said, "backups": list(backups)})


@act(
    "ledger.refuse-disposal",
    "{actor_name} did not allow the disposal of {count} entries that {proposer} proposed: {because}",
    may=["chief"],
)
def refuse_disposal(person: Person, row: Disposal, because: str) -> Done:
    """Leaves everything as it is."""
    row = _locked(row)
    row.state = Disposing.move(row.state, "refused")
    row.decided, row.decided_by_id = timezone.now(), person.member
    row.save()
    said = {"count": len(row.indexes), "proposer": row.proposed_by.name, "because": because}
    return Done(row, f"disposal {str(row.id)[:8]}", {**said, **_why(row)})


@act(
    "ledger.withdraw-disposal",
    "{actor_name} withdrew the proposal to dispose of {count} entries.",
    may=["records-custodian"],
)
def withdraw(person: Person, row: Disposal) -> Done:
    """Takes a proposal back; whoever proposed it does."""
    row = _locked(row)
    if row.proposed_by_id != person.member:
        raise Refused(_("Only who proposed a disposal withdraws it."), _("The Chief can refuse it."))
    row.state = Disposing.move(row.state, "withdrawn")
    row.decided, row.decided_by_id = timezone.now(), person.member
    row.save()
    return Done(row, f"disposal {str(row.id)[:8]}", {"count": len(row.indexes), **_why(row)})


@act(
    "ledger.disposal-reached",
    "The disposal of entry {certificate} reached these backups: {reached}; not yet reached: {unreached}.",
    may=[MACHINE],
)
def reached(person: Person, row: Disposal, names: Collection[str]) -> Done:
    """Records in which backups the payloads are gone too, and in which they are not."""
    row = _locked(row)
    row.reached = sorted({*row.reached, *names})
    row.unreached = sorted(set(row.unreached) - set(row.reached))
    row.save()
    said = {"certificate": row.certificate, "reached": row.reached, "unreached": row.unreached}
    return Done(row, f"disposal {str(row.id)[:8]}", said)


def _locked(row: Disposal) -> Disposal:
    """The proposal as it stands now, held until the act ends: another may have decided on it meanwhile."""
    found: Disposal = Disposal.objects.select_for_update().get(id=row.id)
    return found


def _refuse_kept(indexes: Sequence[int]) -> None:
    kept = kept_back(scope.current(), indexes)
    if kept:
        raise Refused("; ".join(kept[:10]) + ".", _("Take them off the list."))


def _payloads(indexes: Sequence[int]) -> Payload:
    return Payload.objects.filter(department_id=scope.current(), index__in=indexes)


def _held(row: Hold) -> str:
    return row.about or f"member {row.subject}"


def _why(row: Disposal) -> dict[str, str]:
    return {"authority": row.authority, "reason": row.reason}
