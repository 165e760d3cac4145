"""Meta's keys: Facebook Login, the changing of keys, proofs and permissions, as documented; read on 2026-11-22.

https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow, /docs/facebook-login/guides/
access-tokens, /docs/graph-api/guides/secure-requests, /docs/graph-api/guides/error-handling.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from tests.platforms.contract.server import Asked, Contract, Reply

V = "/v25.0"
APP, APP_SECRET, BACK = "700100200300400", "app-secret-0123456789abcdef", "https://desk.example/connect/answer"
PAGE, OTHER, IG, PERSON = "100064000000001", "100064000000002", "17841400000000001", "10150000000000001"
DAY = 86400


def fault(code: int, message: str, sub: int = 0, status: int = 400, **more: Any) -> Reply:
    """An error as the Graph API words it."""
    problem = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEf-12345", **more}
    return Reply({"error": problem | ({"error_subcode": sub} if sub else {})}, status)


class Refuse(Exception):
    """Ends a request with this reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class Keys(Contract):
    """One application and one person, who shares Pages (`share`) and allows scopes (`allow`; None: all that is asked).
    `shift` seconds move the clock; `tasks` are what the person may do on a Page; `back` is the address that the
    application comes back to; `linked` are the Instagram accounts of Pages; `shown` is how accounts name themselves, by
    name and user name; `numbers` are those in the addresses of Pages that have no user name."""

    def __init__(self) -> None:
        super().__init__()
        self.shift = 0
        self.share: list[str] = [PAGE]
        self.allow: list[str] | None = None
        self.tasks = ["CREATE_CONTENT", "MODERATE"]
        self.back = BACK
        self.linked = {PAGE: IG}
        self.numbers: dict[str, str] = {}
        self.shown = {
            PAGE: ("Fulton Grove Police", "FultonGrovePD"), OTHER: ("Fulton Grove Parks", "FultonGroveParks"),
            IG: ("Fulton Grove Police", "fultongrovepd"),
        }  # fmt: skip
        self.codes: dict[str, tuple[str, list[str]]] = {}
        self.tokens: dict[str, dict[str, Any]] = {}

    def now(self) -> float:
        return time.time() + self.shift

    def issue(self, kind: str, scopes: list[str], seconds: int = 0, page: str = "") -> str:
        token = "EAA" + secrets.token_hex(24)
        expires = self.now() + seconds if seconds else 0
        self.tokens[token] = {"kind": kind, "scopes": scopes, "expires": expires, "page": page}
        return token

    def _who(self, asked: Asked, *scopes: str, kind: str = "page") -> dict[str, Any]:
        held = self.tokens.get(asked.token)
        if held is None:
            raise Refuse(fault(190, f"Malformed access token {asked.token}", status=401))
        if held["expires"] and held["expires"] < self.now():
            raise Refuse(fault(190, "Error validating access token: Session has expired.", 463, 401))
        proof = hmac.new(APP_SECRET.encode(), asked.token.encode(), hashlib.sha256).hexdigest()
        if (asked.query | asked.form).get("appsecret_proof") != proof:
            raise Refuse(fault(100, "Invalid appsecret_proof provided in the API argument"))
        if held["kind"] != kind:
            raise Refuse(fault(100, "Tried accessing nonexisting field"))
        for scope in scopes:
            if scope not in held["scopes"]:
                raise Refuse(fault(200, f"Requires {scope} permission to manage the object", status=403))
        return held

    def _dialog(self, asked: Asked) -> Reply:
        query = asked.query
        if (
            query.get("client_id") != APP
            or query.get("redirect_uri") != self.back
            or query.get("response_type") != "code"
        ):
            return Reply(b"URL blocked", 400)
        if self.allow == []:
            back = {"error": "access_denied", "error_reason": "user_denied", "state": query["state"]}
        else:
            code = secrets.token_hex(12)
            self.codes[code] = (query["redirect_uri"], self.allow or query["scope"].split(","))
            back = {"code": code, "state": query["state"]}
        return Reply(b"", 302, {"Location": f"{self.back}?{urlencode(back)}"})

    def _token(self, asked: Asked) -> Reply:
        form = asked.form
        if form.get("client_id") != APP or form.get("client_secret") != APP_SECRET:
            return fault(101, f"Error validating application with secret {form.get('client_secret')}")
        if form.get("grant_type") == "fb_exchange_token":
            held = self.tokens.get(form.get("fb_exchange_token", ""))
            if not held or held["kind"] != "user" or held["expires"] < self.now():
                return fault(190, f"Error validating access token {form.get('fb_exchange_token')}", 463)
            token = self.issue("user", held["scopes"], 60 * DAY)
            return Reply({"access_token": token, "token_type": "bearer", "expires_in": 60 * DAY - 5})
        address, scopes = self.codes.pop(form.get("code", ""), ("", []))
        if not address or address != form.get("redirect_uri"):
            return fault(100, "This authorization code has been used.", 36009)
        return Reply({"access_token": self.issue("user", scopes, 3600), "token_type": "bearer", "expires_in": 3600})

    def _permissions(self, asked: Asked) -> Reply:
        held = self._who(asked, kind="user")
        return Reply({"data": [{"permission": one, "status": "granted"} for one in held["scopes"]]})

    def _accounts(self, asked: Asked) -> Reply:
        held = self._who(asked, "pages_show_list", kind="user")
        data = []
        for page in self.share:
            token = self.issue("page", held["scopes"], page=page)
            row = {**self._account(page), "access_token": token, "tasks": self.tasks}
            if page in self.linked:
                row["instagram_business_account"] = self._account(self.linked[page])
            data.append(row)
        return Reply({"data": data, "paging": {"cursors": {}}})

    def _account(self, number: str) -> dict[str, Any]:
        name, user = self.shown[number]
        told = {"id": number, "name": name, **({"username": user} if user else {})}
        if number in self.linked.values():
            return told
        address = user or self.numbers.get(number, number)
        return {**told, "link": f"https://www.facebook.com/{address}"}
