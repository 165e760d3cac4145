"""Connecting an account: the desk makes itself known to the account's server, and a person there lets it in.

OAuth 2 with PKCE. The scope `profile` is new in 4.3; an older server, which does not publish what it supports, is
asked for `read:accounts` instead. Source: the pages on apps, OAuth and scopes of the Mastodon documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from postorders.platforms.mastodon.ask import ask, entity, found, harmless, sendable, token
from postorders.platforms.mastodon.limits import SCOPES
from postorders.platforms.mastodon.text import words
from postorders.platforms.pkce import answers, prove
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Asking, Line, Opened
from postorders.platforms.wire import Expired, Gone, Refused, Trouble
from postorders.posts.fields import shown
from postorders.words import _

_NAME = "Post Orders"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def begin(settings: Mapping[str, str], answer: str) -> Asking:
    """The first step. Where `settings` hold no `client_id` for the server, the desk registers itself there."""
    server = origin(settings.get("server", ""))
    try:
        scope = " ".join((_knows(server), *SCOPES))
        app = (settings.get("client_id", ""), settings.get("client_secret", ""))
        client, secret = app if all(app) else _register(server, answer, scope)
    except Trouble as trouble:
        raise harmless(trouble) from None
    proof = prove()
    query = {
        "response_type": "code", "client_id": client, "redirect_uri": answer, "scope": scope, **proof.query,
    }  # fmt: skip
    keep = {
        "server": server, "client_id": client, "client_secret": secret, "scope": scope, "answer": answer,
        **proof.keep,
    }  # fmt: skip
    return Asking(f"{server}/oauth/authorize?{urlencode(query)}", keep)


def origin(server: str) -> str:
    """`https://host` of what was typed as the server. Raises Refused for what is none."""
    typed = server.strip().rstrip("/")
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        bare = safe and parts.hostname and (parts.port or 443) and parts.netloc.isascii() and parts.netloc.isprintable()
    except ValueError:
        bare = False
    if not bare or parts.path or parts.query or parts.fragment or set("@ \\") & set(parts.netloc):
        what = _("{server} is not the name of a Mastodon server. Write it like social.example.")
        raise Refused(what.format(server=shown(server)))
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _knows(server: str) -> str:
    """The least scope that lets the desk see whose account it is."""
    try:
        told = found(ask("GET", server, "/.well-known/oauth-authorization-server"), changes=False)
    except (Gone, Refused):
        return "read:accounts"
    known = told.get("scopes_supported") if isinstance(told, Mapping) else None
    return "profile" if isinstance(known, list) and "profile" in known else "read:accounts"


def _register(server: str, answer: str, scope: str) -> tuple[str, str]:
    form = {"client_name": _NAME, "redirect_uris": answer, "scopes": scope}
    app = found(ask("POST", server, "/api/v1/apps", form=form))
    client, secret = words(app, "client_id"), words(app, "client_secret")
    if not client or not secret:
        raise Refused(_("The server did not register the desk."))
    return client, secret


def finish(keep: Mapping[str, str], given: Mapping[str, str]) -> Opened:
    """The second step: the code that came back becomes a token. Raises Refused where the person said no, or where the
    call is not the answer to our question."""
    if not answers(keep, given):
        raise Refused(_("This is not the answer to the desk's question. Begin connecting anew."))
    if error := given.get("error_description") or given.get("error"):
        raise Refused(_('The server says: "{words}". Begin connecting anew.').format(words=plain(error)))
    if not sendable(given.get("code")):
        raise Refused(_("The server sent no code. Begin connecting anew."))
    form = {
        "grant_type": "authorization_code", "code": given["code"], "redirect_uri": keep["answer"],
        "scope": keep["scope"], "code_verifier": keep["verifier"],
    }  # fmt: skip
    return _opened(keep["server"], keep, form)


def renew(settings: Mapping[str, str], line: Line) -> Opened:
    """Fresh secrets where the server gives keys that run out (some relatives of Mastodon do). Mastodon's own do not:
    then the same ones, once the server has said that they still open the account."""
    if not line.secrets.get("refresh_token"):
        return profile(line)
    held = {**settings, **line.secrets}
    form = {"grant_type": "refresh_token", "refresh_token": held["refresh_token"], "scope": held.get("scope", "")}
    return _opened(line.server, held, form)


def _opened(server: str, app: Mapping[str, str], form: Mapping[str, str]) -> Opened:
    client = {"client_id": app.get("client_id", ""), "client_secret": app.get("client_secret", "")}
    hidden = (
        client["client_secret"],
        form.get("code", ""),
        form.get("code_verifier", ""),
        app.get("refresh_token", ""),
    )
    try:
        given = found(ask("POST", server, "/oauth/token", form={**form, **client}, hidden=hidden))
        kept = {**client, **_kept(given, form["scope"], app.get("refresh_token", ""))}
        who = profile(Line("", server, kept))
    except Trouble as trouble:
        raise harmless(trouble) from None
    return Opened({**kept, "id": who.id}, who.handle, who.id, who.name, tuple(kept["scope"].split()), _expires(given))


def _kept(given: Any, asked: str, refresh: str) -> dict[str, str]:
    access = words(given, "access_token")
    if not sendable(access):
        raise Refused(_("The server gave no key. Begin connecting anew."))
    scope = words(given, "scope") or asked
    if missing := [one for one in asked.split() if not _covers(scope.split(), one)]:
        what = _("The server did not allow {scopes}. Connect the account anew and allow all that is asked for.")
        raise Expired(what.format(scopes=", ".join(missing)))
    fresh = words(given, "refresh_token") or refresh
    return {"access_token": access, "scope": scope, **({"refresh_token": fresh} if fresh else {})}


def _covers(granted: list[str], scope: str) -> bool:
    wider = ("read", "read:accounts") if scope == "profile" else (scope.partition(":")[0],)
    return scope in granted or any(one in granted for one in wider)


def _expires(given: Mapping[str, Any]) -> str:
    made, lasts = given.get("created_at"), given.get("expires_in")
    if not isinstance(made, int) or not isinstance(lasts, int) or not 0 < lasts < 10**9 or not 0 < made < 10**11:
        return ""
    return datetime.fromtimestamp(made + lasts, UTC).isoformat()


def profile(line: Line) -> Opened:
    """Who the key speaks for. The handle is whole: `police@social.example`."""
    answer = ask(
        "GET", line.server, "/api/v1/accounts/verify_credentials", key=token(line), needs="profile / read:accounts"
    )
    account = entity(answer, changes=False)
    name = words(account, "acct") or words(account, "username")
    handle = name if "@" in name else f"{name}@{urlsplit(line.server).netloc}"
    scopes = tuple(line.secrets.get("scope", "").split())
    return Opened(line.secrets, handle, words(account, "id"), words(account, "display_name"), scopes)
