"""Connecting an account of X: OAuth 2.0 with a code and PKCE, and keys that are renewed every two hours.

Source: https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code (2026-11-22). Renewing gives a new
refresh token as well and voids the old one: what `renew` gives must be kept before it is used.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from postorders.platforms import wire
from postorders.platforms.clean import visible
from postorders.platforms.pkce import answers, prove
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.told import dig, harmless
from postorders.platforms.wire import Expired, Refused, Unknown
from postorders.platforms.x import api
from postorders.words import _

SCOPES = ("tweet.read", "users.read", "tweet.write", "media.write", "offline.access")
_DOOR = "https://x.com"


def asking(settings: Mapping[str, str], answer: str) -> Asking:
    """The address that asks the person, and what must be kept for `opened`. Raises Refused without a `client_id`."""
    server = settings.get("server") or api.SERVER
    proof = prove()
    query = {
        "response_type": "code", "client_id": _client(settings), "redirect_uri": answer, "scope": " ".join(SCOPES),
        **proof.query,
    }  # fmt: skip
    door = _DOOR if server == api.SERVER else server
    url = f"{door}/i/oauth2/authorize?{urlencode(query, quote_via=quote)}"
    return Asking(url, {**proof.keep, "answer": answer})


def _client(settings: Mapping[str, str]) -> str:
    if not settings.get("client_id"):
        raise Refused(_("X needs the client ID of an application. Make one at developer.x.com and enter its ID."))
    return settings["client_id"]


def opened(settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
    """The account, of what came back. Raises Refused for a refusal or another's answer, Expired for a code that X no
    longer takes or for permissions that were not given."""
    if not answers(keep, given):
        raise Refused(_("This answer does not belong to the account that you began to connect. Begin again."))
    if given.get("error") or not given.get("code"):
        raise Refused(_("The account was not connected: X was not given leave. Begin again if that was a mistake."))
    form = {
        "grant_type": "authorization_code", "code": given["code"], "redirect_uri": keep.get("answer", ""),
        "code_verifier": keep.get("verifier", ""),
    }  # fmt: skip
    return _named(settings, _tokens(settings, form))


def _named(settings: Mapping[str, str], got: Opened) -> Opened:
    who = profile(Line("", settings.get("server", ""), got.secrets))
    kept = {**got.secrets, "id": who.id}
    return Opened(kept, who.handle, who.id, who.name, got.scopes, got.expires)


def renewed(settings: Mapping[str, str], line: Line) -> Opened:
    """Fresh keys. Raises Expired where the old ones are void."""
    old = line.secrets.get("refresh_token", "")
    if not old:
        raise Expired(_("The X account was connected without leave to renew. Connect it anew."))
    got = _tokens(settings, {"grant_type": "refresh_token", "refresh_token": old})
    kept = {**line.secrets, **got.secrets}
    return Opened(kept, line.handle, kept.get("id", ""), "", got.scopes, got.expires)


def _tokens(settings: Mapping[str, str], form: dict[str, str]) -> Opened:
    client, secret = _client(settings), settings.get("client_secret", "")
    headers = {}
    if secret:
        pair = f"{quote(client, safe='')}:{quote(secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    url = f"{settings.get('server') or api.SERVER}/2/oauth2/token"
    answer = wire.send("POST", url, headers=headers, form={**form, "client_id": client})
    if answer.status in (400, 401, 403):
        _refusal(answer)
    told = api.checked(answer, "offline.access", (secret, *form.values())).data()
    return _opened(told if isinstance(told, dict) else {})


def _refusal(answer: wire.Answer) -> None:
    try:
        told = dig(answer.data()).get("error")
    except Unknown:
        told = ""
    if told in ("invalid_client", "unauthorized_client"):
        raise Refused(_("X does not know this application. Check its client ID and client secret."))
    raise Expired(_("X no longer takes this key to the account. Connect the account anew."))


def _opened(told: Mapping[str, Any]) -> Opened:
    kept = {name: told.get(name) for name in ("access_token", "refresh_token") if told.get(name)}
    if "access_token" not in kept or not all(isinstance(k, str) and api.SECRET.fullmatch(k) for k in kept.values()):
        raise Unknown(_("X answered without a key that can be used. Connect the account again."))
    scope = told.get("scope")
    scopes = tuple(scope.split()) if isinstance(scope, str) else SCOPES
    if missing := [one for one in SCOPES if one not in scopes]:
        what = _("The account was connected without {scopes}. Connect it anew and allow everything that is asked.")
        raise Expired(what.format(scopes=", ".join(missing)))
    seconds = told.get("expires_in")
    good = isinstance(seconds, int) and 0 < seconds < 10**9
    until = datetime.now(UTC) + timedelta(seconds=seconds if good and isinstance(seconds, int) else 7200)
    return Opened(
        {name: str(one) for name, one in kept.items()}, scopes=scopes, expires=until.isoformat("T", "seconds")
    )


def profile(line: Line) -> Opened:
    """Who the keys speak for."""
    with harmless():
        told = dig(api.ask(line, "GET", "/2/users/me", "users.read").data(), "data")
        handle, number = str(told.get("username", "")), str(told.get("id", ""))
        if not api.HANDLE.fullmatch(handle) or not api.NUMBER.fullmatch(number):
            raise Unknown(_("X did not say whose account this is."))
    return Opened(line.secrets, handle, number, plain(visible(str(told.get("name", ""))))[:50])
