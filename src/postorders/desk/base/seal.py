"""What is sealed in a row: encrypted under the desk's seal key, so that neither the database nor a backup tells it."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from postorders.errors import refuse

NAME = "seal-key"
NONCE = 12


class Shut(Exception):
    """Sealed bytes that do not open: the key is another, or they were changed or moved to another row."""


def key(folder: Path | None = None) -> bytes:
    """The seal key in a folder, the desk's own if none is named. Raises InputError when it is missing or damaged."""
    path = (folder or settings.CONFIG.key_folder) / NAME
    try:
        found = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise refuse("The seal key cannot be read.", "Restore the file, 64 hex digits.", str(path)) from error
    if len(found) != 32:
        raise refuse("The seal key is not 64 hex digits long.", "Restore the file.", str(path))
    return found


def close(plain: bytes, row: uuid.UUID, under: bytes | None = None) -> bytes:
    """The bytes, encrypted and bound to the row of that id: a random nonce, then AES-GCM. `under` is another key than
    the desk's. Raises InputError without a key."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(under or key()).encrypt(nonce, plain, row.bytes)


def opened(sealed: bytes, row: uuid.UUID, under: bytes | None = None) -> bytes:
    """The bytes again. Raises Shut, or InputError without a key."""
    try:
        return AESGCM(under or key()).decrypt(sealed[:NONCE], sealed[NONCE:], row.bytes)
    except (InvalidTag, ValueError) as error:
        raise Shut from error
