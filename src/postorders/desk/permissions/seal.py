"""The sealed justification: encrypted under the desk's seal key, so that neither the database nor a backup tells it."""

from __future__ import annotations

import uuid

from postorders.desk.base.seal import Shut, close, opened
from postorders.errors import refuse


def seal(text: str, request: uuid.UUID) -> bytes:
    """The text, encrypted and bound to its request. Raises InputError without a key."""
    return close(text.encode(), request)


def unseal(sealed: bytes, request: uuid.UUID) -> str:
    """The text again. Raises InputError when the key is another, or the bytes were changed or moved."""
    try:
        return opened(sealed, request).decode()
    except Shut as error:
        what = "The sealed justification cannot be opened with this desk's seal key."
        raise refuse(what, "Restore keys/seal-key as it was when the request was made.") from error
