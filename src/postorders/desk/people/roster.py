"""The roster as a CSV file: read it, show what it would change, then change exactly that."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from postorders.desk.base import scope
from postorders.desk.base.act import Refused
from postorders.desk.base.person import Person
from postorders.desk.people.models import Member
from postorders.errors import InputError, Problem

COLUMNS = {
    "number": lazy("The employee number. It is never used twice, and it finds the person."),
    "name": lazy("First and last name."),
    "email": lazy("The address for signing in and for notices."),
    "class": lazy("officer, civilian or reserve."),
    "rank": lazy("As the department writes it."),
    "unit": lazy("The unit's name, or its path: Patrol Bureau > East Division. A unit that is not there yet is added."),
    "head_of": lazy("The units that this person leads, separated by semicolons."),
    "roles": lazy("All the roles that the person holds, separated by semicolons; those not named end."),
    "joined": lazy("First day, as 2026-03-31."),
    "separated": lazy("The first day no longer in service, as 2026-03-31."),
}
WORDS = {
    "add-unit": lazy("add the unit"),
    "add-member": lazy("add"),
    "edit-member": lazy("change"),
    "transfer": lazy("move to the unit"),
    "lead-unit": lazy("put at the head of"),
    "give-role": lazy("give the role"),
    "end-role": lazy("end the role"),
    "separate": lazy("separate as of"),
}
EMPTY = "-"
MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
# A spreadsheet would run a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file: the cells that are not empty, by column."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell, "" when there is none; `-` is "" as well, which `clears` tells apart."""
        value = self.cells.get(column, "")
        return "" if value == EMPTY else value

    def clears(self, column: str) -> bool:
        """Whether the cell asks to empty what is there."""
        return self.cells.get(column) == EMPTY

    def says(self, column: str) -> bool:
        """Whether the cell says anything, if only to empty it."""
        return column in self.cells

    def listed(self, column: str) -> list[str]:
        """The items of a cell that holds several."""
        return [item for part in self.get(column).split(";") if (item := part.strip())]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the file would change: `what` names the act, `given` its values."""

    line: int
    what: str
    number: str
    name: str
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """What is done, in words."""
        return str(WORDS[self.what])

    @property
    def to(self) -> str:
        """What comes of it, in words."""
        changes = self.given.get("changes")
        if changes is not None:
            return "; ".join(f"{name}: {value or '—'}" for name, value in changes.items())
        shown = (str(value) for name, value in self.given.items() if value and name not in ("held", "name"))
        return ", ".join(shown)


@dataclass(slots=True)
class Plan:
    """What a roster would do. Nothing of it is done while `problems` has anything in it."""

    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    digest: str = ""
    applied: bool = False


def import_roster(person: Person, text: str, dry_run: bool = True, expected: str = "") -> Plan:
    """Reads a roster, and unless `dry_run` does what it says.

    `expected` is the digest of a plan that was shown before; when the file or the department has changed since, nothing
    is done. Raises InputError with every problem when it is to be applied, Refused when the person may not or the plan
    is another one.
    """
    from postorders.desk.people.acts import KEEPERS
    from postorders.desk.people.apply import apply
    from postorders.desk.people.plan import planned

    person.need(KEEPERS)
    with scope.within(person.department):
        plan = planned(person, text)
        if dry_run:
            return plan
        if plan.problems:
            raise InputError(*plan.problems)
        if expected and expected != plan.digest:
            raise Refused(
                _("The roster or the department has changed since this was shown; nothing was done."),
                _("Look at what it would change now, then confirm."),
            )
        apply(person, plan)
    plan.applied = True
    return plan


def rows(text: str, problems: list[Problem]) -> Iterator[Row]:
    """The rows of a roster; whatever is wrong with its form is noted with its line."""
    if len(text) > MOST_BYTES:
        problems.append(Problem(_("The roster is longer than 20 MB."), _("Divide it into several files.")))
        return
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    head = lines.readline()
    lines.seek(0)
    reader = csv.reader(lines, delimiter=max(",;\t", key=head.count), strict=True)
    try:
        columns = [cell.strip().lower() for cell in next(reader, [])]
        if _wrong_head(columns, problems):
            return
        for count, cells in enumerate(reader, start=1):
            if count > MOST_ROWS:
                problems.append(
                    Problem(_("The roster has more than 100,000 rows."), _("Divide it into several files."))
                )
                return
            if any(cell.strip() for cell in cells) and (row := _row(reader.line_num, columns, cells, problems)):
                yield row
    except csv.Error as error:
        problems.append(Problem(f"{error}.", _("Mend the quotes of this line."), line=reader.line_num))


def _wrong_head(columns: list[str], problems: list[Problem]) -> bool:
    mend = _("Known columns: %s.") % ", ".join(COLUMNS)
    unknown = [name for name in columns if name not in COLUMNS]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    problems += [Problem(_("There is no column %r.") % name, mend, line=1) for name in unknown]
    problems += [Problem(_("The column %r stands twice.") % name, _("Keep one of them."), line=1) for name in twice]
    if "number" not in columns:
        problems.append(Problem(_("The column 'number' is missing."), _("The first line names the columns."), line=1))
    return bool(problems)


def _row(line: int, columns: list[str], cells: list[str], problems: list[Problem]) -> Row | None:
    if len(cells) != len(columns):
        told = _("This line has %(here)d cells; the first line has %(head)d.") % {
            "here": len(cells),
            "head": len(columns),
        }
        problems.append(Problem(told, _("Quote cells that hold a comma."), line=line))
        return None
    return Row(line, {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()})


def day(text: str) -> date | None:
    """A date such as 2026-03-31; None when it is not one."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def digest(text: str, changes: list[Change]) -> str:
    """SHA-256 of the file and of every change that it would make, so that what was shown is what is done."""
    total = hashlib.sha256("\n".join(text.splitlines()).encode())  # a browser's form changes line ends
    for one in changes:
        total.update(repr((one.line, one.what, one.number, sorted(one.given.items(), key=str))).encode())
    return total.hexdigest()


def export(stamp: date) -> Iterator[str]:
    """The roster of the department at work as CSV, a line at a time; importing it again changes nothing."""
    from postorders.desk.people.plan import Standing

    standing = Standing(stamp)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in Member.objects.order_by("number").iterator(2000):
        writer.writerow(
            [
                one.number,
                one.name,
                one.email,
                one.member_class,
                one.rank,
                standing.path(one.unit_id),
                "; ".join(standing.led.get(one.id, ())),
                "; ".join(sorted(standing.roles.get(one.id, {}))),
                one.joined or "",
                one.separated or "",
            ]
        )
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    if out.getvalue():
        yield out.getvalue()
