"""Asking a Mastodon server, and what its refusals mean.

Source: the pages on statuses, media, OAuth and rate limits of the Mastodon documentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from postorders.platforms import wire
from postorders.platforms.mastodon.text import words
from postorders.platforms.plain import plain
from postorders.platforms.publisher import Line
from postorders.platforms.wire import Answer, Expired, Limited, Trouble, Unavailable, Unknown
from postorders.words import _

_LONGEST_WAIT = 6 * 3600.0
_TOKEN = re.compile(r"[\x21-\x7e]{1,2048}")


def token(line: Line) -> str:
    """The access token of a line. Raises Expired where there is none that can be sent."""
    given = line.secrets.get("access_token", "")
    if not sendable(given):
        raise Expired(_("There is no key to this account. Connect it anew."))
    return given


def sendable(secret: object) -> bool:
    """Whether this can stand in a header: printable ASCII without blanks."""
    return isinstance(secret, str) and _TOKEN.fullmatch(secret) is not None


def ask(
    method: str, server: str, path: str, *, key: str = "", needs: str = "", headers: Mapping[str, str] | None = None,
    hidden: tuple[str, ...] = (), **sent: Any,
) -> Answer:  # fmt: skip
    """One request and its answer of success. `key` is the access token, `needs` the scope that the request wants;
    `hidden` are other secrets in it, which no message repeats. Raises the troubles of `wire`."""
    bearer = {"Authorization": f"Bearer {key}"} if key else {}
    answer = wire.send(method, f"{server}{path}", headers={**bearer, **(headers or {})}, **sent)
    if answer.status < 300:
        return answer
    said = _said(answer, (key, *hidden))
    if answer.status == 429:
        raise Limited(said, _wait(answer))
    if answer.status == 403 and needs:
        lacking = _("The account must be connected with the permission {scope}.").format(scope=needs)
        raise Expired(f"{said} {lacking}")
    return wire.good(answer, said, changes=method != "GET")


def found(answer: Answer, *, changes: bool = True) -> Any:
    """The JSON of an answer. Raises Unknown where it is none, Unavailable if nothing was to be changed."""
    lost = Unknown if changes else Unavailable
    try:
        return answer.data()
    except Unknown as trouble:
        raise lost(trouble.told) from None


def entity(answer: Answer, *, changes: bool = True) -> Mapping[str, Any]:
    """The object with an `id` that an answer holds. Raises as `found` where it holds another thing."""
    data = found(answer, changes=changes)
    if not words(data, "id"):
        raise (Unknown if changes else Unavailable)(
            _("{host} answered with something that is not what was asked for.").format(host=_host(answer))
        )
    checked: Mapping[str, Any] = data
    return checked


def harmless(trouble: Trouble) -> Trouble:
    """The trouble of a request whose repetition publishes nothing: an unknown outcome is then none."""
    return Unavailable(trouble.told, trouble.wait) if isinstance(trouble, Unknown) else trouble


def _said(answer: Answer, hidden: tuple[str, ...]) -> str:
    try:
        data = answer.data()
    except Unknown:
        data = None
    said = plain(words(data, "error_description") or words(data, "error"), hidden)
    if not said:
        return _("{host} answered {status}.").format(host=_host(answer), status=answer.status)
    return _('{host} answered {status}: "{words}".').format(host=_host(answer), status=answer.status, words=said)


def _host(answer: Answer) -> str:
    return urlsplit(answer.url).hostname or ""


def _wait(answer: Answer) -> float:
    """Seconds until `X-RateLimit-Reset`, by the server's own clock where it tells it."""
    try:
        reset = moment(answer.headers["x-ratelimit-reset"])
    except (KeyError, ValueError):
        return wire.waiting(answer)
    try:
        now = parsedate_to_datetime(answer.headers["date"])
    except (KeyError, ValueError):
        now = datetime.now(UTC)
    now = now if now.tzinfo else now.replace(tzinfo=UTC)
    return min(max((reset - now).total_seconds() + 1, 1.0), _LONGEST_WAIT)


def moment(text: str) -> datetime:
    """An ISO 8601 time; without a zone it is UTC. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
