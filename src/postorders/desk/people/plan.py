"""What a roster would change: each row compared with what stands, and every bad one named with its line."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from postorders.desk.base.person import ROLES, Person
from postorders.desk.people.address import clashes
from postorders.desk.people.giving import closed_to
from postorders.desk.people.models import Member, RoleHeld, Unit
from postorders.desk.people.roster import FORMULA, Change, Plan, Row, day, digest, rows
from postorders.desk.people.who import on_day, today
from postorders.errors import Problem

LONGEST = {"number": 40, "name": 200, "email": 254, "rank": 80}
# The order in which changes are made: what others need comes first.
ORDER = ("add-unit", "add-member", "edit-member", "transfer", "lead-unit", "give-role", "end-role", "separate")


class Standing:
    """What stands in the department at work, loaded once and kept small: people, units, heads, roles held on a day."""

    def __init__(self, on: date) -> None:
        columns = ("number", "id", "name", "email", "member_class", "rank", "unit_id", "joined", "separated")
        self.members = {row[0]: row[1:] for row in Member.objects.values_list(*columns).iterator(5000)}
        units = list(Unit.objects.order_by("name").values_list("id", "name", "parent_id", "head_id"))
        self.names = {row[0]: row[1] for row in units}
        self.parents = {row[0]: row[2] for row in units}
        self.units = {row[1]: row[0] for row in units}
        self.heads = {row[1]: row[3] for row in units}
        self.led: dict[uuid.UUID, list[str]] = defaultdict(list)
        for row in units:
            if row[3]:
                self.led[row[3]].append(row[1])
        self.roles: dict[uuid.UUID, dict[str, uuid.UUID]] = defaultdict(dict)
        self.ending: set[uuid.UUID] = set()
        for held, member, role, until in RoleHeld.objects.filter(on_day(on)).values_list(
            "id", "member_id", "role", "until"
        ):
            self.roles[member][role] = held
            if until is not None and until <= on:
                self.ending.add(held)

    def path(self, unit: uuid.UUID | None) -> str:
        """A unit with those above it: `Patrol Bureau > East Division`."""
        found: list[str] = []
        while unit is not None and len(found) < 50:
            found.insert(0, self.names[unit])
            unit = self.parents[unit]
        return " > ".join(found)


def planned(person: Person, text: str) -> Plan:
    """The plan of a roster for the department at work."""
    plan = Plan()
    reading = _Reading(person, plan)
    seen: dict[str, int] = {}
    for row in rows(text, plan.problems):
        number = row.get("number")
        if number in seen:
            reading.bad(row, _("The number %s stands in line %d already.") % (number, seen[number]), _("Keep one."))
            continue
        seen[number] = row.line
        reading.row(row)
    plan.problems += clashes(reading.addresses)
    plan.changes.sort(key=lambda one: ORDER.index(one.what))
    plan.counts = reading.counted(len(seen), set(seen))
    plan.digest = digest(text, plan.changes)
    return plan


class _Reading:
    """Reads rows one after the other, and remembers the units and heads that earlier rows brought."""

    def __init__(self, person: Person, plan: Plan) -> None:
        self.person, self.plan, self.today = person, plan, today()
        self.closed = closed_to(person)
        self.there = Standing(self.today)
        self.heads: dict[str, int] = {}
        self.addresses: dict[uuid.UUID, tuple[int, str]] = {}
        self.touched: dict[str, set[str]] = {"added": set(), "changed": set(), "separated": set()}

    def bad(self, row: Row, what: str, mend: str) -> None:
        """Notes what is wrong with a row."""
        self.plan.problems.append(Problem(what, mend, line=row.line))

    def change(self, row: Row, what: str, tally: str = "changed", /, **given: Any) -> None:
        """Notes a change."""
        number = row.get("number")
        known = self.there.members.get(number)
        self.plan.changes.append(Change(row.line, what, number, row.get("name") or (known[1] if known else ""), given))
        self.touched[tally].add(number)

    def counted(self, total: int, seen: set[str]) -> dict[str, int]:
        """How many people are added, changed, separated, unchanged, and not in the file."""
        added, separated = self.touched["added"], self.touched["separated"] - self.touched["added"]
        changed = self.touched["changed"] - added - separated
        counts = {"added": len(added), "changed": len(changed), "separated": len(separated)}
        counts["unchanged"] = total - sum(counts.values())
        active = {number for number, known in self.there.members.items() if known[7] is None}
        return {**counts, "absent": len(active - seen)}

    def row(self, row: Row) -> None:
        """Compares one row with what stands."""
        before = len(self.plan.problems)
        self._check(row)
        if len(self.plan.problems) > before:
            return
        known = self.there.members.get(row.get("number"))
        unit = self._unit(row)
        if known is None:
            self._new(row, unit)
        else:
            self._known(row, known, unit)
        self._heads(row, known)
        self._roles(row, known)
        self._separation(row, known)

    def _check(self, row: Row) -> None:
        """The cells by themselves."""
        if not row.get("number"):
            self.bad(row, _("This line has no number."), _("Write the employee number."))
        for column, longest in LONGEST.items():
            value = row.get(column)
            if len(value) > longest or not value.isprintable() or value.startswith(FORMULA):
                self.bad(
                    row, _("The %s cannot be used.") % column, _("Write plain text, at most %d characters.") % longest
                )
        if (email := row.get("email")) and not _is_email(email):
            self.bad(row, _("%r is no e-mail address.") % email, _("Mend it, or leave the cell empty."))
        if (sort := row.get("class")) and sort.lower() not in dict(Member.CLASSES):
            self.bad(row, _("There is no class %r.") % sort, _("Write officer, civilian or reserve."))
        for column in ("joined", "separated"):
            if (value := row.get(column)) and day(value) is None:
                self.bad(row, _("%r is no date.") % value, _("Write it as 2026-03-31."))
        for role in row.listed("roles"):
            if role not in ROLES or role in ("member", "designee"):
                self.bad(row, _("There is no role %r to give.") % role, _("Roles: %s.") % ", ".join(list(ROLES)[1:]))
        for column in ("number", "name", "class", "unit", "head_of", "separated"):
            if row.clears(column):
                self.bad(
                    row, _("The column %s cannot be emptied.") % column, _("Leave the cell empty to change nothing.")
                )

    def _unit(self, row: Row) -> str:
        """The name of the row's unit; units on its path that are not there yet are added."""
        above = ""
        for name in (part.strip() for part in row.get("unit").split(">")):
            if name in self.there.units:
                over = self.there.names.get(self.there.parents.get(self.there.units[name]), "")
                if above and over != above:
                    where = _("under %s") % over if over else _("at the top")
                    self.bad(row, _("The unit %(name)s is %(where)s.") % {"name": name, "where": where},
                             _("Move the unit first, or write its name alone."))  # fmt: skip
            elif name:
                if len(name) > 200 or not name.isprintable() or name.startswith(FORMULA):
                    self.bad(row, _("The unit cannot be called that."), _("Write plain text, at most 200 characters."))
                    return ""
                self._add_unit(row, name, above)
            above = name
        return above

    def _add_unit(self, row: Row, name: str, above: str) -> None:
        made = uuid.uuid4()
        self.there.units[name], self.there.names[made] = made, name
        self.there.parents[made] = self.there.units[above] if above else None
        self.there.heads[name] = None
        self.plan.changes.append(Change(row.line, "add-unit", "", name, {"unit": name, "parent": above}))

    def _new(self, row: Row, unit: str) -> None:
        if not (row.get("name") and row.get("class")):
            self.bad(row, _("A new person needs a name and a class."), _("Fill in both cells."))
            return
        given = {"name": row.get("name"), "member_class": row.get("class").lower(), "unit": unit}
        more = {"email": row.get("email"), "rank": row.get("rank"), "joined": day(row.get("joined"))}
        self.change(row, "add-member", "added", **given, **more)

    def _known(self, row: Row, known: Sequence[Any], unit: str) -> None:
        columns = {"name": 1, "email": 2, "class": 3, "rank": 4, "joined": 6}
        changes: dict[str, Any] = {}
        for column, at in columns.items():
            value: Any = row.get(column)
            value = day(value) if column == "joined" else value.lower() if column == "class" else value
            if row.says(column) and (value or "") != (known[at] or ""):
                changes["member_class" if column == "class" else column] = value
        if "email" in changes:
            self.addresses[known[0]] = (row.line, changes["email"])
        if changes:
            self.change(row, "edit-member", changes=changes)
        if unit and self.there.units[unit] != known[5]:
            self.change(row, "transfer", unit=unit)

    def _heads(self, row: Row, known: Sequence[Any] | None) -> None:
        for name in row.listed("head_of"):
            unit = name.rpartition(">")[2].strip()
            if unit not in self.there.units:
                self.bad(
                    row, _("There is no unit %s to lead.") % unit, _("Name it in the unit column of a line above.")
                )
            elif unit in self.heads:
                self.bad(row, _("Line %d leads %s already.") % (self.heads[unit], unit), _("Name one head."))
            else:
                self.heads[unit] = row.line
                if self._own(row) and not self.person.has(("chief",)):
                    self._own_unit(row, unit, known)
                elif known is None or self.there.heads[unit] != known[0]:
                    self.change(row, "lead-unit", unit=unit)

    def _own(self, row: Row) -> bool:
        """Whether a row is about the person who brings the roster in."""
        return self.person.member is not None and row.get("number") == self.person.number

    def _own_unit(self, row: Row, unit: str, known: Sequence[Any] | None) -> None:
        if known is None or self.there.heads[unit] != known[0]:
            self.bad(row, _("Nobody puts themselves at the head of a unit."), _("Ask the Chief."))

    def _roles(self, row: Row, known: Sequence[Any] | None) -> None:
        if not row.says("roles"):
            return
        held = self.there.roles.get(known[0], {}) if known else {}
        wanted = set(row.listed("roles"))
        give, end = sorted(wanted - set(held)), sorted(set(held) - wanted)
        end = [role for role in end if held[role] not in self.there.ending]
        if (give or end) and self._own(row):
            self.bad(
                row, _("Nobody changes their own roles."), _("Ask another administrator, or leave the cell empty.")
            )
            return
        if sensitive := self.closed & {*give, *end}:
            named = ", ".join(sorted(sensitive))
            self.bad(row, _("Only the Chief gives or ends: %s.") % named, _("Leave it out here, and ask the Chief."))
            return
        for role in give:
            self.change(row, "give-role", role=role)
        for role in end:
            self.change(row, "end-role", role=role, held=str(held[role]))

    def _separation(self, row: Row, known: Sequence[Any] | None) -> None:
        on = day(row.get("separated"))
        from postorders.desk.people.acts import EARLIEST

        gone = known[7] if known else None
        joined = day(row.get("joined")) or (known[6] if known else None)
        if on is None:
            if gone and (row.listed("roles") or row.listed("head_of")):
                self.bad(row, _("This person left on %s.") % gone, _("Take back the separation on the person's page."))
            return
        if row.listed("roles") and on <= self.today:
            self.bad(row, _("A person who has left holds no roles."), _("Leave the roles empty."))
        elif on < (joined or EARLIEST):
            self.bad(row, _("The person would leave before joining."), _("Mend the dates."))
        elif self._own(row) and on != gone:
            self.bad(row, _("Nobody separates themselves."), _("Ask another administrator."))
        elif on != gone:
            self.change(row, "separate", "separated", on=on)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
