"""Finds every view and act of the desk, and gives each of their arguments an object of a department."""

from __future__ import annotations

import importlib
import pkgutil
import re
import types
import typing
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.urls import URLResolver, get_resolver
from tests.desk.cast import Place
from tests.desk.rows import some, written

from postorders import desk
from postorders.desk.base.act import Act
from postorders.desk.base.rows import Scoped

# Addresses of signing in and of switching languages: allauth's and Django's own views, as one group.
FOREIGN = ("sign-in/", "i18n/")
# Arguments that are not called as their model is: (part, view or "", argument) -> (model, its field).
ARGUMENTS = {
    ("people", "", "held"): ("people.RoleHeld", "id"),
    ("policy", "", "signed"): ("policy.SignedReading", "id"),
    ("policy", "", "policy"): ("policy.Version", "policy"),
    ("pages", "", "capture"): ("pages.Kept", "id"),
    ("ledger", "lift", "id"): ("ledger.Hold", "id"),
    ("ledger", "", "id"): ("ledger.Disposal", "id"),
    ("permissions", "", "number"): ("permissions.Request", "number"),
    ("api", "", "number"): ("permissions.Request", "number"),
}
# Arguments that name no row of one department: what to say in their place, in both departments.
WORDS: dict[tuple[str, str], Callable[[Place, bool], object]] = {
    ("jobs", "id"): lambda place, own: uuid.uuid4(),
    ("ledger", "index"): lambda place, own: 0 if own else 10**6,
    ("ledger", "name"): lambda place, own: "checkpoint",
    ("register", "number"): lambda place, own: some(apps.get_model("register.Site"), place).number,
    ("drafts", "number"): lambda place, own: written(place),
    ("pages", "demand"): lambda place, own: "removal-notice" if own else "identification-line",
    ("check", "path"): lambda place, own: "index.html",
    ("policy", "reading"): lambda place, own: "R1",
    ("permissions", "kind"): lambda place, own: "logo-use" if own else "item-release",
    ("policy", "clause"): lambda place, own: "HDR",
    ("api", "clause"): lambda place, own: "HDR",
    ("release", "number"): lambda place, own: written(place),
    ("release", "secret"): lambda place, own: "0" * 64,
    ("release", "name"): lambda place, own: "0" * 64 + ".jpg",
    ("release", "index"): lambda place, own: some(apps.get_model("release.Stands"), place).index,
}


@dataclass(frozen=True)
class View:
    """One address: its part of the desk, its route, whom it is for (None when it does not say), and its arguments.

    `method` is empty for a page; an operation of the API has one.
    """

    part: str
    route: str
    name: str
    roles: frozenset[str] | None
    arguments: tuple[str, ...]
    method: str = ""

    def __str__(self) -> str:
        return f"{self.method} /{self.route}".strip()

    def address(self, values: dict[str, object]) -> str:
        """The address with its arguments filled in."""
        found = self.route
        for name in self.arguments:
            start = next(part for part in braces(found) if part.strip("<>{}").rpartition(":")[2] == name)
            found = found.replace(start, str(values[name]))
        return f"/{found}"


def braces(route: str) -> list[str]:
    """The arguments as they stand in a route."""
    return re.findall(r"<[^>]+>|\{[^}]+\}", route)


@cache
def views() -> tuple[View, ...]:
    """Every page and every operation of the API, others' pages left out."""
    return tuple(
        sorted([*_pages(get_resolver()), *_operations()], key=lambda view: (view.part, view.route, view.method))
    )


def _pages(resolver: Any, prefix: str = "") -> Iterator[View]:
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _pages(one, route)
        elif not route.startswith((*FOREIGN, "api/")):
            part = one.callback.__module__.removeprefix("postorders.desk.").split(".")[0]
            roles = getattr(one.callback, "roles", None)
            yield View(part, route, one.callback.__name__, roles, tuple(one.pattern.converters))


def foreign(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """The routes of the group that is not ours, static files of providers left out."""
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from foreign(one, route)
        elif route.startswith(FOREIGN):
            yield route.removesuffix("$")


def _operations() -> Iterator[View]:
    from postorders.desk.api.ground import api

    for _, router in api._routers:
        for path, operations in router.path_operations.items():
            names = tuple(part.strip("{}").rpartition(":")[2] for part in braces(path))
            for one in operations.operations:
                route, function = f"api/v1{path}", one.view_func
                for method in one.methods:
                    yield View("api", route, function.__name__, getattr(function, "roles", None), names, method)


@cache
def body(view: View) -> dict[str, object]:
    """The least that an operation of the API takes, so that its door is reached."""
    schema = _described()
    said = schema["paths"][f"/{view.route}"][view.method.lower()].get("requestBody", {})
    return typing.cast(dict[str, object], _filled(_schema(said), schema)) if said else {}


@cache
def _described() -> Any:
    """What the API says of itself, asked for once: it takes a third of a second."""
    from postorders.desk.api.ground import api

    return api.get_openapi_schema()


def _schema(said: Any) -> Any:
    return next(iter(said["content"].values()))["schema"]


def _filled(one: Any, schema: Any) -> object:
    if "$ref" in one:
        return _filled(schema["components"]["schemas"][one["$ref"].rpartition("/")[2]], schema)
    if one.get("type") == "object":
        return {name: _filled(one["properties"][name], schema) for name in one.get("required", ())}
    if one.get("format") == "date":
        return "2026-06-01"
    return {"integer": 1, "boolean": False, "array": []}.get(one.get("type", ""), "words")


def needs_object(view: View) -> bool:
    """Whether an argument names a row of one department."""
    return any((view.part, name) not in WORDS and name != "slug" for name in view.arguments)


def values(view: View, place: Place, own: bool) -> dict[str, object]:
    """The arguments of a view for an object of a department. Raises LookupError naming what has none."""
    return {name: _value(view, name, place, own) for name in view.arguments}


def _value(view: View, name: str, place: Place, own: bool) -> object:
    if name == "slug":
        return place.department.slug
    if (view.part, name) in WORDS:
        return WORDS[view.part, name](place, own)
    for key in ((view.part, view.name, name), (view.part, "", name)):
        if key in ARGUMENTS:
            label, field = ARGUMENTS[key]
            return getattr(some(apps.get_model(label), place), field)
    if model := _called(view.part, name):
        return some(model, place).id
    raise LookupError(f"{view}: say in tests/desk/grid.py what the argument {name!r} is.")


def _called(part: str, name: str) -> Any:
    found = [model for model in apps.get_models() if issubclass(model, Scoped) and model._meta.model_name == name]
    mine = [model for model in found if model._meta.app_label == part]
    return (mine or found or [None])[0]


@cache
def acts() -> dict[str, Callable[..., Any]]:
    """Every act by name: the function that performs it."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.walk_packages(desk.__path__, "postorders.desk."):
        if not module.name.endswith((".wsgi", ".settings")) and ".migrations" not in module.name:
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(declared := getattr(value, "act", None), Act):
                    found[declared.name] = value
    return dict(sorted(found.items()))


def parameters(perform: Callable[..., Any]) -> dict[str, Any]:
    """The parameters of an act after the person, each with its type; None is taken out of it."""
    hints = typing.get_type_hints(perform)
    hints.pop("return", None)
    names = [name for name in hints if name != "person"]
    return {name: _bare(hints[name]) for name in names}


def _bare(hint: Any) -> Any:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return next(one for one in typing.get_args(hint) if one is not type(None))
    return typing.get_origin(hint) or hint


def is_row(hint: Any) -> bool:
    """Whether it is a row of a department."""
    return isinstance(hint, type) and issubclass(hint, Scoped)


def plain(hint: Any) -> object:
    """Some value of a type that is no row."""
    known: dict[Any, object] = {str: "words", int: 1, bool: False, date: date(2026, 6, 1), bytes: b""}
    if hint in known:
        return known[hint]
    if isinstance(hint, type) and issubclass(hint, typing.cast(Any, dict)):
        return {}
    return {} if "Mapping" in str(hint) else () if "Sequence" in str(hint) or "Collection" in str(hint) else None
