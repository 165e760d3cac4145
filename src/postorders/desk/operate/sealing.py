"""What is sealed in rows, opened under one seal key and closed under another, when a department moves house."""

from __future__ import annotations

import secrets
import uuid
from pathlib import Path
from typing import Any

from postorders.desk.base import seal
from postorders.desk.base.seal import NAME
from postorders.errors import refuse
from postorders.words import _

# The tables with a column `sealed`: justifications of requests, secrets of applications, keys to official accounts.
TABLES = frozenset({"permissions_request", "connect_application", "connect_connection"})


def read(folder: Path) -> bytes:
    """The seal key in a folder. Raises InputError when it is missing or damaged."""
    return seal.key(folder)


def made(folder: Path) -> bytes:
    """A new seal key, written into a folder."""
    key = secrets.token_bytes(32)
    (folder / NAME).touch(mode=0o600)
    (folder / NAME).write_text(key.hex() + "\n", encoding="ascii")
    return key


def moved(row: dict[str, Any], old: bytes, new: bytes, table: str = "permissions_request") -> dict[str, Any]:
    """The row of a table, `sealed` in bytes, closed under the new key."""
    if not row["sealed"]:
        return row
    at = uuid.UUID(str(row["id"]))
    try:
        plain = seal.opened(bytes(row["sealed"]), at, old)
    except seal.Shut as error:
        what = _("What is sealed in {table} {number} cannot be opened with this key.")
        named = what.format(table=table, number=row.get("number", row["id"]))
        raise refuse(named, _("Give the seal key of the time when it was written.")) from error
    return {**row, "sealed": seal.close(plain, at, new)}
