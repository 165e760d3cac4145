"""The folder of a desk: made once, with its settings and keys."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from postorders.desk.config import FILE, SECRETS, described
from postorders.errors import refuse


def make(home: Path, **given: object) -> Path:
    """Makes the folder of a new desk: settings with their explanations, and a secret key that only its owner reads.

    `given` replaces defaults of the settings. Raises InputError when a desk stands there, or the place is taken.
    """
    if (home / FILE).exists():
        raise refuse(f"There is a desk in {home} already; nothing was changed.", "Start it with 'postorders desk run'.")
    if home.exists() and any(home.iterdir()):
        raise refuse(f"{home} is not empty; nothing was written.", "Name a new folder with --at.")
    for name in ("", "logs", "outbox", "static", "published"):
        (home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = Path(str(given.get("keys") or home / "keys"))
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(keys / "secret-key", secrets.token_urlsafe(50) + "\n")
    _write(keys / "seal-key", secrets.token_hex(32) + "\n")
    _write(home / FILE, settings_text(given))
    return home


def settings_text(given: dict[str, object]) -> str:
    """The settings file: each value that was given, and the others as comments, all explained."""
    lines = [
        "# The settings of this desk. Uncomment a line to change it. No criminal justice information is to be",
        "# stored here.",
    ]
    for name, default, says, source in described():
        if name in ("folder", *SECRETS):
            continue
        value = given.get(name, default)
        lines += ["", f"# {says} ({source})", f"{'' if name in given else '# '}{name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _write(path: Path, text: str) -> None:
    """Writes a file that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
