"""Permissions as a department keeps them in a file, checked before one of them may lift anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Any

from postorders.errors import InputError, Problem
from postorders.posts.fields import Fields, shown, sort
from postorders.posts.permission import FORMS, Delegation, Permission

ENVELOPE = "permissions"
KNOWN = tuple(field.name for field in fields_of(Permission))
SCOPES = ("post", "text_sha256", "author", "site")
_REQUIRED = ("id", "kind", "granted_by")
_DELEGATION = tuple(field.name for field in fields_of(Delegation))
_HINTS = {"from": "start", "until": "end", "to": "end", "granter": "granted_by", "permission": "kind"}
_SCOPE_HINTS = {"text": "text_sha256", "sha256": "text_sha256"}
_SHA256 = re.compile("[0-9a-f]{64}")


def read_permissions(data: object, file: str) -> list[Permission]:
    """The permissions in plain data (parsed YAML or JSON): one mapping, a list of mappings, or such a list under
    `permissions`, as a desk writes its file.

    Dates are ISO 8601 texts or `datetime.date`. Raises `InputError` with the problems of all of them.
    """
    items = _items(data)
    found: list[Permission] = []
    problems: list[Problem] = []
    for number, item in enumerate(items, 1):
        permission, wrong = _permission(item)
        found.append(permission)
        problems += (_placed(problem, number, permission.id, file) for problem in wrong)
    problems += (replace(problem, file=file) for problem in _repeated(found))
    if problems:
        raise InputError(*problems)
    return found


def _items(data: object) -> list[Any]:
    if isinstance(data, Mapping) and set(data) == {ENVELOPE} and isinstance(data[ENVELOPE], list):
        return list(data[ENVELOPE])
    return data if isinstance(data, list) else [data]


def _placed(problem: Problem, number: int, name: str, file: str) -> Problem:
    place = f"Permission {number}{f' ({shown(name)})' if name else ''}"
    return replace(problem, what=f"{place}: {problem.what}", file=file)


def _permission(item: object) -> tuple[Permission, list[Problem]]:
    if not isinstance(item, Mapping):
        mend = f"Write the fields {', '.join(_REQUIRED)}, form and start."
        return Permission("", "", "", "", ""), [Problem(f"It must be a mapping, not {sort(item)}.", mend)]
    fields = Fields(item, KNOWN, hints=_HINTS)
    values: dict[str, Any] = {name: fields.text(name, required=True).strip() for name in _REQUIRED}
    values |= {name: fields.text(name) for name in ("granted_by_name", "conditions")}
    values |= {name: fields.day(name) for name in ("granted_on", "revoked")}
    values["form"] = fields.choice("form", FORMS, required=True)
    values |= _dates(fields)
    return Permission(scope=_scope(fields), delegation=_delegation(fields), **values), fields.problems


def _dates(fields: Fields) -> dict[str, str]:
    start, end = fields.day("start", required=True), fields.day("end")
    if start and end and end < start:
        what = f"{fields.label('end')} ({end}) is before {fields.path}start ({start})."
        fields.add(what, "Swap or mend the dates.")
    return {"start": start, "end": end}


def _scope(fields: Fields) -> tuple[tuple[str, str], ...]:
    inner = Fields(fields.inner("scope"), SCOPES, path="scope.", hints=_SCOPE_HINTS)
    given = [(name, inner.text(name, required=True).strip()) for name in SCOPES if name in inner.data]
    digest = dict(given).get("text_sha256", "")
    if digest and not _SHA256.fullmatch(digest):
        inner.add(f"{inner.label('text_sha256')} is not a SHA-256 hash.", "Write 64 digits of 0-9 and a-f.")
    fields.problems += inner.problems
    return tuple(sorted(given))


def _delegation(fields: Fields) -> Delegation | None:
    if fields.data.get("delegation") is None:
        return None
    if not isinstance(fields.data["delegation"], Mapping):
        fields.inner("delegation")
        return None
    inner = Fields(fields.inner("delegation"), _DELEGATION, path="delegation.", hints=_HINTS)
    by = inner.text("by", required=True).strip()
    delegation = Delegation(by=by, **_dates(inner))
    fields.problems += inner.problems
    return delegation


def _repeated(found: Iterable[Permission]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for name in (permission.id for permission in found if permission.id):
        if name in seen:
            problems.append(Problem(f"Two permissions have the id {shown(name)}.", "Give each its own id."))
        seen.add(name)
    return problems
