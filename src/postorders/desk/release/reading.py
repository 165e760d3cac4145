"""Reads what was published as the platform serves it, keeps those bytes, and compares them with what was released."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from postorders.archive.capture import Capture
from postorders.desk.base.act import Done, Refused, act
from postorders.desk.base.person import MACHINE, Person, machine
from postorders.desk.connect import lines
from postorders.desk.pages.models import Kept
from postorders.desk.pages.store import keep
from postorders.desk.release import tell
from postorders.desk.release.asking import asked
from postorders.desk.release.models import Release, Stands
from postorders.desk.release.record import again, done, lock, noted
from postorders.desk.release.states import Sending
from postorders.platforms import wire
from postorders.platforms.publisher import publishers
from postorders.platforms.saying import Placed, Served

READS = (timedelta(minutes=10), timedelta(days=1), timedelta(days=2), timedelta(days=3))  # after it went out
SOON, SHOWS = timedelta(seconds=30), timedelta(minutes=3)  # how long a platform may take until it shows a new post
OUT = ("sent", "read-back", "differs", "gone")


@dataclass(frozen=True, slots=True)
class Look:
    """What one reading of a piece gave: what is served, None where the platform says that it is not there."""

    piece: Stands
    served: Served | None


def read(row: Release, now: datetime) -> bool:
    """Reads all pieces of a release, in the department at work, and writes down what is there; False where there is
    nothing to be read."""
    if row.state not in OUT:
        return False
    publisher = publishers()[row.site.platform]
    if not publisher.can.reads:
        unread(machine(), row, _("The platform does not let us read it. Attest it with a picture."), None, now)
        return True
    try:
        looks = look(row, now)
    except wire.Trouble as trouble:
        why, until = trouble.told, now + max(timedelta(seconds=trouble.wait), timedelta(minutes=5))
        if isinstance(trouble, wire.Expired):
            lines.give_up(row.site, trouble)
            why = lines.why_void(row.site, trouble)
        unread(machine(), row, why, until, now, trouble.told)
        return True
    young = row.out_at is not None and timedelta(0) <= now - row.out_at < SHOWS
    if any(one.served is None for one in looks) and young and row.state == "sent":
        unread(machine(), row, _("The platform does not show it yet."), now + SOON, now)
    elif any(one.served is None for one in looks):
        gone(machine(), row, looks, now)
    elif any(differences(row, one) for one in looks):
        differs(machine(), row, looks, now)
    else:
        read_back(machine(), row, looks, now)
    return True


def look(row: Release, now: datetime) -> list[Look]:
    """What the platform serves of each piece. Raises the troubles of the wire, renewed keys tried."""
    return [Look(piece, _served(row, piece, now)) for piece in row.pieces.all()]


def _served(row: Release, piece: Stands, now: datetime) -> Served | None:
    place = Placed(piece.place, piece.url, piece.version)
    try:
        return asked(row.site, now, lambda line: publishers()[row.site.platform].read(line, place))
    except wire.Gone:
        return None


@act("release.read-back", "Release {release} stands on {name} as it was released.", may=[MACHINE])
def read_back(person: Person, release: Release, looks: Sequence[Look], now: datetime) -> Done:
    """Keeps what is served of it. Raises Refused when another worker has read it meanwhile."""
    row = _unmoved(release)
    return _read(row, "read-back", looks, now)


@act("release.differs", "What stands on {name} of release {release} is not what was released: {how}", may=[MACHINE])
def differs(person: Person, release: Release, looks: Sequence[Look], now: datetime) -> Done:
    """Keeps what is served of it, and tells who answers for it."""
    row = _unmoved(release)
    end = _read(row, "differs", looks, now)
    tell.differs(row)
    return end


@act("release.gone", "Release {release} is not to be seen on {name} any more.", may=[MACHINE])
def gone(person: Person, release: Release, looks: Sequence[Look], now: datetime) -> Done:
    """Records that the platform shows it no more, though nobody took it down here."""
    row = _unmoved(release)
    end = _read(row, "gone", looks, now)
    tell.gone(row)
    return end


@act("release.not-read", "Release {release} could not be read on {name}: {why}", may=[MACHINE])
def unread(person: Person, release: Release, why: str, until: datetime | None, now: datetime, told: str = "") -> Done:
    """Writes down why it could not be read, and when it is read next; `told` are the platform's own words."""
    row = _unmoved(release)
    noted(row, "read", "trouble", told or why, now)
    row.next_try, row.why = until, why[:500]
    row.save(update_fields=["next_try", "why"])
    again(row, now)
    return done(row, why=row.why)


def captured(row: Release, one: Served, now: datetime) -> Kept:
    """The bytes that were served, kept, inside an act."""
    return keep(Capture(one.body, one.type, now.isoformat(), one.url, one.url, status=200), "api", row.site)


def differences(row: Release, one: Look) -> str:
    """How what is served is not what was released, in words; "" when it is the same."""
    piece, served = row.rendering["pieces"][one.piece.index], one.served
    if served is None:
        return ""
    found = []
    if not alike(served, piece["text"]):
        found.append(_("It says: {text}").format(text=served.text))
    media = [row.rendering["media"][at] for at in piece["media"]]
    if served.hidden:
        found.append(served.hidden)
    elif len(served.alts) != len(media):
        found.append(_("It shows {there} files, not {approved}.").format(there=len(served.alts), approved=len(media)))
    elif not all(_described(alt.strip(), one) for alt, one in zip(served.alts, media, strict=True)):
        found.append(_("Its pictures are described otherwise."))
    return " ".join(found)


def _described(alt: str, medium: Mapping[str, Any]) -> bool:
    """Whether a file is described as approved; of a film also not at all, for few platforms take that of films."""
    return alt == medium["alt"].strip() or (medium["kind"] != "photo" and not alt)


def alike(served: Served, approved: str) -> bool:
    """Whether a text is served as it was approved; where the platform leaves characters out of what it shows our key,
    one that has none of them is compared without them, and one that has some must be the same to the letter."""
    bare = approved.translate(str.maketrans("", "", served.omits))
    return same(served.text) in (same(approved), same(bare))


def same(text: str) -> str:
    """A text as it is compared: white space at line ends and the ways of writing one letter do not count."""
    lines_ = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip().split("\n")
    return "\n".join(line.rstrip() for line in lines_)


def activity(row: Release, piece: Stands, served: Served) -> dict[str, Any]:
    """The piece as an ActivityStreams 2.0 object: what another program needs to show it."""
    found: dict[str, Any] = {
        "@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "id": piece.url or served.url,
        "url": piece.url or served.url, "attributedTo": row.site.url, "published": served.at or piece.sent.isoformat(),
        "mediaType": "text/plain", "content": served.text,
        "attachment": [{"type": "Document", "name": alt} for alt in served.alts],
        "tag": [{"type": "Link", "href": link} for link in served.links],
    }  # fmt: skip
    return {**found, "inReplyTo": row.rendering["replies"]} if row.rendering["replies"] else found


def _unmoved(release: Release) -> Release:
    row = lock(release)
    if (row.state, row.next_try) != (release.state, release.next_try):
        raise Refused(_("Another worker was here meanwhile."))
    return row


def _read(row: Release, state: str, looks: Sequence[Look], now: datetime) -> Done:
    hashes = [_settled(row, one, now) for one in looks]
    how = " ".join(differences(row, one) for one in looks).strip()
    row.state = row.state if row.state == state else Sending.move(row.state, state)
    out = row.out_at or now
    row.next_try, row.why = next((out + later for later in READS if out + later > now), None), how[:500]
    row.save(update_fields=["state", "next_try", "why"])
    noted(row, "read", "read", state, now)
    again(row, now)
    return done(row, how=how, captures=[one for one in hashes if one])


def _settled(row: Release, one: Look, now: datetime) -> str:
    piece, served = one.piece, one.served
    if served is None:
        piece.gone = piece.gone or now
        piece.save(update_fields=["gone"])
        return ""
    kept = captured(row, served, now)
    piece.capture, piece.read, piece.gone, piece.served_at = kept, now, None, served.at[:40]
    piece.differs = differences(row, one)
    piece.same, piece.activity = not piece.differs, activity(row, piece, served)
    if served.place is not None and served.place.id == piece.place:
        piece.url, piece.version = served.place.url[:1000] or piece.url, served.place.version[:200] or piece.version
    piece.save()
    return str(kept.sha256)
