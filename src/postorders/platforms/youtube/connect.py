"""Connecting a channel of YouTube: Google's OAuth 2.0 with a code, PKCE and leave to renew.

Source: https://developers.google.com/youtube/v3/guides/auth/server-side-web-apps (2026-11-22). A key lasts an hour;
the refresh token stays the same until the person withdraws it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from postorders.platforms import wire
from postorders.platforms.clean import visible
from postorders.platforms.pkce import answers, prove
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.told import dig, harmless, rows
from postorders.platforms.wire import Expired, Refused, Unknown
from postorders.platforms.youtube import api
from postorders.words import _

SCOPES = (api.UPLOAD, api.READ, api.CHANGE)
_DOOR, _TOKENS = "https://accounts.google.com", "https://oauth2.googleapis.com"


def asking(settings: Mapping[str, str], answer: str) -> Asking:
    """The address that asks the person, and what must be kept for `opened`. Raises Refused without a `client_id`."""
    proof = prove()
    query = {
        "response_type": "code", "client_id": _client(settings), "redirect_uri": answer, "scope": " ".join(SCOPES),
        "access_type": "offline", "prompt": "consent", **proof.query,
    }  # fmt: skip
    url = f"{_origin(settings, _DOOR)}/o/oauth2/v2/auth?{urlencode(query, quote_via=quote)}"
    return Asking(url, {**proof.keep, "answer": answer})


def _origin(settings: Mapping[str, str], own: str) -> str:
    server = settings.get("server") or api.SERVER
    return own if server == api.SERVER else server


def _client(settings: Mapping[str, str]) -> str:
    if not settings.get("client_id"):
        what = _(
            "YouTube needs the client ID of an application. Make one at console.cloud.google.com and enter its ID."
        )
        raise Refused(what)
    return settings["client_id"]


def opened(settings: Mapping[str, str], keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
    """The channel, of what came back. Raises Refused for a refusal or another's answer, Expired for a code that Google
    no longer takes or for permissions that were not given."""
    if not answers(keep, given):
        raise Refused(_("This answer does not belong to the channel that you began to connect. Begin again."))
    if given.get("error") or not given.get("code"):
        raise Refused(_("The channel was not connected: leave was not given. Begin again if that was a mistake."))
    form = {
        "grant_type": "authorization_code", "code": given["code"], "redirect_uri": keep.get("answer", ""),
        "code_verifier": keep.get("verifier", ""),
    }  # fmt: skip
    got = _tokens(settings, form)
    if "refresh_token" not in got.secrets:
        raise Expired(_("Google gave no leave to renew. Withdraw the old leave in your Google account; connect anew."))
    who = profile(Line("", settings.get("server", ""), got.secrets))
    return Opened(who.secrets, who.handle, who.id, who.name, got.scopes, got.expires)


def renewed(settings: Mapping[str, str], line: Line) -> Opened:
    """A fresh key. Raises Expired where the leave was withdrawn."""
    old = line.secrets.get("refresh_token", "")
    if not old:
        raise Expired(_("The channel was connected without leave to renew. Connect it anew."))
    with harmless():
        got = _tokens(settings, {"grant_type": "refresh_token", "refresh_token": old})
    kept = {**line.secrets, **got.secrets}
    return Opened(kept, line.handle, kept.get("id", ""), "", got.scopes, got.expires)


def _tokens(settings: Mapping[str, str], form: dict[str, str]) -> Opened:
    secret = settings.get("client_secret", "")
    sent = {**form, "client_id": _client(settings), **({"client_secret": secret} if secret else {})}
    answer = wire.send("POST", f"{_origin(settings, _TOKENS)}/token", form=sent)
    if answer.status in (400, 401, 403):
        _refusal(answer)
    told = api.checked(answer, " ".join(SCOPES), (secret, *form.values())).data()
    return _opened(told if isinstance(told, dict) else {})


def _refusal(answer: wire.Answer) -> None:
    try:
        told = answer.data()
    except Unknown:
        told = {}
    if isinstance(told, dict) and told.get("error") in (
        "invalid_client",
        "unauthorized_client",
        "redirect_uri_mismatch",
    ):
        raise Refused(
            _("Google does not know this application. Check its client ID, client secret and return address.")
        )
    raise Expired(_("Google no longer takes this key to the channel. Connect the channel anew."))


def _opened(told: Mapping[str, Any]) -> Opened:
    kept = {name: told.get(name) for name in ("access_token", "refresh_token") if told.get(name)}
    if "access_token" not in kept or not all(isinstance(k, str) and api.SECRET.fullmatch(k) for k in kept.values()):
        raise Unknown(_("Google answered without a key that can be used. Connect the channel again."))
    scope = told.get("scope")
    scopes = tuple(scope.split()) if isinstance(scope, str) else SCOPES
    if missing := [one for one in SCOPES if one not in scopes]:
        what = _("The channel was connected without {scopes}. Connect it anew and allow everything that is asked.")
        raise Expired(what.format(scopes=", ".join(missing)))
    seconds = told.get("expires_in")
    lasts = seconds if isinstance(seconds, int) and 0 < seconds < 10**9 else 3600
    until = datetime.now(UTC) + timedelta(seconds=lasts)
    return Opened(
        {name: str(one) for name, one in kept.items()}, scopes=scopes, expires=until.isoformat("T", "seconds")
    )


def profile(line: Line) -> Opened:
    """Which channel the keys speak for; its id and its list of uploads are put beside them."""
    with harmless():
        query = {"part": "snippet,contentDetails", "mine": "true"}
        told = api.ask(line, "GET", "/youtube/v3/channels", api.READ, query=query).data()
    channel = next(iter(rows(told, "items")), {})
    number, uploads = str(channel.get("id", "")), dig(channel, "contentDetails", "relatedPlaylists").get("uploads")
    if not api.NAME.fullmatch(number):
        raise Expired(_("This Google account has no YouTube channel. Connect the account that has the channel."))
    snippet = dig(channel, "snippet")
    handle = plain(str(snippet.get("customUrl") or number)).removeprefix("@")[:100]
    kept = {**line.secrets, "id": number}
    if isinstance(uploads, str) and api.NAME.fullmatch(uploads):
        kept["uploads"] = uploads
    return Opened(kept, handle, number, plain(visible(str(snippet.get("title", ""))))[:100])
