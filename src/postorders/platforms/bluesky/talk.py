"""Talking with the server that keeps a Bluesky account, and what each of its errors means for a post.

Source: https://docs.bsky.app/docs/api/at-protocol-xrpc-api and https://atproto.com/specs/xrpc.
"""

from __future__ import annotations

import json
import re
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from postorders.platforms.plain import plain
from postorders.platforms.publisher import Line
from postorders.platforms.wire import Answer, Expired, Gone, Limited, Unavailable, Unknown, good, send, waiting
from postorders.words import _

SERVER = "https://bsky.social"
_LONGEST_WAIT = 86_400.0
_HALF = re.compile("[\ud800-\udfff]")
_VOID = frozenset(
    (
        "AccountDeactivated", "AccountNotFound", "AccountSuspended", "AccountTakedown", "AuthMissing",
        "AuthenticationRequired", "ExpiredToken", "InvalidToken", "InsufficientScope", "ScopeMissingError",
    )
)  # fmt: skip
_GONE = frozenset(["NotFound", "RecordNotFound", "RepoDeactivated", "RepoNotFound", "RepoSuspended", "RepoTakendown"])


class Talk:
    """A talk with an account's server. An access token that ran out is Expired, as a void one is: who keeps the secrets
    renews them, for the new refresh token must be kept before it is used."""

    def __init__(self, line: Line) -> None:
        self.server = (line.server or SERVER).rstrip("/")
        self.did = line.secrets.get("did", "")
        self.access = line.secrets.get("access", "")
        self.refresh = line.secrets.get("refresh", "")

    def get(self, method: str, **query: Any) -> tuple[Answer, Mapping[str, Any]]:
        """What anyone may read, and the answer as it came."""
        answer = send("GET", self._url(method), query=query)
        return answer, heard(answer, changes=False)

    def ask(self, method: str) -> Mapping[str, Any]:
        """What only the account itself may read."""
        return self._heard(send("GET", self._url(method), headers=self._bearer()), False)

    def post(self, method: str, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """A change. Raises Unknown where nobody says whether it was made."""
        return self._heard(send("POST", self._url(method), headers=self._bearer(), json_body=said), True)

    def upload(self, data: bytes, kind: str) -> Mapping[str, Any]:
        """The reference of a file that nothing shows yet. As nothing shows it, an unknown outcome is Unavailable."""
        try:
            found = self._sent(data, kind).get("blob")
        except Unknown as trouble:
            raise Unavailable(trouble.told) from None
        if not isinstance(found, Mapping):
            raise Unavailable(_("The server took the picture and did not say where it is."))
        return found

    def renew(self) -> Mapping[str, Any]:
        """A new session for the refresh token. The old refresh token gives the same one for two hours more."""
        if not self.refresh:
            raise Expired(_("The account has to be connected anew: there is no refresh token."))
        try:
            answer = send("POST", self._url("com.atproto.server.refreshSession"), headers=self._bearer(self.refresh))
            found = self._heard(answer, True)
        except Unknown as trouble:
            raise Unavailable(trouble.told) from None
        access, refresh, did = token(found, "accessJwt"), token(found, "refreshJwt"), text(found, "did")
        if not (access and refresh):
            raise Unavailable(_("The server renewed the session and gave no tokens."))
        if self.did and did != self.did:
            raise Expired(_("The session belongs to another account now. Connect the account anew."))
        return found

    def _sent(self, data: bytes, kind: str) -> Mapping[str, Any]:
        url, headers = self._url("com.atproto.repo.uploadBlob"), {**self._bearer(), "Content-Type": kind}
        return self._heard(send("POST", url, headers=headers, body=data, timeout=60.0), True)

    def _heard(self, answer: Answer, changes: bool) -> Mapping[str, Any]:
        return heard(answer, changes=changes, hide=(self.access, self.refresh))

    def _bearer(self, other: str | None = None) -> dict[str, str]:
        return {"Authorization": f"Bearer {other or self.access}"}

    def _url(self, method: str) -> str:
        return f"{self.server}/xrpc/{method}"


def heard(answer: Answer, *, changes: bool, hide: tuple[str, ...] = ()) -> Mapping[str, Any]:
    """The object that was answered. `hide` are secrets that the server's own words may repeat.

    Raises what `postorders.platforms.wire.good` raises, by the error's name first: Expired, Gone, Limited.
    """
    found = _object(answer)
    if answer.status < 300:
        if found is None:
            raise (Unknown if changes else Unavailable)(_("The server's answer cannot be read."))
        return found
    name, told = text(found or {}, "error"), plain(text(found or {}, "message") or text(found or {}, "error"), hide)
    if name in _VOID and answer.status < 500:
        raise Expired(told)
    if name in _GONE or (name == "InvalidRequest" and told.startswith("Could not locate record")):
        raise Gone(told)
    if answer.status == 429:
        raise Limited(told, _wait(answer))
    good(answer, told, changes=changes)
    return {}


def _object(answer: Answer) -> Mapping[str, Any] | None:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _wait(answer: Answer) -> float:
    """Seconds: `Retry-After`, else until the second of `RateLimit-Reset`; within a day."""
    reset = answer.headers.get("ratelimit-reset", "")
    if not answer.headers.get("retry-after", "").isdigit() and reset.isdecimal() and len(reset) < 12:
        return min(max(int(reset) - time.time(), 1.0), _LONGEST_WAIT)
    return min(waiting(answer), _LONGEST_WAIT)


def text(found: Mapping[str, Any], name: str) -> str:
    """A text of an answer, half characters replaced; "" for anything else."""
    value = found.get(name)
    return _HALF.sub("\ufffd", value) if isinstance(value, str) else ""


def token(found: Mapping[str, Any], name: str) -> str:
    """A token of an answer; "" for what no header can carry, so that no error of sending repeats it."""
    value = text(found, name)
    return value if value.isascii() and value.isprintable() and " " not in value else ""


def end(token: str) -> str:
    """When a token runs out, as its own middle part says (ISO 8601); "" if it does not."""
    part = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        at = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))["exp"]
        return datetime.fromtimestamp(int(at), UTC).isoformat()
    except (ValueError, TypeError, LookupError, OverflowError, OSError, RecursionError):
        return ""
