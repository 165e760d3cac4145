"""Sealed justifications, opened under one seal key and closed under another, when a department moves house."""

from __future__ import annotations

import secrets
import uuid
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from postorders.errors import refuse
from postorders.words import _

NAME = "seal-key"
NONCE = 12
TABLE = "permissions_request"


def read(folder: Path) -> bytes:
    """The seal key in a folder. Raises InputError when it is missing or damaged."""
    path = folder / NAME
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise refuse(_("The seal key cannot be read."), _("Restore the file."), str(path)) from error
    if len(key) != 32:
        raise refuse(_("The seal key is not 64 hex digits long."), _("Restore the file."), str(path))
    return key


def made(folder: Path) -> bytes:
    """A new seal key, written into a folder."""
    key = secrets.token_bytes(32)
    (folder / NAME).touch(mode=0o600)
    (folder / NAME).write_text(key.hex() + "\n", encoding="ascii")
    return key


def moved(row: dict[str, Any], old: bytes, new: bytes) -> dict[str, Any]:
    """The row of a request, `sealed` in bytes, closed under the new key."""
    if not row["sealed"]:
        return row
    request, sealed = uuid.UUID(str(row["id"])).bytes, bytes(row["sealed"])
    try:
        plain = AESGCM(old).decrypt(sealed[:NONCE], sealed[NONCE:], request)
    except InvalidTag as error:
        what = _("What is sealed in request {number} cannot be opened with this key.").format(number=row["number"])
        raise refuse(what, _("Give the seal key of the time when it was written.")) from error
    nonce = secrets.token_bytes(NONCE)
    return {**row, "sealed": nonce + AESGCM(new).encrypt(nonce, plain, request)}
