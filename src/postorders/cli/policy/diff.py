"""`postorders policy diff`: what changed between two versions."""

from __future__ import annotations

import sys
from typing import Any

import click

from postorders.cli.options import format_option, roots
from postorders.cli.out import count, put_json, wrap
from postorders.known import known
from postorders.policy import library
from postorders.policy.diff import Change, diff
from postorders.policy.policy import Policy


@click.command(name="diff")
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@format_option("text", "json")
def command(old: str, new: str, form: str) -> None:
    """Compares two packs, each a template's id or a folder. Exit codes: 0 the same; 1 different; 2 errors."""
    changes = diff(_newest(old), _newest(new))
    put_json(changes) if form == "json" else put_changes(changes)
    sys.exit(1 if changes else 0)


def put_changes(changes: list[Change]) -> None:
    """Prints changes for a person."""
    for change in changes:
        name = f"{change.clause or 'pack'}{' ' + change.field if change.field else ''}"
        click.echo(f"{name}: {change.what}")
        for sign, value in (("-", change.was), ("+", change.now)):
            if value is not None:
                click.echo(wrap(_text(value), "      ", f"    {sign} "))
    click.echo(f"{count(len(changes), 'difference', 'differences')}.")


def _newest(name: str) -> Policy:
    packs = (library.read(folder, known) for folder in library.folders(name, roots()))
    return max(packs, key=lambda policy: policy.manifest.effective)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(item)}" for key, item in value.items())
    return ", ".join(_text(item) for item in value) if isinstance(value, list) else str(value)
