"""The one way state changes: a named function, its caller's right checked, one transaction, one ledger entry."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from postorders.desk.base import guard, scope
from postorders.desk.base.person import Person
from postorders.desk.base.rows import Scoped
from postorders.errors import InputError, Problem

_declared: dict[str, Act] = {}


class Refused(InputError):
    """The caller has no right to this act, or it cannot be done now; nothing changed."""

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(Problem(what, mend))


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did: its result, what it was about (`kind ref`), and the fields that go into the ledger."""

    result: Any
    about: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """An act as declared: its name, what it says in the ledger's plain words (a format of its fields), whose it is
    ("" for the machine's own), and who may read its entries besides the people in it.
    """

    name: str
    says: str
    may: frozenset[str]
    read_by: frozenset[str]
    where: str


def act(
    name: str, says: str, may: Collection[str], read_by: Collection[str] = ("chief", "attorney", "records-custodian")
) -> Callable[[Callable[..., Done]], Callable[..., Any]]:
    """Declares an act. Its function takes the acting person first and returns Done; calling it returns the result.

    `may` names the roles that may try it (`anyone` for every member); a finer right is checked inside, by raising
    Refused. A row of another department is refused before the function runs. Raises ValueError when the name stands
    twice.
    """

    def declare(function: Callable[..., Done]) -> Callable[..., Any]:
        if name in _declared and _declared[name].where != function.__module__:
            raise ValueError(f"The act {name!r} is declared twice.")
        _declared[name] = Act(name, says, frozenset(may), frozenset(read_by), function.__module__)

        @functools.wraps(function)
        def perform(person: Person, *args: Any, **kwargs: Any) -> Any:
            person.need(may, name)
            _need_own(person, (*args, *kwargs.values()))
            with scope.within(person.department), transaction.atomic(), guard.doing(name):
                done = function(person, *args, **kwargs)
                _record(name, person, done)
            return done.result

        perform.act = _declared[name]  # type: ignore[attr-defined]
        return perform

    return declare


def declared() -> dict[str, Act]:
    """Every act of the modules that are loaded, by name."""
    return dict(sorted(_declared.items()))


def _need_own(person: Person, given: Iterable[Any]) -> None:
    """Raises Refused for a row of another department, before the act looks at it."""
    if any(isinstance(one, Scoped) and one.department_id not in (None, person.department) for one in given):
        raise Refused(_("There is no such thing in your department."), _("Look it up in the list."))


def _record(name: str, person: Person, done: Done) -> None:
    from postorders.desk.ledger.log import append

    who = {"actor": person.number, "actor_name": person.name}
    append(
        {
            "act": name,
            "at": timezone.now().isoformat(timespec="milliseconds"),
            **who,
            "about": done.about,
            **done.fields,
        }
    )
