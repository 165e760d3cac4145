"""What goes to the screen: plain lines, tables, JSON."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import click

from postorders.errors import Problem
from postorders.plain import to_plain
from postorders.words import plural


def width() -> int:
    """Columns to write in: those of the terminal, within reason."""
    return max(50, min(100, shutil.get_terminal_size((90, 20)).columns))


def put_json(value: Any) -> None:
    """Indented JSON with keys in a fixed order: the same value gives the same bytes."""
    click.echo(json.dumps(to_plain(value), indent=2, ensure_ascii=False, default=str))


def wrap(text: str, indent: str = "  ", first: str | None = None) -> str:
    """Text broken at words to the width of the screen."""
    lines = textwrap.wrap(
        text,
        width(),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )
    return "\n".join(lines)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns aligned; the last one is wrapped."""
    body = [[str(cell) for cell in row] for row in rows]
    sizes = [max(len(row[i]) for row in (list(heads), *body)) for i in range(len(heads) - 1)]
    room = max(24, width() - sum(sizes) - 2 * len(sizes))
    lines = []
    for row in (list(heads), *body):
        parts = textwrap.wrap(row[-1], room, break_on_hyphens=False) or [""]
        left = "  ".join(cell.ljust(size) for cell, size in zip(row, sizes, strict=False))
        lines.append(f"{left}  {parts[0]}".rstrip())
        lines += [f"{' ' * len(left)}  {part}" for part in parts[1:]]
    return "\n".join(lines)


def count(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number} {plural(one, many, number)}"


def complain(problems: Iterable[Problem]) -> None:
    """Each problem on standard error: where, what, how to mend."""
    for problem in problems:
        click.echo(f"postorders: {problem}", err=True)
