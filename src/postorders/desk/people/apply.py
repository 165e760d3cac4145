"""Does what a roster's plan says: each change by its own act, some hundred to a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import Any

from django.db import transaction

from postorders.desk.base.act import Done, act
from postorders.desk.base.person import Person
from postorders.desk.people import acts
from postorders.desk.people.leaving import hold
from postorders.desk.people.models import Member, RoleHeld, Unit
from postorders.desk.people.roster import Change, Plan

# Others write to the desk between two parts of a long import; what was left is done when the file is brought in again.
PART = 250


def apply(person: Person, plan: Plan) -> None:
    """Makes the changes of a plan in the department at work; a plan without changes leaves no entry."""
    if not plan.changes:
        return
    units = {unit.name: unit for unit in Unit.objects.all()}
    for part in _parts(plan.changes):
        with transaction.atomic():
            _apply(person, part, units)
    with transaction.atomic():
        counts = {name: count for name, count in plan.counts.items() if name != "absent"}
        acts.import_done(person, counts, plan.digest)


@act("people.export-roster", "{actor_name} took the roster out: {count} people.", may=acts.KEEPERS)
def export_done(person: Person, count: int) -> Done:
    """The whole roster leaves the desk as a file."""
    return Done(count, "roster", {"count": count})


def _parts(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Parts of one kind of change each, so that whoever an earlier part added is found by a later one."""
    for _, same in groupby(changes, key=lambda one: one.what):
        while part := list(islice(same, PART)):
            yield part


def _apply(person: Person, part: Sequence[Change], units: dict[str, Unit]) -> None:
    numbers = {one.number for one in part if one.what != "add-member"}
    members = {member.number: member for member in Member.objects.filter(number__in=numbers).select_related("unit")}
    if part[0].what in ("separate", "transfer"):
        hold(members.values())
    for one in part:
        _DO[one.what](person, one, members.get(one.number), units)


def _add_unit(person: Person, one: Change, member: Any, units: dict[str, Unit]) -> None:
    name = one.given["unit"]
    units[name] = acts.add_unit(person, name, units.get(one.given["parent"]))


def _add_member(person: Person, one: Change, member: Any, units: dict[str, Unit]) -> None:
    given = {**one.given, "unit": units.get(one.given["unit"])}
    acts.add_member(person, one.number, given.pop("name"), given.pop("member_class"), **given)


def _edit(person: Person, one: Change, member: Any, units: dict[str, Unit]) -> None:
    acts.edit_member(person, member, one.given["changes"])


def _transfer(person: Person, one: Change, member: Any, units: dict[str, Unit]) -> None:
    acts.transfer(person, member, units[one.given["unit"]])


def _lead(person: Person, one: Change, member: Any, units: dict[str, Unit]) -> None:
    acts.lead_unit(person, units[one.given["unit"]], member)


def _give(person: Person, one: Change, member: Any, units: dict[str, Unit]) -> None:
    acts.give_role(person, member, one.given["role"])


def _end(person: Person, one: Change, member: Any, units: dict[str, Unit]) -> None:
    acts.end_role(person, RoleHeld.objects.select_related("member").get(id=one.given["held"]))


def _separate(person: Person, one: Change, member: Any, units: dict[str, Unit]) -> None:
    on: date = one.given["on"]
    acts.separate(person, member, on)


_DO: dict[str, Callable[[Person, Change, Any, dict[str, Unit]], None]] = {
    "add-unit": _add_unit,
    "add-member": _add_member,
    "edit-member": _edit,
    "transfer": _transfer,
    "lead-unit": _lead,
    "give-role": _give,
    "end-role": _end,
    "separate": _separate,
}
