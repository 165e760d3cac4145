"""The Python that goes to the browser: a module, all that it imports from this package, and nothing else."""

from __future__ import annotations

import ast
import io
import zipfile
from pathlib import Path

ROOT = "postorders"
_PACKAGE = Path(__file__).parent.parent
_EPOCH = (1980, 1, 1, 0, 0, 0)


def closure(start: str) -> dict[str, Path]:
    """The module and every module of this package that it imports, early or late, by name."""
    found: dict[str, Path] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in found or (path := _file(name)) is None:
            continue
        found[name] = path
        waiting += [".".join(name.split(".")[:depth]) for depth in range(1, name.count(".") + 1)]
        waiting += _imports(path)
    return dict(sorted(found.items()))


def archive(start: str, compiled: bytes = b"") -> bytes:
    """A zip of the closure that Python imports from: the same bytes wherever it is made.

    `compiled` is a zip of compiled modules, taken along for a quicker start. Each names the hash of its source, so
    Python passes over one that is out of date.
    """
    files = {path.relative_to(_PACKAGE.parent).as_posix(): path.read_bytes() for path in closure(start).values()}
    if compiled:
        with zipfile.ZipFile(io.BytesIO(compiled)) as given:
            files |= {name: given.read(name) for name in given.namelist() if name.removesuffix("c") in files}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, zipfile.ZIP_STORED
            made.writestr(entry, content)
    return out.getvalue()


def _file(name: str) -> Path | None:
    """Where a module of this package stands; None for a name within a module, or one of another package."""
    if name.split(".", maxsplit=1)[0] != ROOT:
        return None
    place = _PACKAGE.parent.joinpath(*name.split("."))
    return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()), None)


def _imports(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names
