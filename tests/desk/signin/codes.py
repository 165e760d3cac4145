"""What an authenticator app shows."""

from __future__ import annotations

import base64
import hmac
import struct
import time


def code(secret: str, at: float | None = None) -> str:
    """The code at a time, now by default (RFC 6238: SHA-1, 30 seconds, 6 digits)."""
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06d}"
