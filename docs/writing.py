"""Small pieces of Markdown that every builder uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; a bar or a line break in a cell is made harmless."""
    lines = [f"| {' | '.join(heads)} |", f"|{'|'.join('---' for _ in heads)}|"]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def cell(value: object) -> str:
    """One cell of a table."""
    return " ".join(str(value).split()).replace("|", "\\|")


def code(names: Iterable[str]) -> str:
    """Names in code type, with commas."""
    return ", ".join(f"`{name}`" for name in names)


def described(what: str, names: Iterable[str], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each name with its description. Raises LookupError when one has none, or when a description has no name."""
    listed = list(names)
    if missing := [name for name in listed if not words.get(name)]:
        raise LookupError(f"Not documented: the {what} {', '.join(missing)}. Describe it in docs/builders/.")
    if gone := [name for name in words if name not in listed]:
        raise LookupError(f"Documented and gone: the {what} {', '.join(gone)}. Remove it from docs/builders/.")
    return [(f"`{name}`", words[name]) for name in listed]
