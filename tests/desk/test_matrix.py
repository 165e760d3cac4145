"""Departments are apart, and each role opens what it should: every view and every act, asked for by every role.

The grid stands in `matrix.txt`, for people to read; `--update-snapshots` writes it anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone
from tests.desk import grid, rows
from tests.desk.cast import Place, World
from tests.desk.people.visits import signed_in

from postorders.desk.api.models import Token
from postorders.desk.api.tokens import SCOPES, fresh, hashed
from postorders.desk.base import guard
from postorders.desk.base.act import Refused
from postorders.desk.base.person import MACHINE, ROLES, Person
from postorders.desk.base.scope import NoDepartment
from postorders.desk.ledger.models import Log
from postorders.desk.people.models import Delegation, Member, RoleHeld
from postorders.desk.signin.models import Account
from postorders.errors import InputError

pytestmark = pytest.mark.both
FILE = Path(__file__).parent / "matrix.txt"
STRANGER = "stranger"
# What a form is given: enough for most of them to get past their fields to the object.
FORM = {"reason": "words", "because": "words", "reasons": "words", "name": "words", "on": "2026-06-01"}
SHORT = ("me", "su", "co", "bc", "mu", "ch", "de", "in", "at", "rc", "pm", "bi", "ic", "wm", "ad")
HEAD = f"""Who opens what. A column is a member who holds that one role:
{chr(10).join(f"  {short} {name}" for short, name in zip(SHORT, ROLES.values(), strict=True))}
  -- nobody: a stranger, or a program without a token
A cell: + opened, - opened and refused by the act, . closed at the door, > sent to sign in, ? not there. Where the
address names an object, the first sign is for one of the own department and the second for one of another.
Acts: + may be tried by the role, . is refused. The desk itself (expiry, publishing) acts as `machine` and opens no page.

"""


@dataclass
class Visitors:
    """One member for each role in one department, signed in by browser and by token."""

    place: Place
    browsers: dict[str, Client] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, view: grid.View, role: str, method: str, address: str) -> Any:
        """Asks as a role. Nothing that the answer did stays."""
        client = self.browsers[role] if not view.method else Client()
        headers = {"authorization": f"Bearer {self.tokens[role]}"} if view.method and role != STRANGER else {}
        with transaction.atomic():
            given: dict[str, Any] = {"data": FORM} if method == "POST" else {}
            if view.method not in ("", "GET", "DELETE"):
                given = {"content_type": "application/json", "data": grid.body(view)}
            answer = getattr(client, method.lower())(address, headers=headers, **given)
            transaction.set_rollback(True)
        return answer


def visitors(place: Place) -> Visitors:
    """Makes a member for each role."""
    made = Visitors(place, {STRANGER: Client()})
    today = timezone.localdate()
    with place.within(), guard.lifted("the people of the matrix"):
        for role in ROLES:
            member = Member(
                number=f"M-{role}", name=f"Matrix {role}", member_class="civilian", email=f"{role}@grid.example"
            )
            member.save()
            if role == "designee":
                since = today - timedelta(days=2)
                Delegation(by=place.members["chief"], to=member, role="chief", starts=since).save()
            elif role != "member":
                RoleHeld(member=member, role=role, since=today - timedelta(days=2)).save()
            given = fresh(place.department.slug)
            ends = today + timedelta(days=30)
            Token(member=member, label=role, start="", hash=hashed(given.secret), scopes=list(SCOPES), ends=ends).save()
            made.tokens[role] = str(given)
            account = Account.objects.create_user(member.email, department=place.department, member=member)
            made.browsers[role] = signed_in(account)
    return made


def sign(answer: Any) -> str:
    """The sign of an answer."""
    if answer.status_code == 401 or (answer.status_code == 302 and "/sign-in/login/" in answer.headers["Location"]):
        return ">"
    if answer.status_code == 404:
        return "?"
    if answer.status_code != 403:
        return "+"
    closed = getattr(answer, "refused_by", "") == "page" or b'"what": "This is for' in answer.content
    return "." if closed else "-"


def expected(view: grid.View, role: str) -> bool:
    """Whether the view says that it is open to the role."""
    roles = view.roles or frozenset()
    if roles == {"public"}:
        return True
    return role != STRANGER and ("anyone" in roles or role in roles or (role != "member" and "member" in roles))


def row(view: grid.View, own: Visitors, other: Place) -> tuple[str, list[str]]:
    """The line of the grid for a view, and what is wrong with it."""
    method = view.method or _method(view, own)
    here = view.address(grid.values(view, own.place, True))
    there = view.address(grid.values(view, other, False)) if grid.needs_object(view) else ""
    cells, wrong = [], []
    first = next(role for role in (*ROLES, STRANGER) if expected(view, role))
    if there and not view.method and own.ask(view, first, "POST", there).status_code not in (404, 405):
        wrong.append(f"{view}: {first} posts to another department's object.")
    for role in (*ROLES, STRANGER):
        cell = sign(own.ask(view, role, method, here)) + (sign(own.ask(view, role, method, there)) if there else "")
        cells.append(cell)
        if expected(view, role) != (cell[0] not in ".>"):
            wrong.append(f"{view}: {role} finds {cell!r}, against the roles that it names.")
        elif there and expected(view, role) and cell[1] != "?":
            wrong.append(f"{view}: {role} reaches another department's object ({cell[1]}).")
    return (
        f"{str(view) + (' (post)' if not view.method and method == 'POST' else ''):70}{' '.join(f'{c:2}' for c in cells)}".rstrip(),
        wrong,
    )


def _method(view: grid.View, own: Visitors) -> str:
    """GET, or POST for a view that takes nothing else."""
    role = next(role for role in (*ROLES, STRANGER) if expected(view, role))
    address = view.address(grid.values(view, own.place, True))
    return "POST" if own.ask(view, role, "GET", address).status_code == 405 else "GET"


def compared(section: str, lines: list[str], request: pytest.FixtureRequest) -> None:
    """Compares one section of the snapshot, or writes it."""
    there = _sections()
    if request.config.getoption("--update-snapshots"):
        sections = {**there, section: lines}
        text = "\n\n".join("\n".join([f"## {name}", *sections[name]]) for name in sorted(sections))
        FILE.write_text(f"{HEAD}{text}\n", encoding="utf-8")
        return
    assert lines == there.get(section), f"{FILE.name} differs; look, then run with --update-snapshots."


def _sections() -> dict[str, list[str]]:
    parts = FILE.read_text(encoding="utf-8").split("## ")[1:] if FILE.is_file() else []
    return {part.split("\n")[0]: [line for line in part.split("\n")[1:] if line] for part in parts}


COLUMNS = f"{'':70}{' '.join((*SHORT, '--'))}"


def parts() -> list[str]:
    return sorted({view.part for view in grid.views()})


def test_every_view_says_whom_it_is_for() -> None:
    silent = [f"{view.part}: {view}" for view in grid.views() if view.roles is None]
    assert not silent, "These say nothing: give each @page(...)."


def test_no_view_names_a_role_that_does_not_exist() -> None:
    known = {*ROLES, "anyone", "public"}
    assert not {str(view): view.roles - known for view in grid.views() if view.roles and view.roles - known}


@pytest.mark.parametrize("part", parts())
def test_each_role_opens_what_it_should_and_nothing_of_another_department(
    world: World, part: str, request: pytest.FixtureRequest
) -> None:
    own = visitors(world.bluff)
    found = [row(view, own, world.osage) for view in grid.views() if view.part == part]
    wrong = [problem for _, problems in found for problem in problems]
    assert not wrong, "\n".join(wrong)
    compared(part, [COLUMNS, *(line for line, _ in found)], request)


def test_the_snapshot_has_a_section_for_each_part_and_no_other() -> None:
    assert set(_sections()) == {*parts(), "acts", "others' pages"}


def test_others_pages_are_for_strangers_or_for_those_who_signed_in(
    world: World, request: pytest.FixtureRequest
) -> None:
    """They know no department's objects: to a stranger each opens, asks to sign in, leads elsewhere, or is not there."""
    lines = []
    for route in sorted(set(grid.foreign())):
        if "provider" not in route and "organization_slug" not in route and "(" not in route:
            address = f"/{route}"
            for part in grid.braces(route):
                address = address.replace(part, "1")
            lines.append(f"{'/' + route:70}{sign(Client().get(address))}")
    compared("others' pages", lines, request)


# --- acts ---


def may(name: str, role: str) -> bool:
    allowed = grid.acts()[name].act.may  # type: ignore[attr-defined]
    return role in allowed or (role != MACHINE and "anyone" in allowed)


def test_an_act_is_refused_to_every_role_that_it_does_not_name(world: World) -> None:
    before, opened = size(world.bluff), []
    for name, perform in grid.acts().items():
        for role in (*ROLES, MACHINE):
            if not may(name, role):
                try:
                    perform(acting(world.bluff, {role}))
                except Refused:
                    continue
                opened.append(f"{name} by {role}")
    assert not opened and size(world.bluff) == before


def test_the_acts_stand_in_the_snapshot(request: pytest.FixtureRequest) -> None:
    marks = {name: [" +"[may(name, role)].replace(" ", ".") for role in ROLES] for name in grid.acts()}
    machine = {name: "  machine" if may(name, MACHINE) else "" for name in marks}
    lines = [f"{name:70}{' '.join(f'{one:2}' for one in row)}{machine[name]}".rstrip() for name, row in marks.items()]
    compared("acts", [COLUMNS.removesuffix(" --"), *lines], request)


def acting(place: Place, roles: set[str]) -> Person:
    """A person with these roles; the desk itself when `machine` is among them."""
    chief = place.members["chief"]
    member = None if roles == {MACHINE} else chief.id
    return Person(place.department.id, member, chief.number, chief.name, frozenset(roles), signed_in_anew=True)


def size(place: Place) -> int:
    """How many entries the department's ledger has."""
    with place.within():
        return int(Log.objects.get(department=place.department).size)


ROWS = [
    (name, argument)
    for name, perform in grid.acts().items()
    for argument, hint in grid.parameters(perform).items()
    if grid.is_row(hint)
]


@pytest.mark.parametrize("part", sorted({name.split(".")[0] for name, _ in ROWS}))
def test_an_act_on_another_departments_object_changes_nothing(world: World, part: str) -> None:
    changed = [
        f"{name}: {argument}"
        for name, argument in ROWS
        if name.startswith(f"{part}.") and reaches(world, name, argument)
    ]
    assert not changed


def reaches(world: World, name: str, argument: str) -> bool:
    """Whether an act of the one department, given an object of the other, does anything at all."""
    given = {
        one: rows.some(hint, world.osage if one == argument else world.bluff) if grid.is_row(hint) else grid.plain(hint)
        for one, hint in grid.parameters(grid.acts()[name]).items()
    }
    before = _kept(given[argument], world.osage), size(world.bluff), size(world.osage)
    try:
        with transaction.atomic():
            grid.acts()[name](acting(world.bluff, {*ROLES, MACHINE}), **given)
            connection.check_constraints()  # as the database does when the transaction ends
    except (InputError, NoDepartment, IntegrityError, ObjectDoesNotExist, Http404):
        return (_kept(given[argument], world.osage), size(world.bluff), size(world.osage)) != before
    return True


def _kept(row: Any, place: Place) -> list[Any]:
    with place.within():
        return sorted(map(repr, type(row).objects.values()))
