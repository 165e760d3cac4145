"""Compiled packs and concepts, kept by content hash so that a start needs no YAML."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from postorders import __version__


def folder() -> Path:
    """Where compiled files go: $POSTORDERS_CACHE, else the user's cache folder."""
    if named := os.environ.get("POSTORDERS_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "postorders"


def content_key(files: Iterable[Path]) -> str:
    """SHA-256, in hex, of the names and bytes of `files` and of the program's version."""
    total = hashlib.sha256(__version__.encode())
    for path in files:
        total.update(f"\0{path.name}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def cached(name: str, key: str, build: Callable[[], Any]) -> Any:
    """Plain data built once per key. A cache that cannot be read or written only costs time."""
    path = folder() / f"{name}-{key[:24]}.json"
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        data = build()
        _keep(path, data)
        return data


def _keep(path: Path, data: Any) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False)
        os.replace(temporary, path)
    except OSError:
        return
