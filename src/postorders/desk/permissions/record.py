"""What the acts on requests have in common: the locked row, the right, the line of history, the ledger's fields."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Max
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base import scope
from postorders.desk.base.act import Done, Refused
from postorders.desk.base.person import Person
from postorders.desk.people.models import Department
from postorders.desk.people.who import today
from postorders.desk.permissions.models import Decision, Grant, Request
from postorders.desk.permissions.rights import Right, right_of, rights
from postorders.desk.permissions.states import OPEN, Asking


def locked(asked: Request) -> Request:
    """The request as it stands now, held until the act ends. Raises Refused when this department has none such."""
    rows = Request.objects.select_for_update(of=("self",)).select_related("member", "policy_version", "department")
    found: Request | None = rows.filter(id=asked.id).first()
    if found is None:
        raise Refused(_("There is no such request here."), _("Look it up in the list."))
    return found


def own(person: Person, asked: Request) -> Request:
    """The request, held, for the member who made it. Raises Refused for anybody else."""
    found = locked(asked)
    if found.member_id != person.member:
        raise Refused(_("Only who made the request does this."), _("Open a request of your own."))
    return found


def decidable(person: Person, asked: Request, new: str) -> tuple[Request, Right]:
    """The request, held, and the right by which the person may bring it into the state `new` now. Raises Refused."""
    found = locked(asked)
    Asking.move(found.state, new)
    if found.state not in OPEN:
        Asking.move(found.state, found.state)
    right = right_of(person, found)
    if right is None:
        raise Refused(*why_not(person, found))
    return found, right


def why_not(person: Person, asked: Request) -> tuple[str, str]:
    """Why the person may not decide a request now, and what helps."""
    who = sorted({right.member.name for right in rights(asked)})
    waits = _("It waits for %(who)s.") % {"who": ", ".join(who)} if who else nobody()
    if asked.member_id == person.member:
        return _("Nobody decides their own request."), waits
    if asked.barred_id == person.member:
        return _("You have decided on this once; now somebody else does."), waits
    return _("You may not decide this request."), waits


def nobody() -> str:
    """What a page says where the policy leaves no one to decide."""
    return _("Nobody may decide it now. The Chief names a designee, or an administrator records who holds the role.")


def note(
    asked: Request, person: Person, what: str, reasons: str = "", right: Right | None = None, terms: Any = None
) -> Decision:
    """Adds a line to the history of a request."""
    as_role, delegation = (right.as_role, right.delegation) if right else ("", None)
    line = Decision(
        request=asked,
        by_id=person.member,
        as_role=as_role,
        delegation=delegation,
        what=what,
        reasons=reasons,
        terms=terms or {},
    )
    line.save()
    return line


def moved(asked: Request, new: str) -> None:
    """Brings a request into another state, so that it waits from now on. Raises Refused when that cannot follow."""
    asked.state = Asking.move(asked.state, new)
    asked.waiting_since, asked.escalated = timezone.now(), None


def closed(found: Request, new: str) -> None:
    """Brings a request into a state in which nobody's decision is waited for."""
    moved(found, new)
    found.barred = None
    found.save()
    found.turns.all().delete()


def done(asked: Request, result: Any = None, right: Right | None = None, words: str = "", **fields: Any) -> Done:
    """The end of an act on a request. `words` go into the ledger as a SHA-256: free text stays with the request."""
    said = {"request": asked.number, "kind": asked.kind, "member": asked.member.name, "number": asked.member.number}
    if right:
        said |= {"role": right.as_role, "delegation": str(right.delegation.id) if right.delegation else ""}
    if words:
        said["words_sha256"] = hashlib.sha256(words.encode()).hexdigest()
    return Done(asked if result is None else result, asked.about, {**said, **fields})


def next_number() -> str:
    """The number of the next request of the year: the department's row is held, so that no two get the same."""
    Department.objects.select_for_update().get(id=scope.current())
    year = str(today().year)
    rows = Request.objects.filter(number__startswith=f"{year}-")
    last = rows.aggregate(last=Max("number"))["last"]
    if last == f"{year}-99999":  # from here on the longest is the last, not the one that sorts last
        last = rows.order_by(Length("number").desc(), "-number").values_list("number", flat=True)[0]
    return f"{year}-{int(last.split('-')[1]) + 1 if last else 1:05}"


def grant_name(asked: Request) -> str:
    """The name of a request's next permission: the request's number, and for a later one which it is."""
    before = Grant.objects.filter(request=asked).count()
    return f"{asked.number}-{before + 1}" if before else str(asked.number)
