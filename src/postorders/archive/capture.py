"""One fetch of something public, with its bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capture:
    """What a server sent, or a person brought.

    `url` is what was asked for and `final` where it was found, after the redirects in `hops`; both "" for an upload.
    `at` is ISO 8601 with a zone. `status` is that of HTTP, 0 for an upload. `kind` is the media type, lower case,
    without parameters; `charset` the encoding that the sender named, "" for none. `body` is decompressed.
    """

    body: bytes
    kind: str
    at: str
    url: str = ""
    final: str = ""
    hops: tuple[str, ...] = ()
    status: int = 0
    charset: str = ""
    name: str = ""

    @property
    def sha256(self) -> str:
        """SHA-256 of the body, hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()
