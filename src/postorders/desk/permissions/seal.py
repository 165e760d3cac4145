"""The sealed justification: encrypted under the desk's seal key, so that neither the database nor a backup tells it."""

from __future__ import annotations

import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from postorders.errors import refuse

NONCE = 12


def seal(text: str, request: uuid.UUID) -> bytes:
    """The text, encrypted and bound to its request: a random nonce, then AES-GCM. Raises InputError without a key."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, text.encode(), request.bytes)


def unseal(sealed: bytes, request: uuid.UUID) -> str:
    """The text again. Raises InputError when the key is another, or the bytes were changed or moved."""
    try:
        return AESGCM(_key()).decrypt(sealed[:NONCE], sealed[NONCE:], request.bytes).decode()
    except InvalidTag as error:
        what = "The sealed justification cannot be opened with this desk's seal key."
        raise refuse(what, "Restore keys/seal-key as it was when the request was made.") from error


def _key() -> bytes:
    path = settings.CONFIG.key_folder / "seal-key"
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise refuse("The seal key cannot be read.", "Restore the file, 64 hex digits.", str(path)) from error
    if len(key) != 32:
        raise refuse("The seal key is not 64 hex digits long.", "Restore the file.", str(path))
    return key
