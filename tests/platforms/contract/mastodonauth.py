"""How a Mastodon server lets applications in: https://docs.joinmastodon.org/methods/oauth/, looked up on 2026-11-22."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.platforms.contract.server import Asked, Contract, Reply


@dataclass
class Token:
    """A bearer's token: whose, and what it allows."""

    account: str
    scopes: set[str]
    runs_out: datetime | None = None


def error(status: int, words: str, **more: str) -> Reply:
    return Reply({"error": words, **more}, status)


class SignIn(Contract):
    """Applications, codes and tokens. `old` is a server before 4.3: without the scope `profile`, metadata and PKCE."""

    def __init__(self, old: bool) -> None:
        super().__init__()
        self.old, self.seconds_given = old, 0
        self.names = {"1001": "police", "1002": "neighbor"}
        self.apps: dict[str, tuple[str, str, set[str]]] = {}
        self.codes: dict[str, tuple[str, str, set[str], str]] = {}
        self.tokens: dict[str, Token] = {}
        self.refreshes: dict[str, Token] = {}
        self.routes = [
            ("GET", "/.well-known/oauth-authorization-server", self._metadata),
            ("POST", "/api/v1/apps", self._register),
            ("POST", "/oauth/token", self._token),
            ("GET", "/api/v1/accounts/verify_credentials", self._who),
        ]

    def approve(self, url: str, scopes: str = "", deny: bool = False) -> dict[str, str]:
        """The person opens the address and allows what is asked (or `scopes` of it): the query that comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query, strict_parsing=True).items()}
        _secret, answer, known = self.apps[asked["client_id"]]
        wanted = set(asked["scope"].split())
        assert urlsplit(url).path == "/oauth/authorize" and asked["response_type"] == "code"
        assert asked["redirect_uri"] == answer and wanted <= known
        assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
        if deny:
            return {"error": "access_denied", "error_description": "The request was denied.", "state": asked["state"]}
        code = secrets.token_urlsafe(32)
        allowed = set(scopes.split()) or wanted
        self.codes[code] = (asked["client_id"], answer, allowed, asked["code_challenge"])
        return {"code": code, "state": asked["state"]}

    def admit(self, scopes: str = "profile read:statuses write:statuses write:media", account: str = "1001") -> str:
        """A token, without the way there."""
        token = secrets.token_urlsafe(32)
        self.tokens[token] = Token(account, set(scopes.split()))
        return token

    def _metadata(self, asked: Asked) -> Reply:
        if self.old:
            return error(404, "Not Found")
        known = "read write profile read:accounts read:statuses write:statuses write:media".split()
        return Reply(
            {"issuer": f"{self.base}/", "scopes_supported": known, "code_challenge_methods_supported": ["S256"]}
        )

    def _register(self, asked: Asked) -> Reply:
        if not asked.form.get("client_name"):
            return error(422, "Validation failed: Application name can't be blank")
        if not urlsplit(asked.form.get("redirect_uris", "")).scheme:
            return error(422, "Validation failed: Redirect URI must be an absolute URI.")
        client, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        scopes = asked.form.get("scopes", "read").split()
        if self.old and "profile" in scopes:
            return error(422, "Validation failed: Scopes doesn't match configured on the server.")
        self.apps[client] = (secret, asked.form["redirect_uris"], set(scopes))
        return Reply(
            {
                "id": "1",
                "name": asked.form["client_name"],
                "scopes": scopes,
                "client_id": client,
                "client_secret": secret,
            }
        )

    def _token(self, asked: Asked) -> Reply:
        form = asked.form
        app = self.apps.get(form.get("client_id", ""))
        if app is None or app[0] != form.get("client_secret"):
            return error(401, "invalid_client", error_description="Client authentication failed due to unknown client.")
        invalid = error(400, "invalid_grant", error_description="The provided authorization grant is invalid.")
        if form.get("grant_type") == "refresh_token":
            held = self.refreshes.pop(form.get("refresh_token", ""), None)
            return self._give(held) if held else invalid
        if form.get("grant_type") != "authorization_code":
            return error(400, "unsupported_grant_type", error_description="The grant type is not supported.")
        client, answer, scopes, challenge = self.codes.pop(form.get("code", ""), ("", "", set(), ""))
        proof = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if client != form["client_id"] or answer != form.get("redirect_uri") or (not self.old and proof != challenge):
            return invalid
        return self._give(Token("1001", scopes))

    def _give(self, token: Token) -> Reply:
        given, now = secrets.token_urlsafe(32), datetime.now(UTC)
        body: dict[str, Any] = {"access_token": given, "token_type": "Bearer", "scope": " ".join(sorted(token.scopes))}
        body["created_at"] = int(now.timestamp())
        runs_out = None
        if self.seconds_given:
            runs_out = now + timedelta(seconds=self.seconds_given)
            body |= {"expires_in": self.seconds_given, "refresh_token": secrets.token_urlsafe(32)}
            self.refreshes[body["refresh_token"]] = token
        self.tokens[given] = Token(token.account, token.scopes, runs_out)
        return Reply(body)

    def allowed(self, asked: Asked, *scopes: str) -> Token | Reply:
        token = self.tokens.get(asked.token)
        if token is None:
            return error(401, "The access token is invalid")
        if token.runs_out and token.runs_out < datetime.now(UTC):
            return error(401, "The access token expired")
        if not any(one in token.scopes or one.partition(":")[0] in token.scopes for one in scopes):
            return error(403, "This action is outside the authorized scopes")
        return token

    def _who(self, asked: Asked) -> Reply:
        token = self.allowed(asked, "profile", "read:accounts")
        return token if isinstance(token, Reply) else Reply(self.account(token.account))

    def account(self, account: str) -> dict[str, Any]:
        name = self.names[account]
        return {
            "id": account,
            "username": name,
            "acct": name,
            "display_name": name.title(),
            "url": f"{self.base}/@{name}",
        }
