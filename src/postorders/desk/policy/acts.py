"""What is done with a policy: put forward, adopted, its document attached, its readings signed."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from postorders.capability import capability
from postorders.desk.base import scope
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person
from postorders.desk.people.models import Department, Member
from postorders.desk.people.who import today
from postorders.desk.policy.force import about, bare_policy
from postorders.desk.policy.models import Document, Draft, SignedReading, Version
from postorders.desk.policy.packed import packed, unpacked
from postorders.known import known
from postorders.policy.adoption import Adoption
from postorders.policy.adoption import adopt as copied
from postorders.policy.attach import anchors
from postorders.policy.attach import attach as matched
from postorders.policy.library import compiled, read
from postorders.policy.policy import Policy
from postorders.policy.reading import Reading
from postorders.policy.vocabulary import EFFECTS

MANAGERS = ("policy-manager", "chief")
REFERENCES = capability(
    "referenced-policies", "Shows each document that the policy refers to, and which version is meant."
)


@act("policy.put-forward", "{actor_name} put forward {title}, version of {version}, from {source}.", may=MANAGERS)
def put_forward(person: Person, folder: Path, source: str) -> Done:
    """Keeps the pack in a folder to be compared, and perhaps adopted. Raises InputError with every problem of it."""
    policy = read(folder, known)
    manifest = policy.manifest
    _fits(policy)
    with tempfile.TemporaryDirectory() as place:
        record = Adoption(policy.id, manifest.version, policy.hash, "", "", "")
        whole = copied(folder, policy, Path(place), record)
        (whole / "adoption.json").unlink()
        draft = Draft(source=source, policy=policy.id, version=manifest.version, title=manifest.title)
        draft.hash, draft.pack, draft.by = policy.hash, packed(whole), _member(person)
    draft.save()
    said = {"policy": policy.id, "version": manifest.version, "title": manifest.title, "source": source}
    return Done(draft, f"policy {policy.id} {manifest.version}", {**said, "hash": policy.hash})


@act("policy.discard", "{actor_name} discarded {title}, version of {version}, without adopting it.", may=MANAGERS)
def discard(person: Person, draft: Draft) -> Done:
    """Throws away a pack that was put forward."""
    draft = _standing(draft)
    said = {"policy": draft.policy, "version": draft.version, "title": draft.title, "hash": draft.hash}
    draft.delete()
    return Done(None, f"policy {draft.policy} {draft.version}", said)


@act(
    "policy.adopt",
    "{actor_name} adopted {title}, version of {version}, in force from {effective}.",
    may=(*MANAGERS, MACHINE),
)
def adopt(person: Person, folder: Path, proof: str = "", on: date | None = None) -> Done:
    """Adopts the pack in a folder as the department's own copy. A version that is there already is never replaced.

    Raises InputError with every problem of the pack, and Refused when the version is adopted already.
    """
    return _adopted(person, folder, proof, on or today())


@act(
    "policy.adopt-draft",
    "{actor_name} adopted {title}, version of {version}, in force from {effective}.",
    may=MANAGERS,
)
def adopt_draft(person: Person, draft: Draft, proof: str = "", on: date | None = None) -> Done:
    """Adopts a pack that was put forward, which then is a draft no more."""
    draft = _standing(draft)
    with tempfile.TemporaryDirectory() as place:
        done = _adopted(person, unpacked(bytes(draft.pack), Path(place) / draft.policy), proof, on or today())
    draft.delete()
    return done


def _standing(draft: Draft) -> Draft:
    """The draft, held until the act ends. Raises Refused when somebody adopted or discarded it meanwhile."""
    found: Draft | None = Draft.objects.select_for_update().filter(id=draft.id).first()
    if found is None:
        raise Refused(_("This pack was adopted or discarded meanwhile."), _("Look at the list of policies."))
    return found


def _fits(policy: Policy) -> None:
    """Raises Refused for a title or a version that no column and no file name would hold."""
    for said, most in ((policy.manifest.title, 200), (policy.manifest.version, 40)):
        if len(said) > most or not said.isprintable():
            what = _("{words!r} is too long, or more than one line.").format(words=said[:60])
            raise Refused(what, _("Write one line of at most {most} characters.").format(most=most))


def _adopted(person: Person, folder: Path, proof: str, day: date) -> Done:
    policy = read(folder, known)
    manifest = policy.manifest
    _fits(policy)
    Department.objects.select_for_update().get(id=person.department)  # of two at once, one sees the other
    if Version.objects.filter(policy=policy.id, version=manifest.version).exists():
        what = _("The version of {version} is adopted already.").format(version=manifest.version)
        raise Refused(what, _("Give a changed pack a new version."))
    if day > today():
        raise Refused(_("The day of adoption lies ahead."), _("Adopt it on that day, or mend the date."))
    with tempfile.TemporaryDirectory() as place:
        record = Adoption(policy.id, manifest.version, policy.hash, person.name, "", str(day), proof=proof)
        own = copied(folder, policy, Path(place), record)
        whole, zipped = read(own, known), packed(own)
    version = Version(
        policy=policy.id,
        version=manifest.version,
        title=manifest.title,
        effective=date.fromisoformat(manifest.effective),
        hash=policy.hash,
        compiled=json.dumps(compiled(whole)),
        pack=zipped,
        adopted_by=_member(person),
        adopted_on=day,
        proof=proof,
    )
    version.save()
    _changed()
    said = {"policy": policy.id, "version": manifest.version, "title": manifest.title, "effective": manifest.effective}
    return Done(version, f"policy {policy.id} {manifest.version}", {**said, "hash": policy.hash, "proof": proof})


@act(
    "policy.attach", "{actor_name} attached {document} to {title}, version of {version}: {found} clauses.", may=MANAGERS
)
def attach(person: Person, version: Version, data: bytes, name: str) -> Done:
    """Attaches the department's own document to an adopted version: each clause gets its words, place and hash.

    Raises InputError when the document cannot be read, and Refused when it has no words for any clause.
    """
    version = Version.objects.get(id=version.id)
    policy = bare_policy(version)
    found = matched(data, name, policy.id, list(policy.by_id), anchors(policy.manifest.attach))
    if not {one.clause for one in found.passages} - set(policy.manifest.attach):
        mend = _("Check that it is the document of this policy, with its numbers.")
        raise Refused(_("No clause was found in {name}; nothing was attached.").format(name=name), mend)
    version.document, version.document_name, version.document_hash = data, name[:200], found.document_sha256
    version.text_hash, version.leftover = found.text_sha256, list(found.unmatched_items)
    version.attached = {one["clause"]: one for one in found.to_dict()["passages"]}
    version.save()
    said = {"policy": version.policy, "version": version.version, "title": version.title, "found": len(found.passages)}
    hashes = {"document_hash": found.document_sha256, "text_hash": found.text_sha256}
    return Done(version, f"policy {version.policy} {version.version}", {**said, "document": name, **hashes})


@act("policy.sign-reading", "{actor_name} signed the reading {reading} of {policy}: {text}", may=("attorney",))
def sign_reading(person: Person, version: Version, reading: str, text: str, reason: str, effect: str = "") -> Done:
    """Signs how a clause is read, from today until it is withdrawn or signed anew.

    `effect` limits the clause to that effect, "" for no limit. Raises Refused without a fresh sign-in or a reason.
    """
    known_as = reading_of(bare_policy(version), reading)
    _signs(person, reason)
    if not text.strip():
        raise Refused(_("The reading has no words."), _("Choose one, or write your own."))
    if effect and effect not in EFFECTS:
        raise Refused(_("There is no effect {name!r}.").format(name=effect), _("Choose one from the list."))
    one = SignedReading(policy=version.policy, reading=reading, text=text.strip(), effect=effect, reason=reason.strip())
    one.about = about(known_as, bare_policy(version).by_id)
    one.signed_by, one.signed_on = _member(person), today()
    one.save()
    _changed()
    said = {"policy": version.policy, "version": version.version, "reading": reading, "text": one.text}
    more = {"effect": effect, "reason": one.reason, "clauses": list(known_as.clauses), "about_hash": one.about}
    return Done(one, f"reading {version.policy} {reading}", {**said, **more})


@act("policy.withdraw-reading", "{actor_name} withdrew the reading {reading} of {policy}: {reason}", may=("attorney",))
def withdraw_reading(person: Person, signed: SignedReading, reason: str) -> Done:
    """Withdraws a signed reading: from today it limits and lifts nothing. It stays in the history."""
    signed = SignedReading.objects.select_for_update().get(id=signed.id)
    _signs(person, reason)
    if signed.withdrawn_on:
        raise Refused(_("This reading is withdrawn already."), _("Open it again to see where it stands."))
    signed.withdrawn_by, signed.withdrawn_on, signed.withdrawn_reason = _member(person), today(), reason.strip()
    signed.save()
    _changed()
    said = {"policy": signed.policy, "reading": signed.reading, "reason": signed.withdrawn_reason}
    return Done(signed, f"reading {signed.policy} {signed.reading}", said)


@act(
    "policy.name-document",
    "{actor_name} named {document}, {document_version}, as what {policy} refers to.",
    may=MANAGERS,
)
def name_document(
    person: Person, version: Version, name: str, document_version: str, dated: date | None = None, link: str = ""
) -> Done:
    """Says which version of a document the policy means where it refers to it."""
    if not REFERENCES.on or name not in {one.name for one in bare_policy(version).manifest.references}:
        raise Refused(_("The policy refers to no document of that name."), _("Choose one from the list."))
    if not document_version.strip():
        raise Refused(_("The version of the document is missing."), _("Write how the document names it, or its date."))
    one = Document(policy=version.policy, name=name, version=document_version.strip(), dated=dated, link=link)
    one.named_by, one.named_on = _member(person), today()
    one.save()
    said = {"policy": version.policy, "document": name, "document_version": one.version}
    return Done(one, f"policy {version.policy}", {**said, "dated": str(dated or ""), "link": link})


def reading_of(policy: Policy, name: str) -> Reading:
    """One reading of a policy by its name. Raises Refused when it has none."""
    for reading in policy.readings:
        if reading.reading == name:
            return reading
    raise Refused(_("The policy has no reading {name!r}.").format(name=name), _("Choose one from the list."))


def _signs(person: Person, reason: str) -> None:
    if not person.signed_in_anew:
        raise Refused(_("A signature needs a fresh sign-in."), _("Sign in again, then sign."))
    if not reason.strip():
        raise Refused(_("A reason is missing."), _("Say why, in a sentence."))


def _member(person: Person) -> Member | None:
    found: Member | None = Member.objects.filter(id=person.member).first()
    return found


def _changed() -> None:
    """Has the private check page of the department built anew, once this act stands."""
    from postorders.desk.check.tasks import rebuild

    department = str(scope.current())
    transaction.on_commit(lambda: rebuild.enqueue(department))
