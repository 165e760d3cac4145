"""The proof that who comes back with a code is who asked for it: OAuth 2.0 with a state and PKCE (RFC 7636)."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest


@dataclass(frozen=True, slots=True)
class Proof:
    """A `state` that comes back with the answer, and a `verifier` that stays here until the code buys keys."""

    state: str = field(repr=False)
    verifier: str = field(repr=False)

    @property
    def query(self) -> dict[str, str]:
        """What the address that asks the person carries: the state, and the verifier's hash."""
        challenge = urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        return {"state": self.state, "code_challenge": challenge, "code_challenge_method": "S256"}

    @property
    def keep(self) -> dict[str, str]:
        """What must be kept for the second step, sealed."""
        return {"state": self.state, "verifier": self.verifier}


def prove() -> Proof:
    """A fresh proof."""
    return Proof(secrets.token_urlsafe(32), secrets.token_urlsafe(64))


def answers(keep: Mapping[str, str], given: Mapping[str, str]) -> bool:
    """Whether what came back carries the state that was kept."""
    kept = keep.get("state", "")
    return kept != "" and compare_digest(kept.encode(), given.get("state", "").encode(errors="replace"))
