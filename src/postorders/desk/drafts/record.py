"""What the acts on drafts have in common: the row held, what a change does to approvals, the ledger's fields."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.base.act import Done, Refused
from postorders.desk.base.person import Person
from postorders.desk.drafts import manifest, rights
from postorders.desk.drafts.models import Draft
from postorders.desk.drafts.states import Writing
from postorders.desk.people.models import Department
from postorders.desk.register.texts import unseen
from postorders.plain import digest

OPEN = ("written", "waiting", "approved")
LONGEST = 100_000
REASON = 5_000


def locked(draft: Draft) -> Draft:
    """The draft as it stands now, held until the act ends. Raises Refused when this department has none such."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("author", "department", "facts_by")
    found: Draft | None = rows.filter(id=draft.id).first()
    if found is None:
        raise Refused(_("There is no such draft here."), _("Look it up in the list."))
    return found


def changeable(person: Person, draft: Draft) -> Draft:
    """The draft, held, for one who may change it while it is open. Raises Refused."""
    found = locked(draft)
    rights.need_change(person, found)
    if found.state not in OPEN:
        raise Refused(_("It is %s.") % found.get_state_display().lower(), _("Begin another draft."))
    return found


def changed(draft: Draft, why: str) -> dict[str, Any]:
    """Saves a draft whose content an act has changed: it is to be written again, and what was approved of other
    content is void. Gives the fields that say so."""
    said: dict[str, Any] = {}
    if draft.state in ("waiting", "approved"):
        said["was"] = draft.state
        draft.state = Writing.move(draft.state, "written")
    draft.save()
    standing = draft.approvals.filter(void="")
    if standing.exists():
        count = standing.exclude(digest=digest(manifest.of(draft))).update(void=why[:300], void_at=timezone.now())
        if count:
            said["voided"] = count
    return said


def moved(draft: Draft, new: str) -> None:
    """Brings a draft into another state. Raises Refused when that cannot follow."""
    draft.state = Writing.move(draft.state, new)
    draft.save()


def next_number() -> int:
    """The number of the department's next draft: its row is held, so that no two get the same."""
    Department.objects.select_for_update(no_key=True).get(id=scope.current())
    return (Draft.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def done(draft: Draft, result: Any = None, **fields: Any) -> Done:
    """The end of an act on a draft."""
    said = {"draft": draft.number, "version": draft.version, **fields}
    return Done(draft if result is None else result, draft.about, said)


def hashed(*words: str) -> str:
    """SHA-256 of words, which stand in the ledger for what is not out yet."""
    return sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()


def words(text: str, most: int = LONGEST, lines: bool = True) -> str:
    """A text as it is kept, with line ends in one form. Raises Refused where it is too long or hides a character."""
    found = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(found) > most:
        raise Refused(_("That is more than %d characters.") % most, _("Shorten it."))
    if one := unseen(found, lines):
        what = _("The text has a character that nobody sees: %s.") % f"U+{ord(one):04X}"
        raise Refused(what, _("Write it anew without it."))
    return found


def reason(text: str) -> str:
    """Words that somebody stands by. Raises Refused when there are none."""
    if not text.strip():
        raise Refused(_("No reason is given."), _("Write why; it stays with the draft."))
    return words(text.strip(), REASON)


def listed(names: Iterable[object]) -> str:
    """Names in one line, for the ledger."""
    return ", ".join(map(str, names)) or "none"
