"""Secrets of applications and connections: sealed in their row, and in no act, notice or page."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from postorders.desk.base.seal import Shut, close, opened


def shut(secrets: Mapping[str, str], row: uuid.UUID) -> bytes:
    """The secrets, sealed and bound to their row; nothing for none. Raises InputError without a seal key."""
    return close(json.dumps(dict(secrets), sort_keys=True).encode(), row) if secrets else b""


def secrets_in(sealed: bytes, row: uuid.UUID) -> dict[str, str]:
    """The secrets of a row, {} where there are none. Raises Shut when this desk's key does not open them."""
    if not sealed:
        return {}
    found = json.loads(opened(bytes(sealed), row))
    return {str(name): str(value) for name, value in found.items()}


__all__ = ["Shut", "secrets_in", "shut"]
