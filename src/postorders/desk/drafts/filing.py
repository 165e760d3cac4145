"""The files of a draft: brought, described, vouched for, taken away."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import Person
from postorders.desk.drafts import files, given, record, rights, said
from postorders.desk.drafts.models import Attached, Draft, Overridden
from postorders.errors import InputError
from postorders.posts.media import Cleaned, clean
from postorders.posts.media.small import small

ALT, NAME, ENDING = 10_000, 200, 12
UNREAD = "unread"  # the concept of an override that stands for a text that no pattern can read


@act("draft.attach", "{actor_name} attached {kind} {sha256} to draft {draft}; found: {found}.", may=["anyone"])
def attach(
    person: Person,
    draft: Draft,
    source: IO[bytes] | bytes,
    name: str,
    claimed: str = "",
    alt: str = "",
    words: str = "",
) -> Done:
    """Attaches a file: a copy without metadata goes out, what was brought is kept beside it. `claimed` is the media
    type that the sender says; `words` are those in the picture or the film. Answers about pictures are asked anew.
    Returns the Attached. Raises InputError (Refused among it) for what cannot be attached."""
    found = record.changeable(person, draft)
    there = said.files(found)
    files.need_room(len(there))
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    cleaned = clean(stream, name, claimed)
    with cleaned.file:
        if any(one.sha256 == cleaned.sha256 for one in there):
            raise Refused(_("That file is attached already."), _("Choose another."))
        row = _row(person, found, cleaned, name, max((one.place for one in there), default=-1) + 1)
        row.alt, row.words = record.words(alt.strip(), ALT), record.words(words.strip(), record.LONGEST)
        row.save()
        files.keep(row, files.COPY, cleaned.file)
        if cleaned.kind == "photo":
            files.keep(row, files.SMALL, io.BytesIO(small(cleaned.read(), name)))
    files.keep(row, files.ORIGINAL, stream)
    given.forget_pictures(found)
    more = record.changed(found, "a file was attached")
    told = record.listed(sorted({one["about"] for one in row.found}))
    return record.done(found, row, kind=row.kind, sha256=row.sha256, original=row.original_sha256, found=told, **more)


def _row(person: Person, draft: Draft, cleaned: Cleaned, name: str, place: int) -> Attached:
    row = Attached(draft=draft, place=place, kind=cleaned.kind, type=cleaned.type, size=cleaned.size)
    row.sha256, row.original_sha256 = cleaned.sha256, cleaned.original_sha256
    row.width, row.height, row.seconds = cleaned.width, cleaned.height, cleaned.seconds
    row.name = _plain(name) or cleaned.kind
    row.found, row.by_id = files.notes(cleaned.found), person.member
    return row


def _plain(name: str) -> str:
    """What can be read of a file's name, without the way to it; of a long one the beginning, with its ending."""
    last = name.replace("\\", "/").rpartition("/")[2]
    read = "".join(one for one in last if one.isprintable()).strip()
    ending = PurePath(read).suffix if len(read) > NAME else ""
    return read[: NAME - len(ending)] + ending if len(ending) < ENDING else read[:NAME]


@act("draft.describe", "{actor_name} described {sha256} of draft {draft}.", may=["anyone"])
def describe(person: Person, draft: Draft, file: Attached, alt: str, words: str | None = None) -> Done:
    """Describes a file to those who cannot see it; `words` are those in it, None leaves them as they are."""
    found, row = _held(person, draft, file)
    row.alt = record.words(alt.strip(), ALT)
    if words is not None:
        row.words = record.words(words.strip(), record.LONGEST)
    row.save()
    more = record.changed(found, "a file was described anew")
    return record.done(found, row, sha256=row.sha256, alt_sha256=record.hashed(row.alt, row.words), **more)


@act("draft.detach", "{actor_name} took {sha256} away from draft {draft}.", may=["anyone"])
def detach(person: Person, draft: Draft, file: Attached) -> Done:
    """Takes a file away. Its bytes go; its hashes stay in the ledger."""
    found, row = _held(person, draft, file)
    sha256, original = row.sha256, row.original_sha256
    row.delete()
    given.forget_pictures(found)
    more = record.changed(found, "a file was taken away")
    return record.done(found, sha256=sha256, original=original, **more)


@act("draft.vouch", "{actor_name} gave a word for {what} of draft {draft}, as {role}.", may=["anyone"])
def vouch(person: Person, draft: Draft, words: str, file: Attached | None = None) -> Done:
    """A person's word that what no machine examined may go out: a file, or without one the text itself, where no
    pattern can read it. It is bound to the file, or to the words as they are."""
    found = record.changeable(person, draft)
    why, role = record.reason(words), rights.role_of(person) or "author"
    if file is None:
        return _vouched_text(person, found, why, role)
    row: Attached | None = found.files.select_for_update(of=("self",)).filter(id=file.id).first()
    if row is None:
        raise _none_such()
    row.vouched, row.vouched_by_id = why, person.member
    row.save()
    return record.done(found, row, what=row.sha256, role=role, words_sha256=record.hashed(why))


def _vouched_text(person: Person, draft: Draft, why: str, role: str) -> Done:
    version, there = said.latest(draft), said.files(draft)
    rows = []
    for site in said.sites(draft):
        one = said.post(draft, said.saying(draft, version, there, site), there, site, "", "")
        row = Overridden(draft=draft, clause="", concept=UNREAD, text_sha256=said.said_hash(one), reason=why)
        row.by_id, row.as_role = person.member, role
        rows.append(row)
    if not rows:
        raise Refused(_("The draft goes nowhere yet."), _("Choose its accounts first."))
    for row in {one.text_sha256: one for one in rows}.values():
        row.save()
    return record.done(draft, what=f"the words of version {draft.version}", role=role, words_sha256=record.hashed(why))


def _held(person: Person, draft: Draft, file: Attached) -> tuple[Draft, Attached]:
    found = record.changeable(person, draft)
    row: Attached | None = found.files.filter(id=file.id).first()
    if row is None:
        raise _none_such()
    return found, row


def _none_such() -> InputError:
    return Refused(_("That file does not belong to the draft."), _("Open the draft again."))
