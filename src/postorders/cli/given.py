"""What the options of a command say of the person and the moment, for `check` and `screen`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from postorders.errors import InputError, refuse
from postorders.posts.context import Context
from postorders.posts.given import read_context
from postorders.posts.leave import read_permissions
from postorders.posts.permission import Permission


def situation_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say how posts go out and what looks at them."""
    for option in reversed(_SITUATION):
        command = option(command)
    return command


_SITUATION = (
    click.option("--duty", type=click.Choice(["on", "off"]), help="On or off duty when it goes out."),
    click.option("--device", type=click.Choice(["department", "personal"]), help="The device it goes out from."),
    click.option(
        "--class", "member_class", type=click.Choice(["officer", "civilian", "reserve"]), help="The member's class."
    ),
    click.option("--role", "roles", multiple=True, metavar="ROLE", help="A role that the member holds."),
    click.option(
        "--moment", type=click.Choice(["draft", "publication"]), help="Publication also weighs equipment rules."
    ),
    click.option("--third-party", is_flag=True, help="Somebody else posted it on a page that the member controls."),
    click.option("--patterns-only", is_flag=True, help="Look by patterns alone, without the learned signals."),
)


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
