"""acts.md, workflows.md and settings.md: what the desk does, in which states its things are, and how it is set up."""

from __future__ import annotations

import importlib
import os
import pkgutil
import tempfile
from pathlib import Path
from typing import Any

from writing import cell, code, table


def pages() -> dict[str, str]:
    """The pages."""
    ready()
    return {"acts.md": _acts(), "workflows.md": _workflows(), "settings.md": _settings()}


def ready() -> None:
    """Sets up Django on an empty desk, where it is not set up yet; nothing is kept of it."""
    import django
    from django.apps import apps

    if apps.ready:
        return
    if "DJANGO_SETTINGS_MODULE" in os.environ:
        django.setup()
        return
    from postorders.desk.folder import make

    with tempfile.TemporaryDirectory() as folder:
        given = {
            "POSTORDERS_DESK": str(make(Path(folder) / "desk")),
            "DJANGO_SETTINGS_MODULE": "postorders.desk.settings",
        }
        before = {name: os.environ.get(name) for name in given}
        os.environ.update(given)
        try:
            django.setup()
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})


def modules() -> list[Any]:
    """Every module of the desk in which something may be declared."""
    from postorders import desk

    names = (one.name for one in pkgutil.walk_packages(desk.__path__, "postorders.desk."))
    left_out = (".migrations", ".wsgi", ".settings")
    return [importlib.import_module(name) for name in names if not any(part in name for part in left_out)]


def _acts() -> str:
    from postorders.desk.base.act import declared
    from postorders.desk.base.person import ROLES

    modules()
    names = {**ROLES, "anyone": "every member", "machine": "the desk itself"}

    def named(roles: frozenset[str]) -> str:
        return ", ".join(str(names.get(role, role)) for role in sorted(roles, key=list(names).index))

    own = (one for one in declared().values() if one.where.startswith("postorders."))  # a test may declare others
    rows = [(f"`{one.name}`", named(one.may), one.says, named(one.read_by)) for one in own]
    parts = [
        "# Acts\n",
        "An act is the one way in which something changes in the desk: a named function, the right of its caller "
        "checked, one transaction, one entry of the ledger. A finer right than a role is checked inside the act. "
        "Whoever did an act, or is named by it, may read its entry too.\n",
        table(("act", "who may", "what the ledger says", "who else reads it"), rows),
        "## Roles\n",
        "A designee is named by delegation; every other role is given from a day until a day.\n",
        table(("role", "on the screen"), [(f"`{role}`", label) for role, label in ROLES.items()]),
    ]
    return "\n".join(parts)


def _workflows() -> str:
    from postorders.desk.base.states import Workflow

    modules()
    parts = ["# Workflows\n", "The states of things, and which may follow. What is not drawn here is refused.\n"]
    for one in sorted(Workflow.__subclasses__(), key=lambda flow: flow.__name__):
        says = " ".join((one.__doc__ or "").split())
        parts += [f"## {one.__name__}\n", f"{says} (`{one.__module__}`)\n", f"```mermaid\n{one.drawn()}```\n"]
    return "\n".join(parts)


def _settings() -> str:
    from postorders.desk.config import FILE, PREFIX, SECRETS, described
    from postorders.desk.people.local import SETTINGS

    rows = [
        (f"`{name}`", f"`{cell(_shown(default))}`" if _shown(default) else "", says, source)
        for name, default, says, source in described()
    ]
    local = [(f"`{one.name}`", _shown(one.default), f"{one.label}. {one.says}") for one in SETTINGS]
    parts = [
        "# Settings of a desk\n",
        f"They stand in `{FILE}` in the desk's folder. A variable `{PREFIX}NAME` replaces one, and `{PREFIX}NAME_FILE` "
        "names a file that holds its value. A desk with a bad value does not start, and says every one.\n",
        f"Keep these out of the file; use a variable, or a file that only the desk reads: {code(SECRETS)}.\n",
        table(("setting", "default", "what it does", "where the default comes from"), rows),
        "## Local settings of a department\n",
        "The policies say nothing of these. The Chief or an administrator changes them on the page *Settings*; each is "
        "labeled there as a local setting, and each change is an act.\n",
        table(("setting", "default", "what it does"), local),
    ]
    return "\n".join(parts)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
