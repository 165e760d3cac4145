"""What the tests of permissions have in common: asking and deciding in the two departments of the cast."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.desk.cast import Place

from postorders.desk.base import guard, scope
from postorders.desk.ledger.models import Payload
from postorders.desk.people import acts as people
from postorders.desk.people.models import Delegation
from postorders.desk.people.who import today
from postorders.desk.permissions import acts
from postorders.desk.permissions.models import Grant, Request, Turn
from postorders.desk.permissions.paper import Terms
from postorders.desk.permissions.rules import Wish
from postorders.desk.policy.force import in_force
from postorders.policy.policy import PermissionKind

DAY = timedelta(days=1)


def wish(kind: PermissionKind, **given: Any) -> Wish:
    """A wish that holds all that its kind may want."""
    ends = today() + 30 * DAY
    said = {
        "purpose": "The open house on Saturday",
        "ends": ends,
        "item": "Doors open at ten.",
        "justification": "Narcotics",
    }
    return Wish(**{**said, **given})


def kinds(place: Place) -> dict[str, PermissionKind]:
    with place.within():
        return {kind.kind: kind for kind in in_force().manifest.permissions}


def ask(place: Place, kind: str, who: str = "officer", **given: Any) -> Request:
    """A request of a member of the cast."""
    return acts.ask(place.as_(who), kind, wish(kinds(place)[kind], **given))


def terms(name: str = "", **given: Any) -> Terms:
    """Terms that fit every form: express words, and a name to sign."""
    said = {"starts": today(), "ends": today() + 30 * DAY, "words": "Yes, you may.", "signed_name": name}
    return Terms(**{**said, **given})


def grant(place: Place, asked: Request, who: str, **given: Any) -> Grant:
    """A decider of the cast grants, signing anew."""
    person = place.as_(who, signed_in_anew=True)
    return acts.grant(person, asked, terms(person.name, **given))


def delegate(place: Place, by: str, to: str, starts: date | None = None, **given: Any) -> Delegation:
    """A delegation in the cast; from yesterday, if not said."""
    return people.delegate(place.as_(by), place.members[to], starts or today() - DAY, **given)


def state(asked: Request) -> str:
    with scope.within(asked.department_id):
        return str(Request.objects.get(id=asked.id).state)


def entries(place: Place) -> int:
    """How many entries the department's ledger has."""
    with place.within():
        return Payload.objects.filter(department=place.department).count()


def many(asked: Request, count: int) -> None:
    """So many requests more, like the one given and before the same people."""
    year = asked.number.split("-")[0]
    with scope.within(asked.department_id), guard.lifted("filling a test"):
        fields = {f.attname: getattr(asked, f.attname) for f in Request._meta.concrete_fields if f.attname != "id"}
        first = Request.objects.count() + 1
        rows = [Request(**{**fields, "number": f"{year}-{n:05}"}) for n in range(first, first + count)]
        Request.objects.bulk_create(rows)
        (turn,) = asked.turns.all() or [None]
        seat = {"department_id": asked.department_id, "role": turn.role, "member": turn.member} if turn else {}
        Turn.objects.bulk_create([Turn(request=row, **seat) for row in rows] if turn else [])
