"""commands.md and exit-codes.md, from the command line itself."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click
from writing import table

from postorders.cli import folder, main
from postorders.posts.readers import format_names

_CODES = re.compile(r"Exit codes?:\s*(.*?)\.(?:\s|$)", re.S)
_ORDINARY = {0: "done", 2: "bad usage or input"}


def pages() -> dict[str, str]:
    """Both pages."""
    found = list(commands())
    check(found)
    return {"commands.md": _commands_page(found), "exit-codes.md": _codes_page(found)}


def commands(group: click.Group = main.cli, path: str = "postorders") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, groups left out."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, folder.FolderGroup):
            yield from commands(command, f"{path} {name}")
        elif command is not None:
            yield f"{path} {name}", command


def codes_said(command: click.Command) -> dict[int, str]:
    """The exit codes in the command's help; 2 is always there, for what a user can mend."""
    said = _CODES.search(command.help or "")
    if not said:
        return dict(_ORDINARY)
    parts = (part.strip().split(" ", 1) for part in " ".join(said.group(1).split()).split(";"))
    return dict(sorted({2: "bad usage or input", **{int(code): meaning for code, meaning in parts}}.items()))


def codes_used(command: click.Command) -> set[int]:
    """The exit codes that the command's module can end with: what it hands to `sys.exit`, and its named codes."""
    callback = command.callback
    assert callback is not None
    tree = ast.parse(Path(inspect.getfile(inspect.unwrap(callback))).read_text(encoding="utf-8"))
    found = {0, 2}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "sys.exit":
            found |= set(_numbers(node))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            found |= set(_numbers(node.value))
    return found


def check(found: list[tuple[str, click.Command]]) -> None:
    """Raises LookupError for a command or an option without help, and for an exit code that no help explains."""
    for name, command in found:
        silent = [p.opts[-1] for p in command.params if isinstance(p, click.Option) and not p.help]
        silent += [] if command.help else ["itself"]
        silent += [f"exit code {code}" for code in sorted(codes_used(command) - codes_said(command).keys())]
        if silent:
            raise LookupError(f"Not documented in the help of '{name}': {', '.join(silent)}.")


def _numbers(node: ast.AST) -> Iterator[int]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and type(part.value) is int:
            yield part.value


def _commands_page(found: list[tuple[str, click.Command]]) -> str:
    parts = [
        "# Commands\n",
        "Every command, its arguments, its options and its [exit codes](exit-codes.md). "
        "`postorders COMMAND --help` prints the same.\n",
    ]
    for name, command in found:
        parts.append(f"## `{name}`\n")
        parts.append(f"```text\n{_usage(name, command)}\n```\n")
        parts += [f"{' '.join(part.split())}\n" for part in _prose(command).split("\n\n") if part.strip()]
        if options := [p for p in command.params if isinstance(p, click.Option)]:
            parts.append(table(("option", "value", "what it does"), map(_option, options)))
        codes = "; ".join(f"{code} {meaning}" for code, meaning in codes_said(command).items())
        parts.append(f"Exit codes: {codes}.\n")
    parts.append("## Input formats\n")
    names = ", ".join(f"`{name}`" for name in format_names())
    parts.append(
        f"`check --input FORMAT` reads the posts as one of {names}. Without it the name and the content decide. "
        "[Files](files.md) has their fields.\n"
    )
    return "\n".join(parts)


def _prose(command: click.Command) -> str:
    return _CODES.sub("", inspect.cleandoc(command.help or ""))


def _usage(name: str, command: click.Command) -> str:
    arguments = [p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)]
    options = ["[OPTIONS]"] if any(isinstance(p, click.Option) for p in command.params) else []
    return " ".join([name, *options, *arguments])


def _option(option: click.Option) -> tuple[str, str, str]:
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    value = "" if option.is_flag else " or ".join(f"`{c}`" for c in choices) or f"`{option.metavar or 'TEXT'}`"
    shown = option.default if isinstance(option.default, str) and option.default and option.show_default else ""
    more = [f"Default: {shown}."] if shown else []
    more += ["May be given several times."] if option.multiple else []
    more += ["Required."] if option.required else []
    return f"`{option.opts[-1]}`", value, " ".join([option.help or "", *more])


def _codes_page(found: list[tuple[str, click.Command]]) -> str:
    rows = [(f"`{name}`", *(codes_said(command).get(code, "") for code in range(4))) for name, command in found]
    return "\n".join(
        [
            "# Exit codes\n",
            "What each command hands back to the shell. An empty cell is a code that the command never ends with.\n",
            table(("command", "0", "1", "2", "3"), rows),
            "`check` and `screen` look at all posts that they were given: where several codes hold, 2 goes before 1, "
            "1 before 3 and 3 before 0. A post that cannot be read costs exit code 2, in `signals` too, and the others "
            "are still looked at. A witness that `check` calls changes no code by its silence.\n",
        ]
    )
