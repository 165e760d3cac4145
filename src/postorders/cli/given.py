"""What the options of a command say of the person and the moment, for `check` and `screen`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from postorders.errors import InputError, refuse
from postorders.posts.context import Context
from postorders.posts.given import read_context
from postorders.posts.leave import read_permissions
from postorders.posts.permission import Permission


def context_given(options: Mapping[str, Any], facts: Collection[str]) -> Context:
    """The context for every post that does not say otherwise. `facts` are the names that may be answered.

    Raises InputError for an answer or a file of permissions that cannot be read.
    """
    said = {name: options[name] for name in ("duty", "device", "moment", "member_class") if options[name]}
    if "device" in said:  # to name the device is to say how it goes out
        said.setdefault("moment", "publication")
    said |= {"roles": list(options["roles"]), "facts": dict(map(answer, options["facts"]))}
    held = [one for name in options["permissions"] for one in permissions(name)]
    return replace(read_context(said, "options", Context(), frozenset(facts)), permissions=tuple(held))


def answer(text: str) -> tuple[str, str]:
    """A fact and its answer, from `FACT=yes|no`. Raises InputError."""
    name, equals, said = text.partition("=")
    if not equals:
        raise refuse(f"{text!r} is not an answer.", "Write it as patch-visible=yes.", "--fact")
    return name.strip(), said.strip().lower()


def permissions(name: str) -> list[Permission]:
    """The permissions in a file of YAML or JSON. Raises InputError."""
    from postorders.policy.source import read_yaml

    path = Path(name)
    if not path.is_file():
        raise refuse("There is no such file of permissions.", "Check the name.", name)
    data, problems = read_yaml(path, name)
    if problems:
        raise InputError(*problems)
    return read_permissions(_plain(data), name)


def _plain(data: object) -> object:
    """YAML's own maps and lists as plain ones."""
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    return [_plain(item) for item in data] if isinstance(data, list) else data
