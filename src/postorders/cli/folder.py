"""A group whose commands are the files of a folder, imported only when they are called."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

_TOP = Path(__file__).parent
_SHARED = frozenset({"__init__", "out", "options"})
_SHARED_AT_TOP = _SHARED | {"main", "folder", "render", "replay", "given", "witness"}


class FolderGroup(click.Group):
    """Each file `name.py` of `folder` holds `command`; each folder holds a group of such files.

    A command's name has `-` where the file's has `_`.
    """

    def __init__(self, *args: Any, folder: Path, package: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder, self.package = folder, package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the files and folders."""
        shared = _SHARED_AT_TOP if self.folder == _TOP else _SHARED
        files = {path.stem for path in self.folder.glob("*.py")} - shared
        groups = {path.parent.name for path in self.folder.glob("*/__init__.py")}
        return sorted(name.replace("_", "-") for name in files | groups)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        inner = f"{self.package}.{name}"
        if (self.folder / name).is_dir():
            text = (importlib.import_module(inner).__doc__ or "").strip()
            return FolderGroup(cmd_name, folder=self.folder / name, package=inner, help=text)
        command: click.Command = importlib.import_module(inner).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest name when there is no such command."""
        from postorders.plain import suggest

        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            ctx.fail(f"There is no command {name!r}. {suggest(name, self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)
